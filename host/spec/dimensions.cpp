#include "host/spec/dimensions.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "host/spec/number.hpp"

namespace gainswarm::spec {
namespace {

constexpr std::array<std::string_view, std::tuple_size_v<Dimension>> basic_units{"m", "kg", "s", "A", "K"};
constexpr std::array<std::size_t, std::tuple_size_v<Dimension>> in_print{1, 0, 3, 4, 2};  // kg*m*A*K*s

/// Units with a name that is shorter than what they stand for; no two measure the same.
constexpr std::array<std::string_view, 11> named_units{"N", "J", "W", "Pa", "V", "Ohm",
                                                       "H", "F", "C", "T",  "Wb"};

/// Of powers beyond these nothing is said.
Dimensions within_reason(const Dimensions& dimensions) {
  constexpr double most = 1000;
  const auto is_meant = [](double exponent) { return std::abs(exponent) <= most; };
  return std::ranges::all_of(dimensions.exponents, is_meant) ? dimensions : Dimensions();
}

Dimensions combined(const Dimensions& a, const Dimensions& b, double sign) {
  const Knowledge least = std::min(a.knowledge, b.knowledge);
  if (least <= Knowledge::nothing) return {.knowledge = least};
  Dimensions result{.knowledge = std::max(a.knowledge, b.knowledge)};
  for (std::size_t i = 0; i < result.exponents.size(); ++i)
    result.exponents[i] = a.exponents[i] + sign * b.exponents[i];
  return within_reason(result);
}

std::string name_of(const Dimensions& dimensions) {
  for (const std::string_view name : named_units) {
    if (!disagree(dimensions_of(std::string(name)), dimensions)) return std::string(name);
  }
  return "";
}

}  // namespace

Dimensions dimensions_of(const std::string& unit) {
  if (unit.empty()) return {};
  const Dimension dimension = parse_unit(Text(unit)).dimension;
  Dimensions result = dimensionless;
  std::ranges::copy(dimension, result.exponents.begin());
  return result;
}

Dimensions operator*(const Dimensions& a, const Dimensions& b) {
  return combined(a, b, 1);
}

Dimensions operator/(const Dimensions& a, const Dimensions& b) {
  return combined(a, b, -1);
}

Dimensions raised(const Dimensions& base, double exponent) {
  Dimensions result = base;
  for (double& power : result.exponents) power *= exponent;
  return within_reason(result);
}

bool disagree(const Dimensions& a, const Dimensions& b) {
  constexpr double rounding = 1e-9;  // of exponents such as 1/3
  if (!a.are_known() || !b.are_known()) return false;
  return !std::ranges::equal(a.exponents, b.exponents,
                             [](double x, double y) { return std::abs(x - y) < rounding; });
}

Dimensions agreed(const Dimensions& a, const Dimensions& b) {
  if (std::min(a.knowledge, b.knowledge) == Knowledge::told) return told_already;
  if (a.are_known()) return a;
  if (b.are_known()) return b;
  return a.knowledge < b.knowledge ? a : b;
}

std::string to_string(const Dimensions& dimensions) {
  std::string above, below;
  for (const std::size_t i : in_print) {
    const double exponent = dimensions.exponents[i];
    if (exponent == 0) continue;
    std::string& side = exponent > 0 ? above : below;
    side.append(exponent > 0 && above.empty() ? "" : exponent > 0 ? "*" : "/").append(basic_units[i]);
    if (std::abs(exponent) != 1) side += "^" + to_text(std::abs(exponent));
  }
  if (above.empty() && below.empty()) return "1 (no unit)";
  const std::string basic = (above.empty() ? "1" : above) + below, name = name_of(dimensions);
  return name.empty() ? basic : basic + " (" + name + ")";
}

}  // namespace gainswarm::spec
