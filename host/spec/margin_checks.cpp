// Checks of requirements on the linearised loop.
#include <cmath>
#include <numbers>

#include "host/spec/checks.hpp"
#include "host/spec/number.hpp"

namespace gainswarm::spec {
namespace {

/// Between which values the measure of a stable loop lies.
struct Attainable {
  double lowest = 0, highest = infinity;
};

Attainable attainable(MarginKind kind) {
  switch (kind) {
    case MarginKind::gain_margin:
    case MarginKind::gain_reduction:
    case MarginKind::sensitivity_peak:
      return {.lowest = 1};
    case MarginKind::phase_margin:
      return {.highest = std::numbers::pi};
    case MarginKind::disk_margin:
      return {.highest = 2};
    case MarginKind::damping:
      return {.highest = 1};
    case MarginKind::delay_margin:
    case MarginKind::complementary_peak:
    case MarginKind::decay_rate:
      break;
  }
  return {};
}

/// Angles are in rad unless they say otherwise, which is rarely what is meant by 45: round numbers are taken
/// for degrees that lack their unit.
void require_half_a_turn(const RequiredMargin& margin, std::string_view key, double limit,
                         const YamlNode& node) {
  if (margin.kind != MarginKind::phase_margin || std::isinf(limit) || !(limit > std::numbers::pi)) return;
  constexpr double rounding = 1e-9;
  const bool lacks_unit = std::abs(limit - std::round(limit)) < rounding;
  const std::string most = " (half a turn, 180 deg, is the most); ";
  throw InputError(
      node.where(key),
      "a phase margin of " +
          (lacks_unit ? to_text(limit) + " rad" : to_rounded_text(unit_of(margin.kind).of(limit), "deg")) +
          most + (lacks_unit ? "write " + to_text(limit) + " deg if that is meant" : "give a lower limit"));
}

void require_attainable(const RequiredMargin& margin, const YamlNode& node) {
  require_half_a_turn(margin, "above", margin.limit.above, node);
  require_half_a_turn(margin, "below", margin.limit.below, node);
  const auto [lowest, highest] = attainable(margin.kind);
  const MarginUnit unit = unit_of(margin.kind);
  const auto shown = [&](double value) { return to_rounded_text(unit.of(value), unit.symbol); };
  if (!(margin.limit.above < margin.limit.below)) {
    throw InputError(node.where("above"), "no value is both above " + shown(margin.limit.above) +
                                              " and below " + shown(margin.limit.below));
  }
  if (!(margin.limit.above < highest)) {
    throw InputError(node.where("above"), "no " + margin.name + " is above " + shown(margin.limit.above) +
                                              " (" + shown(highest) + " is the most); give a lower limit");
  }
  if (!(margin.limit.below > lowest)) {
    throw InputError(node.where("below"), "no " + margin.name + " is below " + shown(margin.limit.below) +
                                              " (" + shown(lowest) + " is the least); give a higher limit");
  }
  if (std::isfinite(margin.limit.above) && margin.limit.above < lowest) {
    throw InputError(node.where("above"), "every " + margin.name + " is above " + shown(margin.limit.above) +
                                              " (" + shown(lowest) + " is the least); give a higher limit");
  }
}

}  // namespace

void check(const MarginLimit& limit, const YamlNode& node) {
  if (std::isinf(limit.below) && std::isinf(limit.above)) {
    throw InputError(node.position, "a margin without a limit; give 'below', 'above' or both");
  }
}

void check(const Margins& margins, const YamlNode& node) {
  const std::vector<RequiredMargin> given = required_margins(margins);
  if (given.empty()) {
    throw InputError(node.position,
                     "margins without a limit; give one, such as phase_margin: {above: 45 deg}");
  }
  for (const RequiredMargin& margin : given) require_attainable(margin, *node.find(margin.name));
}

}  // namespace gainswarm::spec
