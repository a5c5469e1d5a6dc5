// What runs in a validation set: the tuned gains, those that they are compared with, and a front's
// compromises.
#pragma once

#include <cstdint>
#include <vector>

#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"
#include "host/tuner/validate.hpp"

namespace gainswarm::tuner {

/// How many gains validate_set() runs: the tuned ones, the baselines that apply and, in the first set, the
/// compromises of a front.
std::int64_t gains_to_validate(const Tuning& tuning);

/// Runs them all side by side and adds to `tuning` what came out:
///  * the validation of the tuned gains, with what the set's scenarios have `drawn`, once it is there,
///  * those of all baselines, compared with the tuned gains, or of none when it throws before,
///  * likewise `validated_in`, `success_rates` and `median_costs` of the front.
/// The tuned gains run first, and what runs beside them takes no time: an interruption that would have come
/// after their validation still does. Throws support::Interrupted.
void validate_set(const ValidationInput& input, const spec::ScenarioSet& set, std::vector<DrawnValues> drawn,
                  Tuning& tuning);

}  // namespace gainswarm::tuner
