// What a value measures, as far as units tell.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <tuple>

#include "host/spec/unit.hpp"

namespace gainswarm::spec {

enum class Knowledge : std::uint8_t {
  told,     ///< units in it do not agree, of which enough was said
  nothing,  ///< it has no unit that is known, and may measure anything
  number,   ///< 1, 2, 0.5, pi: no unit as a factor, any unit as a summand
  all,
};

struct Dimensions {
  Knowledge knowledge = Knowledge::nothing;
  std::array<double, std::tuple_size_v<Dimension>> exponents{};  ///< as in Dimension; a root halves them

  [[nodiscard]] bool are_known() const { return knowledge == Knowledge::all; }
};

/// A bare number that measures nothing.
constexpr Dimensions bare_number{.knowledge = Knowledge::number};
/// What is measured in 1, or rad.
constexpr Dimensions dimensionless{.knowledge = Knowledge::all};
constexpr Dimensions told_already{.knowledge = Knowledge::told};
/// What is measured in a unit as Quantity and its like have it; nothing is known of "".
Dimensions dimensions_of(const std::string& unit);

Dimensions operator*(const Dimensions& a, const Dimensions& b);
Dimensions operator/(const Dimensions& a, const Dimensions& b);
Dimensions raised(const Dimensions& base, double exponent);

/// Whether both are known and differ.
bool disagree(const Dimensions& a, const Dimensions& b);
/// What both are where they do not disagree: the better known one, unless one was told already.
Dimensions agreed(const Dimensions& a, const Dimensions& b);

/// In basic SI units: "kg*m/s^2 (N)", "1".
std::string to_string(const Dimensions& dimensions);

}  // namespace gainswarm::spec
