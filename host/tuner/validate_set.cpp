#include "host/tuner/validate_set.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "host/tuner/compare.hpp"
#include "host/tuner/objective.hpp"

namespace gainswarm::tuner {
namespace {

std::vector<Baseline*> applying_baselines(Tuning& tuning) {
  std::vector<Baseline*> baselines;
  for (Baseline& baseline : tuning.baselines) {
    if (baseline.reason.empty()) baselines.push_back(&baseline);
  }
  return baselines;
}

/// The front's compromises run in the first set.
std::int64_t points_to_validate(const Tuning& tuning) {
  return tuning.validation.empty() && tuning.front ? tuning.front->points() : 0;
}

/// Values of the program's gains.
std::vector<double> gains_of(const Front& front, std::int64_t point, const rollout::Program& program) {
  std::vector<BestGain> gains;
  for (std::size_t i = 0; i < front.gains.size(); ++i) {
    const std::size_t at = static_cast<std::size_t>(point) * front.gains.size() + i;
    gains.push_back({.name = front.gains[i], .unit = "", .value = front.gain_values[at]});
  }
  return arrange(program, gains);
}

class SetValidation {
 public:
  SetValidation(const ValidationInput& input, const spec::ScenarioSet& set, Tuning& tuning)
      : input_(input),
        tuning_(tuning),
        objective_(input.problem, input.program),
        sample_{.drawn = set.count > 0 || spec::is_random(input.problem.loop),
                .seed = set.seed.value_or(input.problem.swarm.seed)},
        baselines_(applying_baselines(tuning)),
        points_(points_to_validate(tuning)) {}

  void run(std::vector<DrawnValues> drawn) {
    validate(input_, gains(), [&](std::size_t number, Validation validation) {
      if (number == 0) {
        validation.drawn = std::move(drawn);
        tuning_.validation.push_back(std::move(validation));
      } else if (number <= baselines_.size()) {
        take_baseline(*baselines_[number - 1], std::move(validation));
      } else {
        success_rates_.push_back(validation.success_rate);
        median_costs_.push_back(validation.cost_percentiles.p50);
      }
    });
    if (points_ > 0) describe_front();
  }

 private:
  [[nodiscard]] std::vector<std::vector<double>> gains() const {
    std::vector<std::vector<double>> all{arrange(input_.program, tuning_.gains)};
    for (const Baseline* baseline : baselines_) all.push_back(arrange(input_.program, baseline->gains));
    for (std::int64_t point = 0; point < points_; ++point)
      all.push_back(gains_of(*tuning_.front, point, input_.program));
    return all;
  }

  /// Kept apart until the last of them is there.
  void take_baseline(const Baseline& baseline, Validation validation) {
    comparisons_.push_back(compare({tuning_.validation.back(), tuning_.loop}, {validation, baseline.loop},
                                   objective_, sample_, input_.interrupted));
    validations_.push_back(std::move(validation));
    if (validations_.size() < baselines_.size()) return;
    for (std::size_t i = 0; i < baselines_.size(); ++i) {
      baselines_[i]->validation.push_back(std::move(validations_[i]));
      baselines_[i]->comparisons.push_back(std::move(comparisons_[i]));
    }
  }

  void describe_front() {
    tuning_.front->success_rates = std::move(success_rates_);
    tuning_.front->median_costs = std::move(median_costs_);
    tuning_.front->validated_in = input_.name;
  }

  const ValidationInput& input_;
  Tuning& tuning_;
  Objective objective_;
  Sample sample_;
  std::vector<Baseline*> baselines_;  ///< those that apply
  std::int64_t points_;               ///< of the front
  std::vector<Validation> validations_;
  std::vector<Comparison> comparisons_;
  std::vector<double> success_rates_, median_costs_;
};

}  // namespace

std::int64_t gains_to_validate(const Tuning& tuning) {
  const auto applies = [](const Baseline& baseline) { return baseline.reason.empty(); };
  return 1 + std::ranges::count_if(tuning.baselines, applies) + points_to_validate(tuning);
}

void validate_set(const ValidationInput& input, const spec::ScenarioSet& set, std::vector<DrawnValues> drawn,
                  Tuning& tuning) {
  SetValidation(input, set, tuning).run(std::move(drawn));
}

}  // namespace gainswarm::tuner
