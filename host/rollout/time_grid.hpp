// The times of ticks and steps.
//
// 0.15 s is no binary number, and six times the nearest one is 0.8999999999999999 s: a set point that steps
// where t < 0.9 ends would step a tick late. So times are what a clock in decimals shows, rounded once.
#pragma once

#include <cstdint>

#include "host/graph/value.hpp"

namespace gainswarm::rollout {

/// Multiples of a time.
class TimeGrid {
 public:
  /// Parts of `period` (s), which stands for the shortest decimal number that is nearest to it.
  TimeGrid(double period, std::int64_t parts, graph::Precision precision);

  /// The number nearest to count * period / parts, of counts and halves between them.
  [[nodiscard]] graph::Value at(graph::Value count) const;
  [[nodiscard]] double at(double count) const;

 private:
  double spacing_;  ///< rounded down to the precision
  double rest_;     ///< what a part has beyond it: never below 0, so that no time is
};

/// A moment after a time >= 0, or before it: beside a jump that happens then.
graph::Value just_after(graph::Value time);
graph::Value just_before(graph::Value time);

}  // namespace gainswarm::rollout
