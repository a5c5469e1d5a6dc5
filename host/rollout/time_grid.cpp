#include "host/rollout/time_grid.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace gainswarm::rollout {
namespace {

/// A number in decimals: digits * 10^exponent.
struct Decimal {
  double digits = 0;
  int exponent = 0;
};

Decimal shortest_decimal(double value) {
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific).ptr;
  const std::string_view written(text.data(), end);
  const std::size_t e = written.find('e');
  Decimal decimal;
  std::int64_t digits = 0;
  for (const char character : written.substr(0, e)) {
    if (character == '.') continue;
    digits = 10 * digits + (character - '0');
  }
  std::from_chars(written.data() + e + (written[e + 1] == '+' ? 2 : 1), end, decimal.exponent);
  decimal.digits = static_cast<double>(digits);
  if (written.find('.') < e) decimal.exponent -= static_cast<int>(e) - 2;
  return decimal;
}

/// What the decimal number of a double > 0 has beyond that. The rest of a division is a double, so that only
/// the second one rounds. Nothing of numbers with so many digits that nobody wrote them.
double beyond(double value) {
  constexpr double most_digits = 1e15;
  constexpr int last_exact_power = 22;  // of ten
  const auto [digits, exponent] = shortest_decimal(value);
  if (exponent >= 0 || exponent < -last_exact_power || digits > most_digits) return 0;
  double divisor = 1;
  for (int i = 0; i < -exponent; ++i) divisor *= 10;
  return std::fma(-value, divisor, digits) / divisor;
}

double rounded(double value, graph::Precision precision) {
  return precision == graph::Precision::float32 ? static_cast<double>(static_cast<float>(value)) : value;
}

double number_before(double value, graph::Precision precision) {
  if (precision == graph::Precision::float32) return std::nextafter(static_cast<float>(value), 0.0F);
  return std::nextafter(value, 0.0);
}

/// Of 1: the next number, or farther.
double resolution(const graph::Value& like) {
  return is_double(like) ? 0x1p-52 : 0x1p-23;
}

}  // namespace

TimeGrid::TimeGrid(double period, std::int64_t parts, graph::Precision precision)
    : spacing_(rounded(period / static_cast<double>(parts), precision)),
      rest_((std::fma(-spacing_, static_cast<double>(parts), period) + beyond(period)) /
            static_cast<double>(parts)) {
  if (rest_ >= 0) return;
  const double below = number_before(spacing_, precision);
  rest_ += spacing_ - below;
  spacing_ = below;
}

graph::Value TimeGrid::at(graph::Value count) const {
  if (rest_ == 0) return count * spacing_;
  return fma(count, constant(count, spacing_), count * rest_);
}

double TimeGrid::at(double count) const {
  return std::fma(count, spacing_, count * rest_);
}

graph::Value just_after(graph::Value time) {
  constexpr double moment = 1e-30;  // after 0
  return fma(time, constant(time, 1 + resolution(time)), constant(time, moment));
}

graph::Value just_before(graph::Value time) {
  return time * (1 - resolution(time));
}

}  // namespace gainswarm::rollout
