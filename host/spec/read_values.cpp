#include <algorithm>
#include <cmath>
#include <vector>

#include "host/spec/call.hpp"
#include "host/spec/choices.hpp"
#include "host/spec/names.hpp"
#include "host/spec/values.hpp"

namespace gainswarm::spec {
namespace {

std::string key_name(const Key& key) {
  return quote(key.name);
}

template <class E>
std::vector<std::string> words() {
  std::vector<std::string> list;
  for (const auto& choice : choices(E{})) {
    list.emplace_back(choice.name);
  }
  return list;
}

/// The unit of a bare number is that of its neighbour; two written units must measure the same.
void join_units(const Text& text, const Measure& measure, std::string& unit) {
  if (!unit.empty()) {
    require_unit(text, measure, unit);
  } else if (measure.has_unit) {
    unit = measure.unit.si;
  }
}

/// A list of exactly two numbers.
std::pair<double, double> read_pair(const Node& node, const Key& key, std::string& unit) {
  if (node.kind != Node::Kind::sequence || node.items.size() != 2) {
    throw InputError(node.position,
                     key_name(key) + " needs two numbers (found " +
                         (node.kind == Node::Kind::sequence ? "a list of " + std::to_string(node.items.size())
                                                            : std::string(name(node.kind))) +
                         "); write [low, high]");
  }
  const Measure low = read_measure(node.items[0], key);
  const Measure high = read_measure(node.items[1], key);
  join_units(node.items[0].text, low, unit);
  join_units(node.items[1].text, high, unit);
  return {low.value, high.value};
}

void require_order(const Node& node, const Key& key, double low, double high) {
  if (!(low < high)) {
    throw InputError(node.position, key_name(key) + " is empty (" + to_text(low) + " is not less than " +
                                        to_text(high) + "); write the lower value first");
  }
}

/// The function of a draw or aggregation; throws with the nearest known word.
template <class E>
E find_word(const Text& text, const std::string& written, const Key& key) {
  for (const auto& choice : choices(E{})) {
    if (choice.name == written) {
      return choice.value;
    }
  }
  throw InputError(text.position(),
                   quote(written) + " is no choice for " + key_name(key) + did_you_mean(written, words<E>()));
}

bool begins_like_number(const std::string& text) {
  return text.starts_with("inf") || text.starts_with("nan") ||
         (!text.empty() && !is_identifier(text.substr(0, 1)));
}

double finite_argument(const Text& text, const Call& call, std::size_t index, std::string& unit) {
  const auto [begin, end] = call.arguments[index];
  const Measure measure = parse_measure(text, begin, end);
  if (!std::isfinite(measure.value)) {
    const std::size_t start = text.str().find_first_not_of(' ', begin);
    throw InputError(text.at(start), quote(text.str()) + " has an infinite argument");
  }
  if (measure.has_unit) {
    // The unit ends where the argument does, so it is compared as a text of its own.
    const Text part(text.str().substr(0, end), text.position());
    join_units(part, measure, unit);
  }
  return measure.value;
}

void check_draw(const Text& text, const Draw& draw) {
  const std::string start = quote(text.str()) + " cannot be drawn ";
  const bool relative = draw.distribution == Distribution::relative_uniform ||
                        draw.distribution == Distribution::relative_normal;
  if (relative && !draw.unit.empty()) {
    throw InputError(text.position(), start + "(a share has no unit); write for example 0.05 or 5 %");
  }
  if (draw.distribution == Distribution::uniform && !(draw.a < draw.b)) {
    throw InputError(text.position(), start + "(low is not less than high); write the lower value first");
  }
  if (draw.distribution == Distribution::normal && !(draw.b > 0)) {
    throw InputError(text.position(),
                     start + "(the deviation is not positive); write normal(mean, deviation)");
  }
  if (relative && !(draw.a > 0)) {
    throw InputError(text.position(),
                     start + "(the share is not positive); leave it out for the nominal value");
  }
  if (draw.distribution == Distribution::relative_uniform && draw.a > 1) {
    throw InputError(text.position(), start + "(more than 100 % changes the sign); write for example 5 %");
  }
}

void check_aggregation(const Text& text, const Aggregation& aggregation) {
  const double q = aggregation.parameter;
  const bool is_share = aggregation.kind == Aggregate::cvar || aggregation.kind == Aggregate::percentile;
  if (is_share && !(q > 0 && q < 1)) {
    throw InputError(text.position(),
                     quote(text.str()) + " needs a share between 0 and 1; write for example 0.9");
  }
  if (!is_share && q < 0) {
    throw InputError(text.position(), quote(text.str()) + " needs a factor of 0 or more");
  }
}

}  // namespace

const Text& scalar(const Node& node, const Key& key, std::string_view expected) {
  if (node.kind != Node::Kind::scalar) {
    throw InputError(node.position, key_name(key) + " needs " + std::string(expected) + " (found " +
                                        std::string(name(node.kind)) + ")");
  }
  return node.text;
}

void require_range(const Position& where, const Key& key, double value) {
  if (std::isinf(value)) {
    if (!key.may_be_infinite) {
      throw InputError(where, key_name(key) + " must be finite");
    }
    return;
  }
  const bool low_enough = value <= key.high;
  const bool high_enough = key.excludes_low ? value > key.low : value >= key.low;
  if (!high_enough) {
    throw InputError(where, key_name(key) + " must be " + (key.excludes_low ? "greater than " : "at least ") +
                                to_text(key.low) + " (found " + to_text(value) + ")");
  }
  if (!low_enough) {
    throw InputError(
        where, key_name(key) + " must be at most " + to_text(key.high) + " (found " + to_text(value) + ")");
  }
}

Measure read_measure(const Node& node, const Key& key) {
  const Text& text =
      scalar(node, key, key.unit.empty() ? "a number" : "a number with a unit of " + std::string(key.unit));
  const Measure measure = parse_measure(text);
  if (!key.any_unit) {
    require_unit(text, measure, std::string(key.unit));
  }
  require_range(text.position(), key, measure.value);
  return measure;
}

void read(const Node& node, const Key& key, bool& value) {
  const Text& text = scalar(node, key, "true or false");
  if (text.str() != "true" && text.str() != "false") {
    throw InputError(text.position(), key_name(key) + " is true or false (found " + quote(text.str()) + ")");
  }
  value = text.str() == "true";
}

void read(const Node& node, const Key& key, double& value) {
  value = read_measure(node, key).value;
}

void read(const Node& node, const Key& key, std::int64_t& value) {
  const Text& text = scalar(node, key, "a whole number");
  value = parse_integer(text);
  require_range(text.position(), key, static_cast<double>(value));
}

void read(const Node& node, const Key& key, std::uint64_t& value) {
  value = parse_unsigned(scalar(node, key, "a whole number"));
}

void read(const Node& node, const Key& key, std::string& value) {
  if (key.text == Holds::prose) {
    value = scalar(node, key, "a text").str();
    return;
  }
  const Text& text = scalar(node, key, "a unit such as m/s, or 1 for none");
  const Unit unit = parse_unit(text);
  if (!unit.is_coherent()) {
    throw InputError(text.position(), "the unit " + quote(text.str()) +
                                          " is no SI unit (equations are in SI units); write " +
                                          quote(unit.si.empty() ? "1" : unit.si));
  }
  value = unit.si;
}

void read(const Node& node, const Key& key, Text& value) {
  constexpr std::string_view expected[] = {"an expression", "a text", "a name", "a unit"};
  const Text& text = scalar(node, key, expected[static_cast<std::size_t>(key.text)]);
  if (key.text == Holds::expression && text.str().find_first_not_of(" \n\t") == std::string::npos) {
    throw InputError(node.position, key_name(key) + " needs an expression (found an empty text)");
  }
  if (key.text == Holds::identifier && !is_identifier(text.str())) {
    throw InputError(text.position(), quote(text.str()) + " is not a name (letters, digits and _)");
  }
  value = text;
}

void read(const Node& node, const Key& key, Quantity& value) {
  value.position = node.position;
  if (node.kind != Node::Kind::map) {
    const Measure measure = read_measure(node, key);
    value.value = measure.value;
    value.unit = measure.unit.si;
    return;
  }
  for (const auto& member : node.members) {
    if (member.key.str() != "value" && member.key.str() != "unit") {
      throw InputError(member.key.position(),
                       "unknown key " + quote(member.key.str()) + " in " + key_name(key) +
                           did_you_mean(member.key.str(), std::vector<std::string>{"value", "unit"}));
    }
  }
  const Node* number = node.find("value");
  if (number == nullptr) {
    throw InputError(node.position, key_name(key) + " has no 'value'");
  }
  value.position = number->position;
  std::string unit_text;
  if (const Node* unit = node.find("unit")) {
    const Text& written = scalar(*unit, key, "a unit such as m/s, or 1 for none");
    static_cast<void>(parse_unit(written));
    unit_text = written.str();
  }
  const Text& text = scalar(*number, key, "a number");
  const Measure bare = parse_measure(text);
  if (bare.has_unit && !unit_text.empty()) {
    throw InputError(text.at(bare.unit_offset), "the unit is given twice; keep one of the two");
  }
  const Measure measure =
      unit_text.empty() ? bare : parse_measure(Text(text.str() + " " + unit_text, text.position()));
  require_range(text.position(), key, measure.value);
  value.value = measure.value;
  value.unit = measure.unit.si;
}

void read(const Node& node, const Key& key, Interval& value) {
  value.unit.clear();
  if (node.kind == Node::Kind::sequence) {
    std::tie(value.lower, value.upper) = read_pair(node, key, value.unit);
    require_order(node, key, value.lower, value.upper);
    return;
  }
  const Measure measure = read_measure(node, key);
  if (!(measure.value > 0)) {
    throw InputError(node.position,
                     key_name(key) + " must be greater than 0; for other limits write [lower, upper]");
  }
  value = {-measure.value, measure.value, measure.unit.si};
}

void read(const Node& node, const Key& key, Bounds& value) {
  value.unit.clear();
  std::tie(value.low, value.high) = read_pair(node, key, value.unit);
  require_order(node, key, value.low, value.high);
}

void read(const Node& node, const Key& key, Inertia& value) {
  if (node.kind == Node::Kind::sequence) {
    std::string unit;
    value.constriction = false;
    std::tie(value.start, value.end) = read_pair(node, key, unit);
    return;
  }
  const Text& text = scalar(node, key, "'constriction', a number or [start, end]");
  value.constriction = text.str() == "constriction";
  if (!value.constriction) {
    if (!begins_like_number(text.str())) {
      throw InputError(text.position(), quote(text.str()) + " is no choice for " + key_name(key) +
                                            "; write constriction, a number or [start, end]");
    }
    value.start = value.end = read_measure(node, key).value;
  }
}

void read(const Node& node, const Key& key, Draw& value) {
  const Text& text = scalar(node, key, "a number or a draw such as uniform(low, high)");
  value = Draw{};
  value.position = text.position();
  if (begins_like_number(text.str())) {
    const Measure measure = read_measure(node, key);
    value.a = measure.value;
    value.unit = measure.unit.si;
    return;
  }
  const Call call = parse_call(text);
  value.distribution = find_word<Distribution>(text, call.name, key);
  const bool relative = value.distribution == Distribution::relative_uniform ||
                        value.distribution == Distribution::relative_normal;
  require_arguments(text, call, relative ? 1 : 2,
                    relative ? call.name + "(share)"
                             : (value.distribution == Distribution::normal ? "normal(mean, deviation)"
                                                                           : "uniform(low, high)"));
  value.a = finite_argument(text, call, 0, value.unit);
  value.b = relative ? 0 : finite_argument(text, call, 1, value.unit);
  check_draw(text, value);
}

void read(const Node& node, const Key& key, Aggregation& value) {
  const Text& text = scalar(node, key, "a word such as mean or cvar(0.9)");
  const Call call = parse_call(text);
  value = Aggregation{find_word<Aggregate>(text, call.name, key), 0};
  const bool has_parameter = value.kind == Aggregate::mean_plus_worst || value.kind == Aggregate::cvar ||
                             value.kind == Aggregate::percentile;
  require_arguments(text, call, has_parameter ? 1 : 0, has_parameter ? call.name + "(0.9)" : call.name);
  if (has_parameter) {
    std::string unit;
    value.parameter = finite_argument(text, call, 0, unit);
    check_aggregation(text, value);
  }
}

void read_short(const Node& node, const Key& key, Gain& gain) {
  const Measure measure = read_measure(node, key);
  gain.fixed = measure.value;
  gain.unit = measure.unit.si;
}

void read_short(const Node& node, const Key& key, Term& term) {
  read(node, key, term.value);
}

}  // namespace gainswarm::spec
