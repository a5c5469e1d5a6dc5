#include "host/engine/emission_order.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

#include "host/graph/reach.hpp"

namespace gainswarm::engine {
namespace {

using graph::Node;
using graph::NodeId;
using graph::Op;

/// From here on a node that frees its operands goes before one that is urgent. A little more than the
/// registers of AVX-512: constants live in memory.
constexpr int crowded = 40;

/// Cycles until the result can be used, on processors of today.
int latency(Op op) {
  switch (op) {
    case Op::constant:
    case Op::input:
      return 0;
    case Op::divide:
      return 13;
    case Op::square_root:
      return 20;
    case Op::multiply:
    case Op::fma:
      return 4;
    case Op::add:
    case Op::subtract:
    case Op::round_nearest:
    case Op::floor:
    case Op::bit_0:
      return 3;
    case Op::less:
    case Op::less_equal:
    case Op::equal:
      return 5;
    default:
      return 1;
  }
}

/// The operands, each once.
std::vector<NodeId> distinct_operands(const Node& node) {
  std::vector<NodeId> operands;
  graph::visit_operands(node, [&](NodeId operand) { operands.push_back(operand); });
  std::sort(operands.begin(), operands.end());
  operands.erase(std::unique(operands.begin(), operands.end()), operands.end());
  return operands;
}

class ListScheduler {
 public:
  ListScheduler(const graph::Graph& graph, std::span<const NodeId> nodes);
  std::vector<NodeId> schedule();

 private:
  struct Task {
    std::vector<std::size_t> operands;  ///< tasks
    std::vector<std::size_t> users;
    std::size_t waits_for = 0;  ///< operands not yet issued
    std::size_t wanted_by = 0;  ///< users not yet issued
    int latency = 0;
    int ready = 0;      ///< cycle in which all operands are there
    int remaining = 0;  ///< cycles from its issue to the end of the block, at best
  };

  /// Of the available tasks, the best one to issue in this cycle; the number of available ones if none is
  /// ready.
  [[nodiscard]] std::size_t best_available() const;
  [[nodiscard]] int freed_by(const Task& task) const;
  void issue(std::size_t available_index);
  /// Nothing is ready: on to the cycle when something is.
  void wait();

  std::span<const NodeId> nodes_;
  std::vector<Task> tasks_;             ///< one a node
  std::vector<std::size_t> available_;  ///< tasks whose operands have all been issued
  std::vector<NodeId> order_;
  int cycle_ = 0;
  int alive_ = 0;  ///< values computed and still wanted
};

ListScheduler::ListScheduler(const graph::Graph& graph, std::span<const NodeId> nodes)
    : nodes_(nodes), tasks_(nodes.size()) {
  assert(std::is_sorted(nodes.begin(), nodes.end()));
  constexpr auto absent = static_cast<std::size_t>(-1);
  std::vector<std::size_t> task_of(graph.size(), absent);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    task_of[nodes[i]] = i;
    tasks_[i].latency = latency(graph[nodes[i]].op);
    for (const NodeId operand : distinct_operands(graph[nodes[i]])) {
      if (task_of[operand] == absent) continue;
      tasks_[i].operands.push_back(task_of[operand]);
      tasks_[task_of[operand]].users.push_back(i);
    }
    tasks_[i].waits_for = tasks_[i].operands.size();
    if (tasks_[i].waits_for == 0) available_.push_back(i);
  }
  for (std::size_t i = tasks_.size(); i-- > 0;) {
    Task& task = tasks_[i];
    for (const std::size_t user : task.users)
      task.remaining = std::max(task.remaining, tasks_[user].remaining);
    task.remaining += task.latency;
    task.wanted_by = task.users.size();
  }
}

std::vector<NodeId> ListScheduler::schedule() {
  order_.reserve(nodes_.size());
  while (!available_.empty()) {
    const std::size_t best = best_available();
    if (best == available_.size()) {
      wait();
    } else {
      issue(best);
    }
  }
  return std::move(order_);
}

int ListScheduler::freed_by(const Task& task) const {
  return static_cast<int>(std::count_if(task.operands.begin(), task.operands.end(),
                                        [&](std::size_t operand) { return tasks_[operand].wanted_by == 1; }));
}

std::size_t ListScheduler::best_available() const {
  constexpr int cycles_for_a_register = 200;
  std::size_t best = available_.size();
  int best_score = 0;
  for (std::size_t i = 0; i < available_.size(); ++i) {
    const Task& task = tasks_[available_[i]];
    if (task.ready > cycle_) continue;
    int score = task.remaining;
    if (alive_ >= crowded) score += cycles_for_a_register * freed_by(task);
    if (best == available_.size() || score > best_score) {
      best = i;
      best_score = score;
    }
  }
  return best;
}

void ListScheduler::issue(std::size_t available_index) {
  const std::size_t index = available_[available_index];
  available_.erase(available_.begin() + static_cast<std::ptrdiff_t>(available_index));
  const Task& task = tasks_[index];
  order_.push_back(nodes_[index]);
  ++alive_;
  for (const std::size_t operand : task.operands) {
    if (--tasks_[operand].wanted_by == 0) --alive_;
  }
  for (const std::size_t user : task.users) {
    tasks_[user].ready = std::max(tasks_[user].ready, cycle_ + task.latency);
    if (--tasks_[user].waits_for == 0) available_.push_back(user);
  }
  if (task.latency > 0) ++cycle_;
}

void ListScheduler::wait() {
  const auto earliest =
      std::min_element(available_.begin(), available_.end(),
                       [&](std::size_t a, std::size_t b) { return tasks_[a].ready < tasks_[b].ready; });
  cycle_ = tasks_[*earliest].ready;
}

}  // namespace

std::vector<NodeId> emission_order(const graph::Graph& graph, std::span<const NodeId> nodes) {
  return ListScheduler(graph, nodes).schedule();
}

}  // namespace gainswarm::engine
