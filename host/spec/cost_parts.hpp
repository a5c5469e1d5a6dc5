// What the cost of a rollout is the weighted sum of, and what only ranks.
#pragma once

#include <string>
#include <vector>

#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// A term, one of several objectives (weight 1), or the excess over the limits of a soft requirement.
struct CostPart {
  std::string name;
  Text value;
  double weight = 1;
  const Requirement* soft = nullptr;  ///< points into the objective
};

/// Terms or objectives, then soft requirements, each in the order of the file.
std::vector<CostPart> cost_parts(const Objective& objective);

/// Requirements that gains must meet.
Map<Requirement> hard_requirements(const Objective& objective);

/// "below 5", "above 1 s and below 5 s".
std::string limits_text(double above, double below, const std::string& unit = "");
/// The same of a required margin, in the unit that people read it in: "above 45 deg".
std::string limits_text(const RequiredMargin& margin);
/// Whether a value is within such limits; an infinite one may be where nothing bounds it, one that is no
/// number is not.
bool is_within(double value, double above, double below);

}  // namespace gainswarm::spec
