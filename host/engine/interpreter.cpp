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
      return rounded(gains_[node.index]);
    case InputKind::scenario:
      return rounded(scenario_[node.index]);
    case InputKind::reg:
      return registers_[node.index];
    case InputKind::tick:
      return rounded(static_cast<double>(tick_));
    case InputKind::substep:
      return rounded(static_cast<double>(substep_));
    case InputKind::survived:
      break;
  }
  return rounded(static_cast<double>(survived_));
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
  const StandardArithmetic standard;
  gains_.assign(gains.begin(), gains.end());
  scenario_.assign(scenario.begin(), scenario.end());
  survived_ = 0;
  registers_ = evaluate(start_);
  delayed_.clear();
  for (const rollout::Delay& delay : program_.delays) {
    delayed_.emplace_back(static_cast<std::size_t>(delay.places()), registers_[delay.reg]);
  }

  Rollout rollout;
  for (tick_ = 0; tick_ < program_.ticks && rollout.cause < 0; ++tick_) {
    if (observe) observe(tick_, evaluate(signals_));
    registers_ = evaluate(tick_block_);
    for (substep_ = 0; substep_ < program_.substeps && advance(rollout); ++substep_) ++survived_;
  }
  if (observe && rollout.cause < 0) observe(tick_, evaluate(signals_));
  rollout.survived = survived_;
  rollout.outputs = evaluate(finish_);
  return rollout;
}

bool Interpreter::advance(Rollout& rollout) {
  std::vector<double> results = evaluate(substep_block_);
  const auto failures = results.begin() + std::ssize(registers_);
  const auto entering = failures + std::ssize(program_.failures);
  const auto failure = std::find(failures, entering, 1.0);
  if (failure != entering) {
    rollout.cause = static_cast<std::int32_t>(failure - failures);
    return false;
  }
  registers_.assign(results.begin(), failures);
  move_delays(entering);
  return true;
}

void Interpreter::move_delays(std::vector<double>::const_iterator entering) {
  for (std::size_t i = 0; i < delayed_.size(); ++i) {
    const rollout::Delay& delay = program_.delays[i];
    double& oldest = delayed_[i][static_cast<std::size_t>(survived_ % delay.places())];
    registers_[delay.reg] = std::exchange(oldest, *entering++);
  }
}

}  // namespace gainswarm::engine
