#include "host/tuner/compare.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include "cuda/philox.hpp"

namespace gainswarm::tuner {

namespace {

constexpr std::size_t fewest_scenarios = 10;
constexpr std::uint32_t bootstrap_stream = 0xB0075712;  // apart from every other stream

/// Many enough for a quantile of 2.5 %, and about 1e8 costs at most.
std::uint32_t resamples(std::size_t scenarios) {
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(100'000'000 / scenarios, 200, 2000));
}

double reduction(const Objective& objective, const std::vector<double>& tuned,
                 const std::vector<double>& baseline) {
  return objective.aggregated(baseline) - objective.aggregated(tuned);
}

/// With what the loop adds to the cost of every scenario.
std::vector<double> costs(const Contender& contender) {
  std::vector<double> all = contender.validation.costs;
  for (double& cost : all) cost += contender.loop.excess;
  return all;
}

Interval bootstrap(const std::vector<double>& tuned, const std::vector<double>& baseline,
                   const Objective& objective, std::uint64_t seed) {
  const std::size_t scenarios = tuned.size();
  std::vector<double> reductions, drawn_tuned(scenarios), drawn_baseline(scenarios);
  for (std::uint32_t resample = 0; resample < resamples(scenarios); ++resample) {
    for (std::size_t i = 0; i < scenarios; ++i) {
      const philox::Block bits =
          philox::draw(seed, resample, static_cast<std::uint32_t>(i), 0, bootstrap_stream);
      const std::size_t scenario = philox::below(static_cast<std::uint32_t>(scenarios), bits.a);
      drawn_tuned[i] = tuned[scenario];
      drawn_baseline[i] = baseline[scenario];
    }
    reductions.push_back(reduction(objective, drawn_tuned, drawn_baseline));
  }
  std::ranges::sort(reductions, std::greater{});
  const auto at = [&](double share) {
    return aggregate::percentile(share, reductions.data(), static_cast<std::int64_t>(reductions.size()));
  };
  return {at((1 - confidence) / 2), at((1 + confidence) / 2)};
}

}  // namespace

Comparison compare(const Contender& tuned_gains, const Contender& other_gains, const Objective& objective,
                   const Sample& sample) {
  const Validation &tuned = tuned_gains.validation, &baseline = other_gains.validation;
  const std::vector<double> tuned_costs = costs(tuned_gains), other_costs = costs(other_gains);
  Comparison result;
  result.set = tuned.name;
  result.cost_reduction = reduction(objective, tuned_costs, other_costs);
  result.cost_interval = {-spec::infinity, spec::infinity};
  if (!sample.drawn) {
    result.cost_interval = {result.cost_reduction, result.cost_reduction};
  } else if (tuned.costs.size() >= fewest_scenarios) {
    result.cost_interval = bootstrap(tuned_costs, other_costs, objective, sample.seed);
  }
  for (std::size_t i = 0; i < tuned.successes.size(); ++i) {
    result.only_tuned += tuned.successes[i] > baseline.successes[i] ? 1 : 0;
    result.only_baseline += tuned.successes[i] < baseline.successes[i] ? 1 : 0;
  }
  result.success_probability = mcnemar(result.only_tuned, result.only_baseline);
  const bool rarer = result.only_baseline > result.only_tuned && result.success_probability < 1 - confidence;
  const bool same_margins = tuned_gains.loop.met == other_gains.loop.met;
  result.beaten = same_margins ? result.cost_interval.low > 0 && !rarer : tuned_gains.loop.met;
  return result;
}

void validate_baselines(const ValidationInput& input, const spec::ScenarioSet& set, Tuning& tuning) {
  const Objective objective(input.problem, input.program);
  const bool random = spec::is_random(input.problem.loop);
  const Sample sample{.drawn = set.count > 0 || random, .seed = set.seed.value_or(input.problem.swarm.seed)};
  for (Baseline& baseline : tuning.baselines) {
    if (!baseline.reason.empty()) continue;
    baseline.validation.push_back(validate(input, baseline.gains));
    baseline.comparisons.push_back(compare({tuning.validation.back(), tuning.loop},
                                           {baseline.validation.back(), baseline.loop}, objective, sample));
  }
}

}  // namespace gainswarm::tuner
