#include "host/analysis/derived_gains.hpp"

#include <algorithm>
#include <cmath>

#include "host/analysis/derivation_stages.hpp"

namespace gainswarm::analysis {
namespace {

/// What can be wrong with the gains of each stage.
constexpr Trouble troubles[] = {Trouble::weights, Trouble::unstable, Trouble::poles};

}  // namespace

DerivedGains::DerivedGains(const spec::Problem& problem) {
  if (problem.controller.derived.empty()) return;
  auto expressions = std::make_unique<GainExpressions>(problem);
  for (const auto& stage : problem.controller.derived) {
    stages_.push_back(make_stage(problem, stage, *expressions));
    size_ += static_cast<std::int64_t>(stages_.back().gains);
    for (const Trouble trouble : troubles) causes_.push_back(stage.name.str() + ": " + name(trouble));
  }
  expressions->finish();
  expressions_ = std::move(expressions);
}

DerivedGains::DerivedGains(DerivedGains&&) noexcept = default;
DerivedGains::~DerivedGains() = default;

Underived DerivedGains::derive(std::span<const double> tuned, std::span<double> derived) const {
  if (empty()) return {};
  const std::vector<double> values = expressions_->evaluate(tuned);
  Underived result;
  for (std::size_t i = 0, first = 0; i < stages_.size(); first += stages_[i].gains, ++i) {
    const std::span<double> own = derived.subspan(first, stages_[i].gains);
    Finding finding = stages_[i].derive(values, own);
    const bool finite = std::ranges::all_of(own, [](double gain) { return std::isfinite(gain); });
    if (finding.trouble == Trouble::none && !finite) finding = {Trouble::unstable, 1};
    if (finding.trouble == Trouble::none) continue;
    std::ranges::fill(own, 0.0);
    if (finding.severity < result.severity) continue;
    const auto cause = std::ranges::find(troubles, finding.trouble) - std::begin(troubles);
    result = {static_cast<std::int32_t>(i * std::size(troubles)) + static_cast<std::int32_t>(cause),
              finding.severity};
  }
  return result;
}

}  // namespace gainswarm::analysis
