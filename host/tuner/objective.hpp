// From rollouts to one comparable number a candidate.
//
// A candidate's cost is its rollouts' costs aggregated over the scenarios. Where the problem has
// requirements, every candidate that meets them in all scenarios ranks before every candidate that does not:
// the latter's ranked cost is
//   unmet_requirements (1 + violation),
//   violation = sum over the requirements of the worst relative excess over the limit in any scenario
//               + failed_rollout (mean over the scenarios of 1 + share of time left at the failure, of those
//               that failed).
// A rollout that fails cannot show that it meets a requirement, so it counts as violating.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cuda/aggregate.hpp"
#include "host/engine/engine.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

constexpr double unmet_requirements = 1e100;
constexpr double failed_rollout = 1e6;

/// One candidate, taken apart.
struct Breakdown {
  double cost = 0;                  ///< aggregated, whether requirements are met or not
  std::vector<Named> components;    ///< see Tuning::components
  std::vector<Named> requirements;  ///< see Tuning::requirements
  std::vector<std::string> unmet;   ///< names of the requirements that are not met
  bool requirements_met = true;
  std::vector<Named> failures;  ///< cause -> number of scenarios, only those that occur
  std::int64_t failed = 0, scenarios = 0;
};

class Objective {
 public:
  /// The program's terms and requirements are those of the problem, in its order; both must outlive this.
  Objective(const spec::Problem& problem, const rollout::Program& program);

  /// Ranked cost of each particle, always finite: what is not counts as the largest number. Returns how many
  /// costs of rollouts were not finite.
  std::int64_t rank(const engine::Outcome& outcome, std::span<double> costs) const;
  /// Takes apart a batch of one particle.
  [[nodiscard]] Breakdown breakdown(const engine::Outcome& outcome) const;

 private:
  struct Limits {
    double below = spec::infinity, above = -spec::infinity;
    /// Distance to the nearer limit relative to its size; negative when it is violated, 0 is not enough.
    [[nodiscard]] double margin(double value) const;
  };
  [[nodiscard]] double rank_one(const engine::Outcome& outcome, std::int64_t particle, std::int64_t particles,
                                double cost) const;
  void add_components(const engine::Outcome& outcome, std::span<const double> costs,
                      Breakdown& breakdown) const;
  [[nodiscard]] bool is_costed(const engine::Outcome& outcome, std::size_t rollout) const;
  void add_requirements(const engine::Outcome& outcome, Breakdown& breakdown) const;
  void add_failures(const engine::Outcome& outcome, Breakdown& breakdown) const;

  const spec::Objective* objective_;
  const rollout::Program* program_;
  aggregate::Rule rule_;
  std::vector<Limits> limits_;  ///< [requirement]
};

}  // namespace gainswarm::tuner
