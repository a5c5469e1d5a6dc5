#include "host/tuner/compare.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "cuda/philox.hpp"

namespace gainswarm::tuner {

namespace {

constexpr double fewest_scenarios = 10;                 ///< that a distribution can be told from
constexpr std::uint32_t bootstrap_stream = 0xB0075712;  // apart from every other stream

/// Many enough for a quantile of 2.5 %, and about 1e8 costs at most.
std::uint32_t resamples(std::size_t scenarios) {
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(100'000'000 / scenarios, 200, 2000));
}

/// How many of the scenarios decide the aggregate.
double deciding(const aggregate::Rule& rule, std::size_t scenarios) {
  const auto all = static_cast<double>(scenarios);
  switch (rule.kind) {
    case aggregate::Kind::mean:
    case aggregate::Kind::sum:
      return all;
    case aggregate::Kind::cvar:
      return (1 - rule.parameter) * all;
    case aggregate::Kind::percentile:
      return std::min(rule.parameter, 1 - rule.parameter) * all;
    case aggregate::Kind::worst:
    case aggregate::Kind::mean_plus_worst:
      break;
  }
  return 1;
}

/// Scenarios in which only one of the two does well.
struct Split {
  std::int64_t only_tuned = 0, only_baseline = 0;
};

enum class Verdict { tuned, even, baseline };

/// Who does well significantly more often.
Verdict verdict(const Split& split) {
  if (mcnemar(split.only_tuned, split.only_baseline) >= 1 - confidence) return Verdict::even;
  return split.only_tuned > split.only_baseline ? Verdict::tuned : Verdict::baseline;
}

template <class Value>
Split split(const std::vector<Value>& tuned, const std::vector<Value>& baseline) {
  Split result;
  for (std::size_t i = 0; i < tuned.size(); ++i) {
    result.only_tuned += tuned[i] > baseline[i] ? 1 : 0;
    result.only_baseline += tuned[i] < baseline[i] ? 1 : 0;
  }
  return result;
}

Verdict on_requirements(const Contender& tuned, const Contender& baseline) {
  if (tuned.loop.met != baseline.loop.met) return tuned.loop.met ? Verdict::tuned : Verdict::baseline;
  return verdict(split(tuned.validation.requirements_met, baseline.validation.requirements_met));
}

Verdict on_cost(const Comparison& result, const std::vector<double>& tuned,
                const std::vector<double>& baseline) {
  if (std::isfinite(result.cost_interval.low)) {
    return result.cost_interval.low > 0 ? Verdict::tuned : Verdict::even;
  }
  // Where the baseline costs more, the tuned gains do well.
  return result.cost_reduction > 0 ? verdict(split(baseline, tuned)) : Verdict::even;
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
                   const Objective& objective, std::uint64_t seed,
                   const support::AskInterrupted& interrupted) {
  const std::size_t scenarios = tuned.size();
  std::vector<double> reductions, drawn_tuned(scenarios), drawn_baseline(scenarios);
  for (std::uint32_t resample = 0; resample < resamples(scenarios); ++resample) {
    support::give_up_if(interrupted);
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
                   const Sample& sample, const support::AskInterrupted& interrupted) {
  const Validation &tuned = tuned_gains.validation, &baseline = other_gains.validation;
  const std::vector<double> tuned_costs = costs(tuned_gains), other_costs = costs(other_gains);
  Comparison result;
  result.set = tuned.name;
  result.cost_reduction = reduction(objective, tuned_costs, other_costs);
  result.cost_interval = {-spec::infinity, spec::infinity};
  if (!sample.drawn) {
    result.cost_interval = {result.cost_reduction, result.cost_reduction};
  } else if (deciding(objective.rule().over_scenarios, tuned.costs.size()) >= fewest_scenarios) {
    result.cost_interval = bootstrap(tuned_costs, other_costs, objective, sample.seed, interrupted);
  }
  const Split success = split(tuned.successes, baseline.successes);
  result.only_tuned = success.only_tuned;
  result.only_baseline = success.only_baseline;
  result.success_probability = mcnemar(success.only_tuned, success.only_baseline);
  const Verdict required = on_requirements(tuned_gains, other_gains);
  const Verdict cheaper = on_cost(result, tuned_costs, other_costs);
  result.beaten = required == Verdict::even
                      ? cheaper == Verdict::tuned && verdict(success) != Verdict::baseline
                      : required == Verdict::tuned;
  return result;
}

}  // namespace gainswarm::tuner
