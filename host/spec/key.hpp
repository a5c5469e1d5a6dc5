// One key of the configuration: its name, what it means and what may stand there.
#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

namespace gainswarm::spec {

/// Most entries of a map whose names the user chose. With this many states and parameters, all drawn from
/// normal distributions, a scenario takes 2,000 of the 3,667 dimensions that Sobol's sequence has.
constexpr std::size_t most_entries = 500;

/// What a text is for; a unit that is only shown may be %, too.
enum class Holds { expression, prose, identifier, unit, shown_unit };

/// Everything about a key but its type and default, which are those of the member that it stands for.
struct Key {
  std::string_view name;
  std::string_view documentation;
  std::string_view unit;  ///< SI unit that bare numbers are taken in
  bool any_unit = false;  ///< numbers may have whatever unit; it is converted to SI
  bool is_required = false;
  bool may_be_infinite = false;
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool excludes_low = false;  ///< the value must lie above low, not on it
  Holds text = Holds::expression;
  std::string_view lone_name;  ///< of a map that may also be one value: the name which that value gets

  constexpr Key(std::string_view key, std::string_view sentence) : name(key), documentation(sentence) {}

  [[nodiscard]] constexpr Key required() const { return with(&Key::is_required, true); }
  [[nodiscard]] constexpr Key in(std::string_view si_unit) const { return with(&Key::unit, si_unit); }
  [[nodiscard]] constexpr Key in_any_unit() const { return with(&Key::any_unit, true); }
  [[nodiscard]] constexpr Key or_infinite() const { return with(&Key::may_be_infinite, true); }
  [[nodiscard]] constexpr Key at_least(double bound) const { return with(&Key::low, bound); }
  [[nodiscard]] constexpr Key at_most(double bound) const { return with(&Key::high, bound); }
  [[nodiscard]] constexpr Key above(double bound) const {
    return with(&Key::low, bound).with(&Key::excludes_low, true);
  }
  [[nodiscard]] constexpr Key as(Holds use) const { return with(&Key::text, use); }
  [[nodiscard]] constexpr Key or_one_named(std::string_view lone) const {
    return with(&Key::lone_name, lone);
  }

 private:
  template <class T>
  [[nodiscard]] constexpr Key with(T Key::*member, T value) const {
    Key copy = *this;
    copy.*member = value;
    return copy;
  }
};

/// A kind of map: its name in the schema and one sentence about it.
struct About {
  std::string_view name;
  std::string_view documentation;
};

}  // namespace gainswarm::spec
