// Requirements on the linearised loop: margins, peaks, damping and where its poles lie.
#pragma once

#include <optional>

#include "host/spec/model.hpp"

namespace gainswarm::spec {

/// Where one measure of the loop has to lie, in SI units.
struct MarginLimit {
  double below = infinity;
  double above = -infinity;
  double weight = infinity;  ///< finite: soft, the relative excess enters the cost
  Position position;

  [[nodiscard]] bool is_soft() const { return weight < infinity; }
};

// The limit of a measure in a certain unit.
struct RatioLimit : MarginLimit {};
struct AngleLimit : MarginLimit {};  ///< rad
struct TimeLimit : MarginLimit {};   ///< s
struct RateLimit : MarginLimit {};   ///< 1/s

/// For each input of the plant the loop is cut there, the others stay closed, and the worst input counts. See
/// analysis::Margins for what each is.
struct Margins {
  std::optional<RatioLimit> gain_margin, gain_reduction;
  std::optional<AngleLimit> phase_margin;
  std::optional<TimeLimit> delay_margin;
  std::optional<RatioLimit> sensitivity_peak, complementary_peak, disk_margin, damping;
  std::optional<RateLimit> decay_rate;
  Position position;

  [[nodiscard]] bool empty() const;
};

/// What can be required of a linearised loop.
enum class MarginKind {
  gain_margin,
  gain_reduction,
  phase_margin,
  delay_margin,
  sensitivity_peak,
  complementary_peak,
  disk_margin,
  damping,
  decay_rate
};

/// What people read a measure in.
struct MarginUnit {
  std::string symbol;  ///< "" of a ratio
  double size = 1;     ///< in SI units

  [[nodiscard]] double of(double value) const { return value / size; }
};
MarginUnit unit_of(MarginKind kind);

struct RequiredMargin {
  MarginKind kind;
  std::string name;  ///< the key
  MarginLimit limit;
};

/// Those that are given, in the order of MarginKind.
std::vector<RequiredMargin> required_margins(const Margins& margins);

}  // namespace gainswarm::spec
