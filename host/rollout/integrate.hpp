// One step of explicit integration, unrolled into the graph.
#pragma once

#include <functional>
#include <vector>

#include "host/graph/value.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::rollout {

/// Time derivatives at one stage: of the states, and of quantities that are only integrated (cost terms).
struct Slopes {
  std::vector<graph::Value> states;
  std::vector<graph::Value> quadratures;
};

/// Slopes at a stage's states and its time offset from the start of the step: 0, 1/2 or 1 step.
using SlopeFunction = std::function<Slopes(const std::vector<graph::Value>& states, double offset)>;

/// The states after one step of length `step` (s) and, for Runge-Kutta, in its middle (of order 3), and by
/// how much each quadrature grew over it.
struct StepResult {
  std::vector<graph::Value> states;
  std::vector<graph::Value> middle;
  std::vector<graph::Value> quadrature_increments;
};

/// Explicit Euler (order 1), Heun (order 2) or the classical Runge-Kutta method (order 4).
/// Source: Hairer, Norsett & Wanner, Solving Ordinary Differential Equations I, sections II.1 and II.6.
StepResult integrate_step(spec::Integrator integrator, double step, const std::vector<graph::Value>& states,
                          const SlopeFunction& slopes, bool with_middle = false);

}  // namespace gainswarm::rollout
