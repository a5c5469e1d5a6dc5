// What the user should know about a result.
#pragma once

#include <string>
#include <vector>

#include "host/tuner/objective.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

/// Texts `problem (why it is one); suggestion` about a finished run and its best candidate: a cost of exactly
/// 0, equal costs of all candidates, gains on a bound, training scenarios that fail, costs that were
/// not finite.
std::vector<std::string> warnings(const Tuning& tuning, const Breakdown& best, const Progress& progress);

/// The same about each requirement that the best gains do not meet.
std::vector<std::string> requirement_warnings(const Tuning& tuning, const spec::Objective& objective);

/// What the tuned gains cost beside others: "12.5 less (95 % confidence 10 to 15)", "3 more (...)".
std::string cost_difference(const Comparison& comparison);

/// The same about the gains in use today, once they are compared: nothing if the tuned ones beat them on the
/// first validation set.
std::vector<std::string> incumbent_warnings(const Tuning& tuning);

}  // namespace gainswarm::tuner
