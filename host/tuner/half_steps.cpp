#include "host/tuner/half_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/rollout/parameters.hpp"
#include "host/spec/number.hpp"
#include "host/spec/plant_names.hpp"
#include "host/tuner/objective.hpp"

namespace gainswarm::tuner {

std::optional<spec::Problem> with_half_steps(const spec::Problem& problem) {
  const spec::Loop& loop = problem.loop;
  if (spec::is_discrete(problem.plant) || loop.jitter > 0 || loop.sampling_jitter > 0) return std::nullopt;
  spec::Problem finer = problem;
  finer.simulation.control_period = problem.controller.continuous ? 0 : rollout::control_period(problem);
  finer.simulation.step = problem.simulation.step / 2;
  return finer;
}

double cost_of(std::span<const double> gains, const LoopStanding& loop, const spec::Problem& problem,
               const rollout::Program& program, engine::Engine& engine) {
  engine::Outcome outcome;
  engine.evaluate(gains, outcome);
  std::vector<double> costs(outcome.outputs.begin(),
                            outcome.outputs.begin() + static_cast<std::ptrdiff_t>(outcome.cause.size()));
  for (double& cost : costs) cost += loop.excess;
  return Objective(problem, program).aggregated(std::move(costs));
}

namespace {

double change_by_half_steps(const Tuning& tuning) {
  return std::abs(tuning.cost_with_half_steps - tuning.cost);
}

}  // namespace

bool steps_matter(const Tuning& tuning, const spec::Problem& problem) {
  constexpr double much = 0.01, nothing = 1e-15;  // of the cost, of the penalty for failing
  const double least = nothing * problem.objective.failure_penalty;
  return change_by_half_steps(tuning) > much * std::abs(tuning.cost) + least;
}

bool steps_are_too_long(const Tuning& tuning, std::span<const double> gains, const spec::Problem& problem,
                        const rollout::Program& program, engine::Engine& engine) {
  constexpr double a_little = 1e-4, share = 0.1;
  if (!steps_matter(tuning, problem)) return false;
  const auto changed_by = [&](double factor) {
    std::vector<double> others(gains.begin(), gains.end());
    for (double& gain : others) gain *= factor;
    return std::abs(cost_of(others, tuning.loop, problem, program, engine) - tuning.cost);
  };
  const double sensitivity = std::max(changed_by(1 + a_little), changed_by(1 - a_little));
  return sensitivity < share * change_by_half_steps(tuning);
}

std::string warning_of_long_steps(const Tuning& tuning, const spec::Problem& problem) {
  return fmt::format(
      "with integration steps half as long these gains cost {:.6g} instead of {:.6g} (the step is too long "
      "for this loop, and what was tuned is not what will happen); take simulation.step={} s or less, and "
      "tune anew",
      tuning.cost_with_half_steps, tuning.cost, spec::to_text(problem.simulation.step / 2));
}

}  // namespace gainswarm::tuner
