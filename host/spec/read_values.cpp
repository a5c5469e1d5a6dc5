// Numbers, words and texts.
#include <cmath>

#include "host/spec/names.hpp"
#include "host/spec/values.hpp"

namespace gainswarm::spec {
namespace {

std::string key_name(const Key& key) {
  return quote(key.name);
}

}  // namespace

bool begins_like_number(const std::string& text) {
  return text.starts_with("inf") || text.starts_with("nan") ||
         (!text.empty() && !is_identifier(text.substr(0, 1)));
}

void join_units(const Text& text, const Measure& measure, std::string& unit) {
  if (!unit.empty()) {
    require_unit(text, measure, unit);
  } else if (measure.has_unit) {
    unit = measure.unit.si;
  }
}

const Text& scalar(const YamlNode& node, const Key& key, std::string_view expected) {
  if (node.kind != YamlNode::Kind::scalar) {
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

Measure read_measure(const YamlNode& node, const Key& key) {
  const Text& text =
      scalar(node, key, key.unit.empty() ? "a number" : "a number with a unit of " + std::string(key.unit));
  Measure measure = parse_measure(text);
  if (!key.any_unit) {
    require_unit(text, measure, std::string(key.unit));
  }
  require_range(text.position(), key, measure.value);
  return measure;
}

void read(const YamlNode& node, const Key& key, bool& value) {
  const Text& text = scalar(node, key, "true or false");
  if (text.str() != "true" && text.str() != "false") {
    throw InputError(text.position(), key_name(key) + " is true or false (found " + quote(text.str()) + ")");
  }
  value = text.str() == "true";
}

void read(const YamlNode& node, const Key& key, double& value) {
  value = read_measure(node, key).value;
}

void read(const YamlNode& node, const Key& key, std::int64_t& value) {
  const Text& text = scalar(node, key, "a whole number");
  value = parse_integer(text);
  require_range(text.position(), key, static_cast<double>(value));
}

void read(const YamlNode& node, const Key& key, std::uint64_t& value) {
  value = parse_unsigned(scalar(node, key, "a whole number"));
}

void read(const YamlNode& node, const Key& key, std::string& value) {
  if (key.text == Holds::prose) {
    value = scalar(node, key, "a text").str();
    return;
  }
  const Text& text = scalar(node, key, "a unit such as m/s, or 1 for none");
  if (key.text == Holds::shown_unit && text.str() == "%") {
    value = "%";
    return;
  }
  const Unit unit = parse_unit(text);
  if (!unit.is_coherent()) {
    throw InputError(text.position(), "the unit " + quote(text.str()) +
                                          " is no SI unit (equations are in SI units); write " +
                                          quote(unit.si.empty() ? "1" : unit.si));
  }
  value = unit.si;
}

void read(const YamlNode& node, const Key& key, Text& value) {
  constexpr std::string_view expected[] = {"an expression", "a text", "a name", "a unit", "a unit"};
  const Text& text = scalar(node, key, expected[static_cast<std::size_t>(key.text)]);
  if (key.text == Holds::expression && text.str().find_first_not_of(" \n\t") == std::string::npos) {
    throw InputError(node.position, key_name(key) + " needs an expression (found an empty text)");
  }
  if (key.text == Holds::identifier && !is_identifier(text.str())) {
    throw InputError(text.position(), quote(text.str()) + " is not a name (letters, digits and _)");
  }
  value = text;
}

void read_short(const YamlNode& node, const Key& key, Gain& gain) {
  const Measure measure = read_measure(node, key);
  gain.fixed = measure.value;
  gain.unit = measure.unit.si;
}

std::string instead_of_list(const YamlNode& node, const Gain& /*of*/) {
  if (node.kind != YamlNode::Kind::sequence) return "";
  constexpr std::size_t longest = 30;
  const auto is_number = [](const YamlNode& item) {
    const std::string& text = item.text.str();
    return item.kind == YamlNode::Kind::scalar && text.size() <= longest && begins_like_number(text) &&
           text.find('\n') == std::string::npos;
  };
  if (node.items.size() != 2 || !is_number(node.items[0]) || !is_number(node.items[1])) {
    return "; write {bounds: [low, high]}";
  }
  return "; write {bounds: [" + node.items[0].text.str() + ", " + node.items[1].text.str() + "]}";
}

void read_short(const YamlNode& node, const Key& key, Term& term) {
  read(node, key, term.value);
}

void read_short(const YamlNode& node, const Key& key, ParetoObjective& objective) {
  read(node, key, objective.value);
}

void read_short(const YamlNode& node, const Key& key, Metric& metric) {
  read(node, key, metric.value);
}

}  // namespace gainswarm::spec
