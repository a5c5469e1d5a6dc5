#include "host/spec/unit.hpp"

#include <algorithm>
#include <numbers>
#include <optional>

#include "host/spec/names.hpp"

namespace gainswarm::spec {
namespace {

struct Symbol {
  std::string_view name;
  Dimension dimension;
  int exponent10;
  double numerator, denominator;
  std::string_view si;
  bool takes_prefix;
};

//                            m  kg   s   A   K
constexpr Dimension none = {0, 0, 0, 0, 0};
constexpr Dimension time = {0, 0, 1, 0, 0};
constexpr Dimension rate = {0, 0, -1, 0, 0};
constexpr Dimension pressure = {-1, 1, -2, 0, 0};
constexpr double pi = std::numbers::pi;

constexpr std::array symbols = std::to_array<Symbol>({
    {"m", {1, 0, 0, 0, 0}, 0, 1, 1, "m", true},
    {"g", {0, 1, 0, 0, 0}, -3, 1, 1, "kg", true},
    {"s", time, 0, 1, 1, "s", true},
    {"A", {0, 0, 0, 1, 0}, 0, 1, 1, "A", true},
    {"K", {0, 0, 0, 0, 1}, 0, 1, 1, "K", true},
    {"N", {1, 1, -2, 0, 0}, 0, 1, 1, "N", true},
    {"J", {2, 1, -2, 0, 0}, 0, 1, 1, "J", true},
    {"W", {2, 1, -3, 0, 0}, 0, 1, 1, "W", true},
    {"Pa", pressure, 0, 1, 1, "Pa", true},
    {"bar", pressure, 5, 1, 1, "Pa", true},
    {"V", {2, 1, -3, -1, 0}, 0, 1, 1, "V", true},
    {"Ohm", {2, 1, -3, -2, 0}, 0, 1, 1, "Ohm", true},
    {"ohm", {2, 1, -3, -2, 0}, 0, 1, 1, "Ohm", true},
    {"H", {2, 1, -2, -2, 0}, 0, 1, 1, "H", true},
    {"F", {-2, -1, 4, 2, 0}, 0, 1, 1, "F", true},
    {"C", {0, 0, 1, 1, 0}, 0, 1, 1, "C", true},
    {"T", {0, 1, -2, -1, 0}, 0, 1, 1, "T", true},
    {"Wb", {2, 1, -2, -1, 0}, 0, 1, 1, "Wb", true},
    {"Hz", rate, 0, 1, 1, "Hz", true},
    {"rad", none, 0, 1, 1, "rad", true},
    {"deg", none, 0, pi, 180, "rad", false},
    {"rev", none, 0, 2 * pi, 1, "rad", false},
    {"rpm", rate, 0, pi, 30, "rad/s", false},
    {"min", time, 0, 60, 1, "s", false},
    {"h", time, 0, 3600, 1, "s", false},
    {"%", none, -2, 1, 1, "1", false},
    {"1", none, 0, 1, 1, "1", false},
});

struct Prefix {
  std::string_view name;
  int exponent10;
};
constexpr std::array prefixes = std::to_array<Prefix>({{"T", 12},
                                                       {"G", 9},
                                                       {"M", 6},
                                                       {"k", 3},
                                                       {"d", -1},
                                                       {"c", -2},
                                                       {"m", -3},
                                                       {"u", -6},
                                                       {"n", -9},
                                                       {"p", -12}});

const Symbol* find_symbol(std::string_view name) {
  const auto* found = std::ranges::find(symbols, name, &Symbol::name);
  return found == symbols.end() ? nullptr : found;
}

std::optional<Unit> named_unit(std::string_view name) {
  if (const Symbol* symbol = find_symbol(name)) {
    return Unit{symbol->dimension, symbol->exponent10, symbol->numerator, symbol->denominator,
                std::string(symbol->si)};
  }
  for (const Prefix& prefix : prefixes) {
    const Symbol* symbol =
        name.starts_with(prefix.name) ? find_symbol(name.substr(prefix.name.size())) : nullptr;
    if (symbol != nullptr && symbol->takes_prefix) {
      return Unit{symbol->dimension, symbol->exponent10 + prefix.exponent10, symbol->numerator,
                  symbol->denominator, std::string(symbol->si)};
    }
  }
  return std::nullopt;
}

/// What somebody may have meant by a name that is no unit; empty if nobody knows.
std::string_view meant_by(std::string_view name) {
  constexpr auto words = std::to_array<std::array<std::string_view, 2>>({{"degree", "deg"},
                                                                         {"degrees", "deg"},
                                                                         {"\u00b0", "deg"},
                                                                         {"radian", "rad"},
                                                                         {"radians", "rad"},
                                                                         {"sec", "s"},
                                                                         {"second", "s"},
                                                                         {"seconds", "s"},
                                                                         {"minute", "min"},
                                                                         {"minutes", "min"},
                                                                         {"hour", "h"},
                                                                         {"hours", "h"},
                                                                         {"meter", "m"},
                                                                         {"newton", "N"},
                                                                         {"volt", "V"},
                                                                         {"hertz", "Hz"},
                                                                         {"hz", "Hz"},
                                                                         {"kilogram", "kg"},
                                                                         {"\u00b5s", "us"}});
  const auto found = std::ranges::find(words, name, [](const auto& word) { return word[0]; });
  return found == words.end() ? "" : (*found)[1];
}

std::string why_unknown(std::string_view name) {
  const std::string unknown = "unknown unit " + quote(name);
  if (name == "dB") return unknown + " (a logarithm); write the factor, 10^(dB/20): 6 dB are 2";
  if (const std::string_view meant = meant_by(name); !meant.empty())
    return unknown + "; did you mean " + quote(meant) + "?";
  return unknown +
         "; known are SI units such as m, kg, s, ms, A, N, V, W, Hz, rad, and deg, rev, rpm, min, h, %; "
         "gainswarm describe units lists all";
}

/// "rad/s" inside a product or power: "(rad/s)".
std::string as_factor(const std::string& si) {
  return si.find_first_of("*/") == std::string::npos || si.starts_with('(') ? si : "(" + si + ")";
}

class UnitParser {
 public:
  UnitParser(const Text& text, std::size_t begin, std::size_t end)
      : text_(text), all_(std::string_view(text.str()).substr(0, end)), offset_(begin) {}

