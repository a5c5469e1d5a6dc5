// What a tuning run produced, as plain data for the record and the reports.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "host/swarm/state.hpp"
#include "host/tuner/statistics.hpp"

namespace gainswarm::tuner {

/// One iteration of the swarms. All costs are aggregated over the training scenarios. A candidate that was
/// given up counts with what its cost could not fall below.
struct Generation {
  std::int64_t iteration = 0;
  std::int64_t evaluations = 0;  ///< candidate evaluations so far (a candidate = all its training scenarios)
  double best_cost = 0;          ///< best so far over all swarms; see objective.hpp for unmet requirements
  double lowest_cost = 0;        ///< of this generation
  double median_cost = 0;        ///< of this generation
  double failed_share = 0;       ///< rollouts of this generation that failed, 0 to 1
  double given_up_share = 0;     ///< likewise, that were given up
  double spread = 0;   ///< mean distance of the particles from their swarm's mean, share of the range
  double seconds = 0;  ///< since the run began
};

struct BestGain {
  std::string name;
  std::string unit;
  double value = 0;
  double low = 0;
  double high = 0;
  bool on_bound = false;  ///< within 1e-6 of the (scaled) range from a bound
  bool tuned = true;      ///< false: fixed in the problem, or derived
  bool derived = false;   ///< computed from the others
};

struct Named {
  std::string name;
  double value = 0;
};

/// Adds one to the value of that name, which is there then.
void count(const std::string& name, std::vector<Named>& counts);

/// A metric of the objective in every scenario of a set.
struct MetricValues {
  std::string name;
  std::string unit;
  std::vector<double> values;  ///< one a scenario; NaN if it failed or the value is no finite number
  Percentiles percentiles;     ///< of the others
};

/// What a validation set's scenarios start from, or what is varied in them.
struct DrawnValues {
  std::string name;  ///< of a state, parameter or constant
  std::string unit;
  std::vector<double> values;  ///< one a scenario, in SI units
};

/// One validation set, never the training draws.
struct Validation {
  std::string name;
  std::int64_t scenarios = 0;
  double success_rate = 0;                     ///< 0 to 1
  Interval success_interval;                   ///< Clopper-Pearson, 0 to 1
  double cost = 0;                             ///< aggregated as in training
  Percentiles cost_percentiles;                ///< of costs; the highest is the worst
  std::vector<double> costs;                   ///< one a scenario
  std::vector<std::uint8_t> successes;         ///< one a scenario
  std::vector<Named> requirements;             ///< the hard ones: name -> its worst value in any scenario
  std::vector<std::uint8_t> requirements_met;  ///< one a scenario: it meets all of them
  std::vector<Named> failures;                 ///< cause -> number of scenarios, only those that occur
  std::vector<std::int64_t> causes;            ///< one a scenario: index into failures; -1: did not fail
  std::vector<std::int64_t> worst;             ///< the costliest scenarios, the worst first, at most 5
  std::vector<MetricValues> metrics;
  std::vector<DrawnValues> drawn;  ///< of the tuned gains' validation: what is not the same in all scenarios
};

/// How the tuned gains do beside a baseline in the scenarios of one set; see compare.hpp.
struct Comparison {
  std::string set;                 ///< name
  double cost_reduction = 0;       ///< the baseline's aggregated cost less that of the tuned gains
  Interval cost_interval;          ///< of the reduction
  std::int64_t only_tuned = 0;     ///< scenarios in which the tuned gains succeed and the baseline does not
  std::int64_t only_baseline = 0;  ///< the other way round
  double success_probability = 1;  ///< of so uneven a split if both succeed equally often
  bool beaten = false;             ///< the tuned gains are better beyond doubt
};

/// Name of the baseline that the gains in use today are.
constexpr auto incumbent_name = "incumbent";

/// How gains do beside the margins that the problem requires; see loop_judge.hpp.
struct LoopStanding {
  bool met = true;    ///< the hard ones, and the loop is stable
  double excess = 0;  ///< of the soft ones, weighted: part of the cost of every scenario
};

/// Other gains, validated in the same scenarios: those in use today, and those that rules give.
struct Baseline {
  std::string name;
  std::string reason;  ///< why it does not apply; empty: it does
  std::vector<BestGain> gains;
  LoopStanding loop;
  std::vector<Validation> validation;
  std::vector<Comparison> comparisons;  ///< one a set of `validation`
};

enum class StopReason { budget, stagnation, target, time_limit, interrupted, engine_failed };
const char* name(StopReason reason);

/// State of the swarms, without the costs seen on the way.
using SwarmState = swarm::State;

/// What a bit-identical continuation needs besides the state of the swarms.
struct Progress {
  std::int64_t evaluations = 0;                                    ///< candidate evaluations
  std::int64_t trajectory_steps = 0;                               ///< integration steps really executed
  std::int64_t stagnant = 0;                                       ///< iterations since the last progress
  double last_progress = std::numeric_limits<double>::infinity();  ///< best cost then
  /// Of the personal bests after each iteration and of all costs of a polish: each batch is hashed together
  /// with the digest before it.
  std::string digest;
  double lowest = std::numeric_limits<double>::infinity();    ///< ranked cost of all candidates
  double highest = -std::numeric_limits<double>::infinity();  ///< likewise
  std::int64_t not_finite = 0;   ///< costs of rollouts that were not, which no engine should give
  std::vector<Named> underived;  ///< cause -> candidates whose gains could not be derived
  std::vector<Named> obstacles;  ///< cause -> candidates about whose loops nothing can be said
};

/// What a search for a front goes on with besides its swarms; see several_objectives.hpp.
struct FrontSearch {
  std::vector<double> objectives, positions;  ///< of the front: [point][objective], [point][dimension]
  std::vector<double> best_objectives;        ///< [particle][objective] of personal bests; NaN: no compromise
  /// [objective]: of the scale, and the farthest reference so far; none while there is no compromise.
  std::vector<double> ideal, nadir, reach;
  /// Compromises that ever stood on the front, [stay][objective], in the fronts [first, last).
  std::vector<double> stay_objectives;
  std::vector<std::int64_t> first, last;
};

/// Best compromises between several objectives: none of them is beaten in all. By the first objective.
struct Front {
  std::vector<std::string> objectives, gains;  ///< names; of all gains, tuned and fixed
  std::vector<double> values;                  ///< [point][objective], aggregated over the training scenarios
  std::vector<double> gain_values;             ///< [point][gain], physical
  std::int64_t knee = 0;                       ///< the point that is Tuning::gains; see scalarisation.hpp
  /// [objective], of the hypervolume: what the problem gives, else a tenth of the front's range beyond its
  /// worst; NaN if there is no point.
  std::vector<double> reference;
  std::vector<double> hypervolume;  ///< after each iteration, then after a polish, all from that reference
  std::string validated_in;         ///< validation set; empty: not validated
  std::vector<double> success_rates, median_costs;  ///< [point], in that set; NaN if not validated

