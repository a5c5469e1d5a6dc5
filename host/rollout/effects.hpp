// What actuators and sensors do to a signal. None of them lets a NaN disappear.
#pragma once

#include <string>
#include <vector>

#include "host/rollout/registers.hpp"

namespace gainswarm::rollout {

/// 0 up to `width` on both sides of 0; beyond, what exceeds it.
Value dead_zone(Value value, double width);

/// Where a part with play stands that was at `position` before its driver came to `value`: it moves only when
/// the driver leaves the play, `width` in all, around it.
Value follow_with_play(Value position, Value value, double width);

/// The nearest multiple of the quantum, halves to the even one.
Value quantise(Value value, double quantum);

/// Infinite limits are none.
Value limit(Value value, double lower, double upper);

/// `value`, or as near to it as `before` can come by at most `step`.
Value limit_step(Value before, Value value, double step);

/// Registers that hold a signal's last values, the newest first; each starts as `start`.
std::vector<Value> add_delay_line(std::size_t ticks, const std::string& name, Value start,
                                  Registers& registers);

/// The oldest value of the line, which `value` enters; without a line the value itself.
Value delay(Value value, const std::vector<Value>& line, Changes& changes);

}  // namespace gainswarm::rollout
