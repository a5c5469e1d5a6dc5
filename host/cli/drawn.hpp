// What scenarios start from: the plant's initial states, then the parameters and constants that vary.
#pragma once

#include <string>
#include <vector>

#include "host/rollout/scenarios.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// A value of one scenario, in SI units.
struct Drawn {
  rollout::Label label;
  double value;
};
std::vector<Drawn> drawn_values(const spec::Problem& problem, const rollout::Program& program,
                                const rollout::ScenarioTable& table, std::int64_t scenario);

/// Of all scenarios, what is not the same in each of them.
std::vector<tuner::DrawnValues> drawn_columns(const spec::Problem& problem, const rollout::Program& program,
                                              const rollout::ScenarioTable& table);

/// A line such as "  theta 0.1 rad, mass 1.2 kg", without initial states of 0; empty if nothing is left.
std::string text_of(const std::vector<Drawn>& drawn, const spec::Problem& problem);

}  // namespace gainswarm::cli
