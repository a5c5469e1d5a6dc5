#include "host/rollout/effects.hpp"

#include <cmath>

namespace gainswarm::rollout {

Value dead_zone(Value value, double width) {
  const Value zero = constant(value, 0), edge = constant(value, width);
  return select(absolute(value) <= edge, zero, select(value > zero, value - edge, value + edge));
}

Value follow_with_play(Value position, Value value, double width) {
  const Value highest = value + width / 2, lowest = value - width / 2;
  const Value pushed_down = select(position <= highest, position, highest);
  return select(pushed_down >= lowest, pushed_down, lowest);
}

Value quantise(Value value, double quantum) {
  return quantum * round_nearest(value / quantum);
}

Value limit(Value value, double lower, double upper) {
  if (std::isfinite(lower)) value = select(constant(value, lower) > value, constant(value, lower), value);
  if (std::isfinite(upper)) value = select(constant(value, upper) < value, constant(value, upper), value);
  return value;
}

Value limit_step(Value before, Value value, double step) {
  const Value highest = before + step, lowest = before - step;
  const Value not_above = select(highest < value, highest, value);
  return select(lowest > not_above, lowest, not_above);
}

std::vector<Value> add_delay_line(std::size_t ticks, const std::string& name, Value start,
                                  Registers& registers) {
  std::vector<Value> line;
  for (std::size_t i = 1; i <= ticks; ++i) {
    line.push_back(registers.add({name + " " + std::to_string(i) + " ago", ""}, start));
  }
  return line;
}

Value delay(Value value, const std::vector<Value>& line, Changes& changes) {
  for (const Value& place : line) {
    changes.push_back({place, value});
    value = place;
  }
  return value;
}

}  // namespace gainswarm::rollout
