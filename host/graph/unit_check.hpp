// Whether the units of an expression's values agree.
//
// Nothing is said where something is not known: a number in an expression may stand for anything measurable,
// 9.81 for m/s^2, so that a product with it measures something unknown. Only 1, 2, 0.5 and pi are taken for
// bare numbers in products. Angles are ratios: 1/s and rad/s agree.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/language/syntax.hpp"
#include "host/spec/dimensions.hpp"
#include "host/spec/source.hpp"

namespace gainswarm::graph {

/// What an expression's names and calls measure where it stands.
struct UnitScope {
  /// Nothing: pi and e are numbers, of others nothing is known.
  std::function<std::optional<spec::Dimensions>(const std::string& name)> name;
  /// Of a call that is none of a builtin, or nothing. May be left empty.
  std::function<std::optional<spec::Dimensions>(const language::Syntax& call)> call;
};

/// Units that do not agree: "problem (why it is one); suggestion".
struct Disagreement {
  spec::Position where;
  std::string message;
};

/// What to do about units that do not agree.
constexpr auto unit_advice =
    "look for a missing factor, and give numbers that measure something their units, as parameters";

/// What `syntax`, a part of `text`, measures. Adds to `found` where its operands do not agree.
spec::Dimensions check_units(const language::Syntax& syntax, const spec::Text& text, const UnitScope& scope,
                             std::vector<Disagreement>& found);

}  // namespace gainswarm::graph
