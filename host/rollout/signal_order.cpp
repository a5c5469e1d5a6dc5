#include "host/rollout/signal_order.hpp"

#include <map>
#include <set>

#include "host/language/names.hpp"

namespace gainswarm::rollout {
namespace {

/// A name that is computed, and the expression that it is computed from; none behind a dead time.
struct Node {
  std::string name;
  const Equation* from = nullptr;
  Signal signal;
  enum class Visit { not_yet, open, done } visit = Visit::not_yet;
};

class Ordering {
 public:
  explicit Ordering(std::vector<Node> nodes) : nodes_(std::move(nodes)) {
    for (std::size_t i = 0; i < nodes_.size(); ++i) index_.emplace(nodes_[i].name, i);
  }
  std::vector<Signal> order() && {
    for (std::size_t i = 0; i < nodes_.size(); ++i) visit(i);
    return std::move(order_);
  }

 private:
  void visit(std::size_t i) {
    Node& node = nodes_[i];
    if (node.visit == Node::Visit::done) return;
    if (node.visit == Node::Visit::open) refuse_loop(i);
    node.visit = Node::Visit::open;
    path_.push_back(i);
    std::set<std::string> used;
    if (node.from != nullptr) language::add_names(*node.from->syntax, used);
    for (const std::string& name : used) {
      if (const auto found = index_.find(name); found != index_.end()) visit(found->second);
    }
    path_.pop_back();
    node.visit = Node::Visit::done;
    order_.push_back(node.signal);
  }

  [[noreturn]] void refuse_loop(std::size_t i) const {
    std::string cycle;
    bool inside = false;
    for (const std::size_t step : path_) {
      inside = inside || step == i;
      if (inside) cycle += nodes_[step].name + " <- ";
    }
    throw spec::InputError(
        nodes_[i].from->text.position(),
        "an algebraic loop: " + cycle + nodes_[i].name +
            " (each acts on the next at once, so that no order computes them); give one of "
            "them a lag or a dead time");
  }

  std::vector<Node> nodes_;
  std::map<std::string, std::size_t> index_;
  std::vector<std::size_t> path_;
  std::vector<Signal> order_;
};

}  // namespace

std::vector<Signal> signal_order(const Equations& let, const std::vector<BlockModel>& blocks) {
  std::vector<Node> nodes;
  bool any_block = false;
  for (const Equation& equation : let) nodes.push_back({equation.name, &equation, {&equation, 0}});
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].output_is_state()) continue;
    any_block = true;
    nodes.push_back({blocks[i].name(), blocks[i].dead_time() ? nullptr : &blocks[i].input(), {nullptr, i}});
  }
  if (any_block) return Ordering(std::move(nodes)).order();
  std::vector<Signal> order;
  order.reserve(nodes.size());
  for (const Node& node : nodes) order.push_back(node.signal);
  return order;
}

}  // namespace gainswarm::rollout