  [[nodiscard]] std::int64_t points() const {
    return static_cast<std::int64_t>(values.size() / std::max<std::size_t>(objectives.size(), 1));
  }
};

/// A search whose best gains were judged beside those of others.
struct MergedRun {
  std::string result;            ///< file
  std::uint64_t seed = 0;        ///< swarm.seed
  double own_cost = 0;           ///< in its own training scenarios
  double cost = 0;               ///< in those of all searches together
  bool requirements_met = true;  ///< likewise
  std::int64_t failed = 0;       ///< likewise, scenarios in which they fail
};

/// Searches of one problem, of which the best was chosen.
struct Merged {
  std::vector<MergedRun> runs;
  std::int64_t chosen = 0;     ///< index of the run that the rest of the result is about
  std::int64_t scenarios = 0;  ///< of all searches together
};

struct Tuning {
  std::vector<Generation> history;
  std::vector<double> swarm_best_costs;  ///< [iteration][swarm]
  std::vector<double> best_gains;        ///< [iteration][gain], physical, of the best so far
  double cost = 0;  ///< of the best, after the polish, whether it meets the requirements or not
  double cost_before_polish = 0;
  /// Of the best, with integration steps half as long; NaN: not known.
  double cost_with_half_steps = std::numeric_limits<double>::quiet_NaN();
  std::vector<BestGain> gains;  ///< every controller gain, tuned and fixed, then those derived from them
  /// Weighted terms, and the penalty of failed rollouts if there are any, aggregated; they sum to the cost.
  std::vector<Named> components;
  std::vector<Named>
      requirements;  ///< worst value over the training scenarios that do not fail; then margins
  bool requirements_met = true;
  LoopStanding loop;
  std::int64_t best_failed = 0;  ///< training scenarios in which the best gains fail
  std::optional<Front> front;    ///< of several objectives
  std::vector<Validation> validation;
  std::vector<Baseline> baselines;
  std::int64_t evaluations = 0;
  std::int64_t polish_evaluations = 0;
  std::int64_t trajectory_steps = 0;  ///< integration steps really executed
  double wall_seconds = 0;
  StopReason stop = StopReason::budget;
  std::vector<std::string> warnings;
  std::string fingerprint;  ///< SHA-256 over Progress::digest and the best gains
  SwarmState swarm;
  Progress progress;                        ///< at the end of the last iteration
  std::optional<FrontSearch> front_search;  ///< likewise
  std::optional<Merged> merged;             ///< of several searches
};

}  // namespace gainswarm::tuner
