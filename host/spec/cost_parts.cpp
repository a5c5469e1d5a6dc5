#include "host/spec/cost_parts.hpp"

#include <cmath>

#include "host/spec/number.hpp"

namespace gainswarm::spec {

std::vector<CostPart> cost_parts(const Objective& objective) {
  std::vector<CostPart> parts;
  for (const auto& [name, term] : objective.terms) parts.push_back({name.str(), term.value, term.weight});
  for (const auto& [name, one] : objective.pareto) parts.push_back({name.str(), one.value, 1});
  for (const auto& [name, requirement] : objective.require) {
    if (!requirement.is_soft()) continue;
    parts.push_back({name.str() + " excess", requirement.value, requirement.weight, &requirement});
  }
  return parts;
}

Map<Requirement> hard_requirements(const Objective& objective) {
  Map<Requirement> hard;
  for (const auto& requirement : objective.require) {
    if (!requirement.value.is_soft()) hard.push_back(requirement);
  }
  return hard;
}

bool is_within(double value, double above, double below) {
  return (above < value || above == -infinity) && (value < below || below == infinity) && value == value;
}

std::string limits_text(double above, double below, const std::string& unit) {
  std::string text;
  if (std::isfinite(above)) text = "above " + to_rounded_text(above, unit);
  if (std::isfinite(below)) text += (text.empty() ? "below " : " and below ") + to_rounded_text(below, unit);
  return text;
}

std::string limits_text(const RequiredMargin& margin) {
  const MarginUnit unit = unit_of(margin.kind);
  return limits_text(unit.of(margin.limit.above), unit.of(margin.limit.below), unit.symbol);
}

}  // namespace gainswarm::spec
