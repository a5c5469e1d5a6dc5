// Units of measurement and their conversion to SI.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "host/spec/source.hpp"

namespace gainswarm::spec {

/// Exponents of m, kg, s, A, K. An angle in rad has none: it is a ratio of lengths.
using Dimension = std::array<int, 5>;

/// A unit is 10^exponent10 * numerator / denominator SI units. The power of ten stands apart so that "5 ms"
/// is exactly the double nearest to 0.005.
struct Unit {
  Dimension dimension{};
  int exponent10 = 0;
  double numerator = 1;
  double denominator = 1;
  std::string si;  ///< the SI unit in the shape that was written: "N*mm" -> "N*m", "rpm" -> "rad/s"; "" for 1

  /// One of it is one SI unit.
  [[nodiscard]] bool is_coherent() const { return exponent10 == 0 && numerator == 1 && denominator == 1; }
};

/// unit := power (('*' | '/') power)*; power := (symbol | '1' | '(' unit ')') ['^' ['-'] digit]. "" is 1.
/// Symbols: m g s A K N J W Pa V Ohm (or ohm) H F C T Wb Hz rad bar, each with an SI prefix; kg, deg, rev,
/// rpm, min, h, %. Throws InputError at the offending character; [begin, end) is the unit's part of `text`.
Unit parse_unit(const Text& text, std::size_t begin = 0, std::size_t end = std::string::npos);

/// All symbols and prefixes, for people.
std::string units_text();

}  // namespace gainswarm::spec
