#include "host/analysis/loop_requirements.hpp"

#include <limits>

#include "cuda/ranked_cost.hpp"
#include "host/analysis/delay_margin.hpp"
#include "host/analysis/linear_loop.hpp"
#include "host/analysis/loop_report.hpp"
#include "host/analysis/operating_point.hpp"

namespace gainswarm::analysis {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

std::unique_ptr<const LinearLoop> loop_of(const spec::Problem& problem) {
  try {
    return std::make_unique<const LinearLoop>(problem, operating_point(problem));
  } catch (const spec::InputError& reason) {
    throw spec::InputError(
        problem.objective.margins.position,
        std::string("margins need the linearised loop, which this problem does not have (") + reason.what() +
            "); leave them out, or change that");
  }
}

double measured(spec::MarginKind kind, const Margins& margins) {
  switch (kind) {
    case spec::MarginKind::gain_margin:
      return margins.gain_margin;
    case spec::MarginKind::gain_reduction:
      return margins.gain_reduction;
    case spec::MarginKind::phase_margin:
      return margins.phase_margin;
    case spec::MarginKind::delay_margin:
      return margins.delay_margin;
    case spec::MarginKind::sensitivity_peak:
      return margins.sensitivity_peak;
    case spec::MarginKind::complementary_peak:
      return margins.complementary_peak;
    case spec::MarginKind::disk_margin:
      return margins.disk_margin;
    case spec::MarginKind::damping:
    case spec::MarginKind::decay_rate:
      break;
  }
  return unknown;
}

ranked_cost::Limits limits_of(const spec::RequiredMargin& required) {
  return {required.limit.below, required.limit.above};
}

double worst(const spec::RequiredMargin& required, const LoopReport& report) {
  if (!report.obstacle.empty()) return unknown;
  if (required.kind == spec::MarginKind::damping) return report.damping;
  if (required.kind == spec::MarginKind::decay_rate) return report.decay_rate;
  const ranked_cost::Limits limits = limits_of(required);
  double found = unknown;
  for (const Margins& margins : report.margins) {
    const double value = measured(required.kind, margins);
    if (&margins == &report.margins.front() || limits.margin(value) < limits.margin(found)) found = value;
  }
  return found;
}

}  // namespace

LoopRequirements::LoopRequirements(const spec::Problem& problem)
    : required_(spec::required_margins(problem.objective.margins)), loop_(loop_of(problem)) {
  if (problem.objective.margins.delay_margin) delays_ = std::make_unique<const DelayMargins>(*loop_);
}
LoopRequirements::LoopRequirements(LoopRequirements&&) noexcept = default;
LoopRequirements::~LoopRequirements() = default;

LoopMeasures LoopRequirements::measure(std::span<const double> gains) const {
  const LoopReport report = report_on_loop(*loop_, gains, delays_.get());
  LoopMeasures found;
  found.obstacle = report.obstacle;
  found.stable = report.obstacle.empty() && report.decay_rate > 0;
  found.growth = -report.decay_rate;
  for (const spec::RequiredMargin& required : required_) {
    found.values.push_back(worst(required, report));
    found.distances.push_back(limits_of(required).margin(found.values.back()));
  }
  return found;
}

}  // namespace gainswarm::analysis
