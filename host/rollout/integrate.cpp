#include "host/rollout/integrate.hpp"

namespace gainswarm::rollout {
namespace {

using graph::Value;

/// A method in the form y + step * (sum over stages of weight * slope), each stage starting from the slope
/// before it.
struct Stage {
  double offset;             ///< of the stage's time and state, in steps
  double weight;             ///< relative to the first stage's
  double middle_weight = 0;  ///< in the step from its beginning to its middle
};
struct Method {
  std::vector<Stage> stages;
  double share;  ///< weight of the first stage in the step
};

const Method& method_of(spec::Integrator integrator) {
  static const Method euler{{{0, 1}}, 1.0};
  static const Method heun{{{0, 1}, {1, 1}}, 1.0 / 2};
  static const Method rk4{{{0, 1, 5.0 / 24}, {0.5, 2, 1.0 / 6}, {0.5, 2, 1.0 / 6}, {1, 1, -1.0 / 24}},
                          1.0 / 6};
  switch (integrator) {
    case spec::Integrator::euler:
      return euler;
    case spec::Integrator::heun:
      return heun;
    case spec::Integrator::rk4:
      break;
  }
  return rk4;
}

std::vector<Value> advance(const std::vector<Value>& from, const std::vector<Value>& slope, double length) {
  std::vector<Value> result;
  for (std::size_t i = 0; i < from.size(); ++i) result.push_back(from[i] + length * slope[i]);
  return result;
}

/// sum += weight * slope; the first stage starts the sum. A running sum keeps few values alive.
void accumulate(std::vector<Value>& sum, const std::vector<Value>& slope, double weight) {
  if (sum.empty()) {
    sum = slope;
    return;
  }
  sum = advance(sum, slope, weight);
}

}  // namespace

StepResult integrate_step(spec::Integrator integrator, double step, const std::vector<Value>& states,
                          const SlopeFunction& slopes, bool with_middle) {
  const Method& method = method_of(integrator);
  std::vector<Value> sum, quadrature_sum, stage_states = states;
  Slopes slope;
  StepResult result;
  if (with_middle) result.middle = states;
  for (std::size_t i = 0; i < method.stages.size(); ++i) {
    const Stage& stage = method.stages[i];
    if (i > 0) stage_states = advance(states, slope.states, step * stage.offset);
    slope = slopes(stage_states, stage.offset);
    accumulate(sum, slope.states, stage.weight);
    accumulate(quadrature_sum, slope.quadratures, stage.weight);
    if (with_middle) result.middle = advance(result.middle, slope.states, step * stage.middle_weight);
  }
  result.states = advance(states, sum, step * method.share);
  for (const Value& total : quadrature_sum)
    result.quadrature_increments.push_back(step * method.share * total);
  return result;
}

}  // namespace gainswarm::rollout
