// Numbers as people write them, with or without a unit. The syntax is strict: no octal, hexadecimal,
// separators or NaN.
#pragma once

#include <cstdint>
#include <string>

#include "host/spec/source.hpp"
#include "host/spec/unit.hpp"

namespace gainswarm::spec {

/// A number and the unit behind it; value is in SI units.
struct Measure {
  double value = 0;
  bool has_unit = false;
  Unit unit;
  std::size_t unit_offset = 0;  ///< where the unit starts in the text
};

/// Reads "1.5", "-2e3", "10 s", "12 V/(rad/s)", "5 %", "inf". `begin` and `end` bound the part of the text to
/// read. Throws InputError at the exact character for anything else, and for numbers beyond the range of
/// double.
Measure parse_measure(const Text& text, std::size_t begin = 0, std::size_t end = std::string::npos);

/// A whole number: an optional minus sign and digits.
std::int64_t parse_integer(const Text& text);
std::uint64_t parse_unsigned(const Text& text);

/// Throws at the unit when it does not measure the same as `si_unit`. A number without a unit fits
/// everywhere.
void require_unit(const Text& text, const Measure& measure, const std::string& si_unit);

/// The shortest text that reads back as the same double.
std::string to_text(double value);
/// "1.5 kg"; without a unit "1.5".
std::string to_text(double value, const std::string& unit);

/// Of twelve digits: without the last ones, which products and quotients may spoil.
std::string to_rounded_text(double value, const std::string& unit = "");
/// "(0.025 s / 0.01 s = 2.5); write 0.02 s or 0.03 s": what there is to say about a time that is no whole
/// number of parts.
std::string not_whole(double time, double part);

}  // namespace gainswarm::spec