  Unit parse() {
    skip_spaces();
    if (at_end()) {
      return {};
    }
    Unit unit = product();
    if (!at_end()) {
      fail("unexpected " + quote(all_.substr(offset_)) + " in the unit");
    }
    if (unit.si == "1") {
      unit.si.clear();
    }
    return unit;
  }

 private:
  Unit product() {
    Unit unit = power();
    while (peek() == '*' || peek() == '/') {
      const char operation = peek();
      take();
      const Unit right = power();
      combine(unit, right, operation == '*' ? 1 : -1);
      unit.si += operation + as_factor(right.si);
    }
    return unit;
  }

  Unit power() {
    Unit base = primary();
    if (peek() != '^') {
      return base;
    }
    take();
    const bool negative = peek() == '-';
    if (negative) {
      take();
    }
    if (peek() < '0' || peek() > '9') {
      fail("a power in a unit is a whole number from -9 to 9, such as m^2");
    }
    const int exponent = (peek() - '0') * (negative ? -1 : 1);
    take();
    Unit result;
    for (int i = 0; i < std::abs(exponent); ++i) {
      combine(result, base, exponent > 0 ? 1 : -1);
    }
    result.si = as_factor(base.si) + "^" + std::to_string(exponent);
    return result;
  }

  Unit primary() {
    constexpr int deepest = 8;
    if (peek() == '(') {
      take();
      if (++depth_ > deepest) {
        fail("a unit nests at most " + std::to_string(deepest) + " parentheses");
      }
      Unit unit = product();
      if (peek() != ')') {
        fail("a ')' is missing in the unit");
      }
      take();
      --depth_;
      return unit;
    }
    return symbol();
  }

  Unit symbol() {
    const std::size_t end = std::min(all_.find_first_of(" \t*/^()", offset_), all_.size());
    const std::string_view name = all_.substr(offset_, end - offset_);
    const auto unit = named_unit(name);
    if (!unit) {
      fail(name.empty() ? "a unit is missing here" : why_unknown(name));
    }
    offset_ = end;
    skip_spaces();
    return *unit;
  }

  void combine(Unit& unit, const Unit& other, int sign) const {
    constexpr int largest_power = 30;
    constexpr int largest_exponent10 = 200;
    constexpr std::size_t longest = 64;
    for (std::size_t i = 0; i < unit.dimension.size(); ++i) {
      unit.dimension[i] += sign * other.dimension[i];
    }
    unit.exponent10 += sign * other.exponent10;
    if (std::ranges::any_of(unit.dimension, [](int power) { return std::abs(power) > largest_power; }) ||
        std::abs(unit.exponent10) > largest_exponent10 || unit.si.size() + other.si.size() > longest) {
      fail("the unit is too large; no quantity is measured in it");
    }
    unit.numerator *= sign > 0 ? other.numerator : other.denominator;
    unit.denominator *= sign > 0 ? other.denominator : other.numerator;
  }

  [[nodiscard]] bool at_end() const { return offset_ >= all_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : all_[offset_]; }
  void take() {
    ++offset_;
    skip_spaces();
  }
  void skip_spaces() {
    while (peek() == ' ') {
      ++offset_;
    }
  }
  [[noreturn]] void fail(const std::string& message) const { throw InputError(text_.at(offset_), message); }

  const Text& text_;
  std::string_view all_;
  std::size_t offset_;
  int depth_ = 0;
};

}  // namespace

std::string units_text() {
  std::string with_prefix, without, multiples;
  for (const Symbol& symbol : symbols) {
    const std::string name(symbol.name);
    const std::string si = name == symbol.si || name == "1" ? "" : " (in " + std::string(symbol.si) + ")";
    std::string& list = symbol.takes_prefix ? with_prefix : without;
    list.append(list.empty() ? "" : ", ").append(name).append(si);
  }
  for (const Prefix& prefix : prefixes) {
    multiples += (multiples.empty() ? "" : ", ") + std::string(prefix.name) + " 1e" +
                 std::to_string(prefix.exponent10);
  }
  return "## units\nNumbers may carry them, 12 V/(rad/s) or 0.01 kg*m^2; all is computed in SI units.\n"
         "Numbers within equations carry none and may stand for anything, but for 1, 2, 0.5 and pi as "
         "factors; where the "
         "units\nof the names in an equation do not agree, check and tune warn.\n\n  with a prefix or "
         "without: " +
         with_prefix + "\n  prefixes: " + multiples + "\n  without a prefix: " + without +
         "\n  between them: * / ^ and parentheses; powers are whole numbers from -9 to 9\n";
}

Unit parse_unit(const Text& text, std::size_t begin, std::size_t end) {
  return UnitParser(text, begin, end).parse();
}

}  // namespace gainswarm::spec
