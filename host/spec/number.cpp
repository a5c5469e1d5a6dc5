#include "host/spec/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include "host/spec/names.hpp"
#include "host/support/letters.hpp"

namespace gainswarm::spec {
namespace {

using support::is_digit;

std::size_t count_digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) {
    ++count;
  }
  return count;
}

/// The parts of a number's text: [sign] digits [. digits] [e [sign] digits].
struct Literal {
  std::size_t mantissa = 0;  ///< characters including the sign; 0: no number
  std::size_t length = 0;    ///< characters with the exponent
};

Literal scan(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::size_t whole = count_digits(text.substr(at));
  at += whole;
  std::size_t fraction = 0;
  if (at < text.size() && text[at] == '.') {
    fraction = count_digits(text.substr(at + 1));
    at += 1 + fraction;
  }
  if (whole + fraction == 0) {
    return {};
  }
  Literal literal{at, at};
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    const std::size_t sign = at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+') ? 1 : 0;
    const std::size_t digits = count_digits(text.substr(std::min(text.size(), at + 1 + sign)));
    literal.length = digits > 0 ? at + 1 + sign + digits : at;
  }
  return literal;
}

std::size_t infinity_length(std::string_view text) {
  for (const std::string_view word : {"-.inf", "+.inf", ".inf", "-inf", "+inf", "inf"}) {
    if (text.starts_with(word)) {
      return word.size();
    }
  }
  return 0;
}

/// Why text that looks like a number in other notations is none here.
std::string why_not(std::string_view text) {
  const std::string start = quote(text) + " is not a number";
  if (text.find("nan") != std::string_view::npos || text.find("NaN") != std::string_view::npos) {
    return start + " that can be used; give a finite one";
  }
  if (text.find('_') != std::string_view::npos) {
    return start + " (digits are not separated by '_'); write 1000 or 1e3";
  }
  if (text.find("0x") != std::string_view::npos || text.find("0o") != std::string_view::npos) {
    return start + " (only decimal notation is read)";
  }
  return start + "; write for example 10, 2.5e-3, 10 ms or 30 deg";
}

/// Digits and a power of ten, rounded once to the nearest double.
double convert(const Text& text, std::size_t begin, std::string_view digits, const Literal& literal,
               int exponent10) {
  const std::string_view sign_free = digits.starts_with('+') ? digits.substr(1) : digits;
  const std::size_t skipped = digits.size() - sign_free.size();
  std::string mantissa(sign_free.substr(0, literal.mantissa - skipped));
  std::int64_t exponent = 0;
  if (literal.length > literal.mantissa) {
    std::string_view written = digits.substr(literal.mantissa + 1, literal.length - literal.mantissa - 1);
    written.remove_prefix(written.starts_with('+') ? 1 : 0);
    if (written.size() > 6) {
      throw InputError(text.at(begin),
                       quote(digits) + " is beyond the range of numbers (about 1e-308 to 1e308)");
    }
    std::from_chars(written.data(), written.data() + written.size(), exponent);
  }
  mantissa += "e" + std::to_string(exponent + exponent10);
  double value = 0;
  const auto result = std::from_chars(mantissa.data(), mantissa.data() + mantissa.size(), value);
  if (result.ec == std::errc::result_out_of_range) {
    throw InputError(text.at(begin),
                     quote(digits) + " is beyond the range of numbers (about 1e-308 to 1e308)");
  }
  return value;
}

void refuse_leading_zero(const Text& text, std::size_t begin, std::string_view digits) {
  const std::size_t first = digits.find_first_of("0123456789");
  if (first != std::string_view::npos && digits[first] == '0' && first + 1 < digits.size() &&
      is_digit(digits[first + 1]) && !digits.substr(0, first).ends_with('.')) {
    throw InputError(text.at(begin), quote(digits) +
                                         " begins with a zero (some readers take that as octal); "
                                         "write it without");
  }
}

