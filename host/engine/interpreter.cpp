#include "host/engine/interpreter.hpp"

#include <algorithm>
#include <utility>

#include "host/engine/arithmetic_mode.hpp"
#include "host/graph/transform.hpp"

namespace gainswarm::engine {

using graph::InputKind;
using graph::Node;
using graph::NodeId;
using graph::Op;

Interpreter::Interpreter(const rollout::Program& program) : program_(program), values_(program.graph.size()) {
  start_ = make_block(program.start);
  tick_block_ = make_block(program.tick);
  substep_block_ = make_block(rollout::substep_roots(program));
  finish_ = make_block(program.finish);
  if (program.least_cost) least_cost_ = make_block({*program.least_cost});
  signals_ = make_block(program.signal_roots);
}

Interpreter::Block Interpreter::make_block(std::vector<NodeId> roots) const {
  std::vector<NodeId> nodes = graph::reachable(program_.graph, roots);
  return {std::move(roots), std::move(nodes)};
}

double Interpreter::rounded(double value) const {
  const bool is_float = program_.graph.precision() == graph::Precision::float32;
  return is_float ? static_cast<double>(static_cast<float>(value)) : value;
}

double Interpreter::input(const Node& node) const {
  switch (node.input) {
    case InputKind::gain:
      return rounded(at_.gains[node.index]);
    case InputKind::scenario:
      return rounded(at_.scenario[node.index]);
    case InputKind::reg:
      return at_.registers[node.index];
    case InputKind::tick:
      return rounded(static_cast<double>(at_.tick));
    case InputKind::substep:
      return rounded(static_cast<double>(substep_));
    case InputKind::survived:
      break;
  }
  return rounded(static_cast<double>(at_.survived));
}

std::vector<double> Interpreter::evaluate(const Block& block) {
  for (const NodeId id : block.nodes) {
    const Node& node = program_.graph[id];
    if (node.op == Op::constant) {
      values_[id] = node.value;
    } else if (node.op == Op::input) {
      values_[id] = input(node);
    } else {
      values_[id] = graph::evaluate(node, values_[node.a], values_[node.b], values_[node.c],
                                    program_.graph.precision());
    }
  }
  std::vector<double> results;
  for (const NodeId root : block.roots) results.push_back(values_[root]);
  return results;
}

Rollout Interpreter::run(std::span<const double> gains, std::span<const double> scenario,
                         const Observer& observe) {
  Standing standing = begin(gains, scenario);
  advance(standing, program_.ticks, observe);
  if (observe && standing.cause < 0) observe(program_.ticks, evaluate(signals_));
  return finish(standing);
}

Standing Interpreter::begin(std::span<const double> gains, std::span<const double> scenario) {
  const StandardArithmetic standard;
  at_ = {};
  at_.gains.assign(gains.begin(), gains.end());
  at_.scenario.assign(scenario.begin(), scenario.end());
  at_.registers = evaluate(start_);
  for (const rollout::Delay& delay : program_.delays) {
    at_.delayed.emplace_back(static_cast<std::size_t>(delay.places()), at_.registers[delay.reg]);
  }
  return at_;
}

void Interpreter::advance(Standing& standing, std::int64_t end, const Observer& observe) {
  const StandardArithmetic standard;
  at_ = std::move(standing);
  for (; at_.tick < end && at_.cause < 0; ++at_.tick) {
    if (observe) observe(at_.tick, evaluate(signals_));
    at_.registers = evaluate(tick_block_);
    for (substep_ = 0; substep_ < program_.substeps && step(); ++substep_) ++at_.survived;
  }
  standing = at_;
}

Rollout Interpreter::finish(const Standing& standing) {
  const StandardArithmetic standard;
  at_ = standing;
  return {evaluate(finish_), at_.survived, at_.cause};
}

double Interpreter::least_cost(const Standing& standing) {
  const StandardArithmetic standard;
  at_ = standing;
  return evaluate(least_cost_).front();
}

bool Interpreter::step() {
  std::vector<double> results = evaluate(substep_block_);
  const auto failures = results.begin() + std::ssize(at_.registers);
  const auto entering = failures + std::ssize(program_.failures);
  const auto failure = std::find(failures, entering, 1.0);
  if (failure != entering) {
    at_.cause = static_cast<std::int32_t>(failure - failures);
    return false;
  }
  at_.registers.assign(results.begin(), failures);
  move_delays(entering);
  return true;
}

void Interpreter::move_delays(std::vector<double>::const_iterator entering) {
  for (std::size_t i = 0; i < at_.delayed.size(); ++i) {
    const rollout::Delay& delay = program_.delays[i];
    double& oldest = at_.delayed[i][static_cast<std::size_t>(at_.survived % delay.places())];
    at_.registers[delay.reg] = std::exchange(oldest, *entering++);
  }
}

}  // namespace gainswarm::engine
