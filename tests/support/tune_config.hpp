// Tunes a shipped configuration the way the program does.
#pragma once

#include <string>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"
#include "host/tuner/tune.hpp"
#include "host/tuner/validate.hpp"

namespace gainswarm::tests {

inline spec::Problem load_config(const std::string& name, const std::vector<std::string>& overrides = {}) {
  return spec::load_problem(support::shipped("configs/" + name + ".yaml"), overrides);
}

inline tuner::Tuning tune(const spec::Problem& problem, const engine::Options& options = {}) {
  const auto program = rollout::build_program(problem, rollout::Purpose::training);
  const auto scenarios = rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
  const auto engine = engine::make_engine(options, program, scenarios);
  return tuner::tune({problem, program, *engine, {}, nullptr}, {});
}

/// Runs given gains in one validation set of the problem.
inline tuner::Validation validate(const spec::Problem& problem,
                                  const spec::Map<spec::ScenarioSet>::value_type& set,
                                  const std::vector<tuner::BestGain>& gains) {
  const std::string name = "validation." + set.name.str();
  const spec::Problem judged = spec::judged_in(set.value, problem);
  const auto program = rollout::build_program(judged, rollout::Purpose::validation);
  const auto scenarios = rollout::draw_scenarios(judged, program, set.value, name);
  const auto engine = engine::make_engine({}, program, scenarios);
  return tuner::validate({name, judged, program, *engine}, gains);
}

}  // namespace gainswarm::tests