/// What to write instead of 1e9, which is a whole number, and of 16.5, which is none.
std::string in_digits(const std::string& text) {
  constexpr double most = 1e18;
  const Literal literal = scan(text);
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_whole = literal.length == text.size() && read.ec == std::errc() &&
                        value == std::trunc(value) && std::abs(value) < most;
  return is_whole ? " in digits; write " + std::to_string(static_cast<std::int64_t>(value))
                  : "; write for example 32";
}

template <class Integer>
Integer parse_whole(const Text& text) {
  const std::string& digits = text.str();
  refuse_leading_zero(text, 0, digits);
  Integer value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) {
    throw InputError(text.position(), quote(digits) + " is too large for a whole number");
  }
  if (error != std::errc() || end != digits.data() + digits.size()) {
    throw InputError(text.position(), quote(digits) + " is not a whole number" +
                                          (std::is_unsigned_v<Integer> ? " of 0 or more" : "") +
                                          in_digits(digits));
  }
  return value;
}

}  // namespace

Measure parse_measure(const Text& text, std::size_t begin, std::size_t end) {
  const std::string_view all = std::string_view(text.str()).substr(0, end);
  begin = std::min(all.find_first_not_of(' ', begin), all.size());
  const std::string_view rest = all.substr(begin);
  const Literal literal = scan(rest);
  const std::size_t length = literal.length > 0 ? literal.length : infinity_length(rest);
  if (length == 0) {
    throw InputError(text.at(begin), why_not(rest));
  }
  Measure measure;
  measure.unit_offset = std::min(all.find_first_not_of(' ', begin + length), all.size());
  const std::string_view unit_text = all.substr(measure.unit_offset);
  const std::string_view number = rest.substr(0, length);
  refuse_leading_zero(text, begin, number);
  if (!unit_text.empty() && measure.unit_offset == begin + length &&
      (unit_text[0] == '_' || unit_text[0] == 'x')) {
    throw InputError(text.at(begin), why_not(rest));
  }
  measure.has_unit = !unit_text.empty();
  measure.unit = parse_unit(text, measure.unit_offset, all.size());
  if (literal.length == 0) {
    measure.value = number.starts_with('-') ? -std::numeric_limits<double>::infinity()
                                            : std::numeric_limits<double>::infinity();
    return measure;
  }
  measure.value = convert(text, begin, number, literal, measure.unit.exponent10) * measure.unit.numerator /
                  measure.unit.denominator;
  if (!(std::abs(measure.value) <= std::numeric_limits<double>::max())) {
    throw InputError(text.at(begin), quote(rest) + " is beyond the range of numbers (about 1e-308 to 1e308)");
  }
  return measure;
}

std::int64_t parse_integer(const Text& text) {
  return parse_whole<std::int64_t>(text);
}
std::uint64_t parse_unsigned(const Text& text) {
  return parse_whole<std::uint64_t>(text);
}

void require_unit(const Text& text, const Measure& measure, const std::string& si_unit) {
  if (measure.has_unit && measure.unit.dimension != parse_unit(Text(si_unit)).dimension) {
    const std::string needed =
        si_unit.empty() ? "a number without a unit is needed" : "a multiple of " + si_unit + " is needed";
    throw InputError(
        text.at(measure.unit_offset),
        "the unit " + quote(text.str().substr(measure.unit_offset)) + " does not fit (" + needed + ")");
  }
}

std::string to_text(double value) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

std::string to_text(double value, const std::string& unit) {
  return unit.empty() ? to_text(value) : to_text(value) + " " + unit;
}

std::string to_rounded_text(double value, const std::string& unit) {
  std::array<char, 32> buffer{};
  const auto result =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 12);
  return std::string(buffer.data(), result.ptr) + (unit.empty() ? "" : " " + unit);
}

std::string not_whole(double time, double part) {
  const double ratio = time / part, below = std::floor(ratio), above = std::max(std::ceil(ratio), 1.0);
  return "(" + to_text(time) + " s / " + to_text(part) + " s = " + to_rounded_text(ratio) + "); write " +
         (below >= 1 ? to_rounded_text(below * part, "s") + " or " : "") + to_rounded_text(above * part, "s");
}

}  // namespace gainswarm::spec
