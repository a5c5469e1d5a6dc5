// Whole rollouts of small problems on the reference engine.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/engine/trajectory.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::rollout {

/// A value a tick.
using Sequence = std::vector<double>;

/// One integrator with y' = u; the rest of the problem is filled in by each test.
inline std::string integrator_problem(const std::string& rest) {
  return "name: test\n"
         "plant: {name: integrator, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u}}\n"
         "scenarios: {training: {list: [{initial_state: {y: 0}}]}}\n" +
         rest;
}

/// The program with which a problem is tuned.
inline Program program_of(const std::string& yaml) {
  return build_program(spec::parse_problem({"test.yaml", yaml}), Purpose::training);
}

/// A rollout of a problem's first training scenario with these gains.
struct Simulated {
  Program program;
  engine::Outcome outcome;

  Simulated(const std::string& yaml, std::vector<double> gains, Purpose purpose = Purpose::validation) {
    const spec::Problem problem = spec::parse_problem({"test.yaml", yaml});
    program = build_program(problem, purpose);
    const ScenarioTable table = draw_scenarios(problem, program, problem.scenarios.training, "training");
    engine::make_engine({"reference", 0, 1}, program, table)->evaluate(gains, outcome);
  }
  /// NaN when there is no output of that name.
  [[nodiscard]] double output(const std::string& name) const {
    for (std::size_t i = 0; i < program.outputs.size(); ++i) {
      if (program.outputs[i].name == name) return outcome.outputs[i];
    }
    return NAN;
  }
};

/// A signal as `simulate` records it in the first training scenario: at ticks 0, 1, ... and at the end. Empty
/// when there is none of that name.
inline Sequence recorded(const std::string& yaml, const std::vector<double>& gains,
                         const std::string& signal) {
  const spec::Problem problem = spec::parse_problem({"test.yaml", yaml});
  const Program program = build_program(problem, Purpose::training);
  const ScenarioTable table = draw_scenarios(problem, program, problem.scenarios.training, "training");
  const engine::Trajectory trajectory = engine::simulate(program, table, 0, gains);
  for (std::size_t i = 0; i < program.signals.size(); ++i) {
    if (program.signals[i].name == signal) return trajectory.columns[i];
  }
  return {};
}

inline Sequence seen(const std::string& yaml, const std::string& signal, double gain = 1) {
  return recorded(yaml, {gain}, signal);
}

inline constexpr const char* ramp_controller =
    "controller: {name: ramp, gains: {k: 1/s}, output: {u: k}}\n"
    "gains: {k: {bounds: [0, 10]}}\n";

}  // namespace gainswarm::rollout
