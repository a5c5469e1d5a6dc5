// From rollouts to one comparable number a candidate.
//
// A candidate's cost is its rollouts' costs aggregated over the scenarios. Where the problem has
// requirements, every candidate that meets them in all scenarios ranks before every candidate that does not:
// the latter's ranked cost is
//   unmet_requirements (1 + violation),
//   violation = sum over the requirements of the worst relative excess over the limit in any scenario
//               + failed_rollout (mean over the scenarios of 1 + share of time left at the failure, of those
//               that failed).
// A rollout that fails cannot show that it meets a requirement, so it counts as violating. A candidate whose
// rollouts were given up ranks by what its cost could not fall below.
#pragma once

#include "cuda/aggregate.hpp"
#include "cuda/arithmetic.hpp"
#include "cuda/competition.hpp"
#include "cuda/portability.hpp"

namespace gainswarm::ranked_cost {

constexpr double unmet_requirements = 1e100;
constexpr double failed_rollout = 1e6;
/// Stands for every cost that is not finite: the largest number.
constexpr double largest = 0x1.fffffffffffffp1023;
/// Relative excess that stands for a requirement whose value is not a number, and the most that is counted.
constexpr double worst_violation = 1e50;

GAINSWARM_HOST_DEVICE inline bool is_finite(double value) {
  return arithmetic::absolute(value) <= largest;
}

GAINSWARM_HOST_DEVICE inline double finite(double cost) {
  return is_finite(cost) ? cost : largest;
}

/// Where the value of a requirement has to lie, between infinite bounds if they are not set.
struct Limits {
  double below = 0, above = 0;

  /// Distance to the nearer limit relative to its size; negative when it is violated, 0 is not enough.
  [[nodiscard]] GAINSWARM_HOST_DEVICE double margin(double value) const {
    const bool is_number = arithmetic::absolute(value) >= 0;
    const double to_below = relative(below - value, below), to_above = relative(value - above, above);
    const double nearer = to_above < to_below ? to_above : to_below;
    return is_number && nearer > -worst_violation ? nearer : -worst_violation;
  }

 private:
  GAINSWARM_HOST_DEVICE static double relative(double distance, double limit) {
    const double size = arithmetic::absolute(limit);
    if (size > largest) return size;
    return limit == 0 ? distance : distance / size;
  }
};

/// What rollouts gave, as engine::Outcome holds it.
template <class Number>
struct Rollouts {
  std::int64_t scenarios = 0, particles = 0;
  const Number* outputs = nullptr;         ///< [output][scenario][particle], the outputs `stride` apart
  std::int64_t stride = 0;                 ///< at least scenarios * particles
  const std::int64_t* survived = nullptr;  ///< [scenario][particle]
  const std::int32_t* cause = nullptr;     ///< [scenario][particle], as in engine::Outcome
};

/// How rollouts are judged; the outputs are the cost, its terms and the requirements, in this order.
struct Rule {
  aggregate::Rule over_scenarios;
  std::int64_t terms = 0, requirements = 0;
  const Limits* limits = nullptr;  ///< [requirement]
  double steps = 1;                ///< of a rollout that does not fail
  bool has_others = false;         ///< requirements that are judged elsewhere: failures violate these, too
};

/// What the rollouts of one particle took, and what became of them.
struct Tally {
  std::int64_t steps = 0;
  std::int32_t failed = 0;
  std::int32_t given_up = 0;
  std::int32_t not_finite = 0;  ///< costs, which no engine should give
};

/// Ranks one particle.
template <class Number>
struct RankCosts {
  Rule rule;
  Rollouts<Number> rollouts;
  double* scratch = nullptr;  ///< [particle][scenario]
  double* costs = nullptr;    ///< [particle], always finite
  Tally* tallies = nullptr;   ///< [particle]

  GAINSWARM_HOST_DEVICE void operator()(std::int64_t particle) const {
    double* own = scratch + particle * rollouts.scenarios;
    Tally tally;
    double lost = 0;
    for (std::int64_t scenario = 0; scenario < rollouts.scenarios; ++scenario) {
      const std::int64_t at = scenario * rollouts.particles + particle;
      const double cost = rollouts.outputs[at];
      own[scenario] = finite(cost);
      tally.not_finite += is_finite(cost) ? 0 : 1;
      tally.steps += rollouts.survived[at];
      if (rollouts.cause[at] == competition::given_up) ++tally.given_up;
      if (rollouts.cause[at] < 0) continue;
      ++tally.failed;
      lost += 2 - static_cast<double>(rollouts.survived[at]) / rule.steps;
    }
    const double cost = finite(aggregate::over_scenarios(rule.over_scenarios, own, rollouts.scenarios));
    const bool judged = (rule.requirements > 0 || rule.has_others) && tally.given_up == 0;
    costs[particle] = judged ? with_requirements(particle, cost, lost) : cost;
    tallies[particle] = tally;
  }

 private:
  [[nodiscard]] GAINSWARM_HOST_DEVICE double with_requirements(std::int64_t particle, double cost,
                                                               double lost) const {
    bool met = lost == 0;
    double violation = failed_rollout * lost / static_cast<double>(rollouts.scenarios);
    for (std::int64_t i = 0; i < rule.requirements; ++i) {
      const double margin = smallest_margin(particle, i);
      met = met && margin > 0;
      if (margin < 0) violation -= margin;
    }
    if (!met) return unmet_requirements * (1 + violation);
    return cost < unmet_requirements ? cost : unmet_requirements;
  }

  /// Over the scenarios that do not fail.
  [[nodiscard]] GAINSWARM_HOST_DEVICE double smallest_margin(std::int64_t particle,
                                                             std::int64_t requirement) const {
    const Number* values = rollouts.outputs + (1 + rule.terms + requirement) * rollouts.stride;
    double smallest = largest;
    for (std::int64_t scenario = 0; scenario < rollouts.scenarios; ++scenario) {
      const std::int64_t at = scenario * rollouts.particles + particle;
      if (rollouts.cause[at] >= 0) continue;
      const double margin = rule.limits[requirement].margin(values[at]);
      if (margin < smallest) smallest = margin;
    }
    return smallest;
  }
};

}  // namespace gainswarm::ranked_cost
