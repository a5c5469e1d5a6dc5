// How gains do in scenarios that they were not tuned for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/support/interrupted.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

struct ValidationInput {
  const std::string& name;  ///< of the scenario set
  const spec::Problem& problem;
  const rollout::Program& program;  ///< built for validation
  engine::Engine& engine;           ///< runs that program in the set's scenarios
  std::int64_t scenarios = 1;       ///< of the set; how many gains fit into memory at once depends on it
  support::AskInterrupted interrupted{};  ///< asked from gains to gains, beside what the engine asks
};

/// The gains' values in the order of the program. Throws std::invalid_argument when one is missing.
std::vector<double> arrange(const rollout::Program& program, std::span<const BestGain> gains);

/// Runs the gains (those named by the program are used) in every scenario of the set.
Validation validate(const ValidationInput& input, std::span<const BestGain> gains);

/// Takes the validation of the gains of a number.
using TakeValidation = std::function<void(std::size_t number, Validation validation)>;

/// The same for each of several gains, in the order of the program. They run side by side as long as that
/// takes no longer than one alone and memory holds them; then the next ones do. `take` is called in order,
/// when the gains that ran together have run. Throws support::Interrupted.
void validate(const ValidationInput& input, std::span<const std::vector<double>> gains,
              const TakeValidation& take);

}  // namespace gainswarm::tuner
