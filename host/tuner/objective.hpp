// What a problem wants, applied to what an engine's rollouts gave: see cuda/ranked_cost.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cuda/ranked_cost.hpp"
#include "host/engine/engine.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/cost_parts.hpp"
#include "host/spec/spec.hpp"
#include "host/swarm/generation.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

using ranked_cost::unmet_requirements;
/// Ranked cost of a candidate whose gains could not be derived, from here to twice this; behind all others.
constexpr double no_gains = 1e200;

/// One candidate, taken apart.
struct Breakdown {
  double cost = 0;                  ///< aggregated, whether requirements are met or not
  std::vector<Named> components;    ///< see Tuning::components
  std::vector<Named> requirements;  ///< see Tuning::requirements
  LoopStanding loop;
  std::vector<std::string> unmet;  ///< names of the requirements that are not met
  bool requirements_met = true;
  std::vector<Named> failures;       ///< cause -> number of scenarios, only those that occur
  std::vector<std::int64_t> causes;  ///< of each scenario: index into `failures`, -1 if it did not fail
  std::int64_t failed = 0, scenarios = 0;
};

class Objective {
 public:
  /// The program's terms and requirements are those of the problem, in its order; both must outlive this.
  Objective(const spec::Problem& problem, const rollout::Program& program);
  Objective(const Objective&) = delete;
  Objective& operator=(const Objective&) = delete;

  /// How candidates are ranked, for those who run the functor themselves; as long as this lives.
  [[nodiscard]] const ranked_cost::Rule& rule() const { return rule_; }

  /// Ranked cost of each particle, always finite. Returns what all rollouts took together.
  swarm::Totals rank(const engine::Outcome& outcome, std::span<double> costs) const;
  /// One cost from those of scenarios, none of them NaN. Always finite.
  [[nodiscard]] double aggregated(std::vector<double> costs) const;
  /// Unweighted terms of one of a batch's particles, each aggregated over the scenarios.
  [[nodiscard]] std::vector<double> terms_of(const engine::Outcome& outcome, std::size_t particle,
                                             std::size_t particles) const;
  /// Whether the rollout survived and its terms make up its cost; every other rollout is all penalty.
  [[nodiscard]] bool is_costed(const engine::Outcome& outcome, std::size_t rollout) const;
  /// Whether each rollout of a batch of one particle meets the hard requirements.
  [[nodiscard]] std::vector<std::uint8_t> requirements_met(const engine::Outcome& outcome) const;
  /// Takes apart a batch of one particle.
  [[nodiscard]] Breakdown breakdown(const engine::Outcome& outcome) const;

 private:
  void add_components(const engine::Outcome& outcome, std::span<const double> costs,
                      Breakdown& breakdown) const;
  void add_requirements(const engine::Outcome& outcome, Breakdown& breakdown) const;
  void add_failures(const engine::Outcome& outcome, Breakdown& breakdown) const;

  std::vector<spec::CostPart> parts_;          ///< [term]
  spec::Map<spec::Requirement> requirements_;  ///< the hard ones
  const rollout::Program* program_;
  std::vector<ranked_cost::Limits> limits_;  ///< [requirement]
  ranked_cost::Rule rule_;
};

}  // namespace gainswarm::tuner
