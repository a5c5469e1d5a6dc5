// Numbers with units: quantities and pairs of them.
#include <tuple>
#include <vector>

#include "host/spec/names.hpp"
#include "host/spec/values.hpp"

namespace gainswarm::spec {
namespace {

/// A list of exactly two numbers.
std::pair<double, double> read_pair(const YamlNode& node, const Key& key, std::string& unit) {
  if (node.kind != YamlNode::Kind::sequence || node.items.size() != 2) {
    throw InputError(node.position, quote(key.name) + " needs two numbers (found " +
                                        (node.kind == YamlNode::Kind::sequence
                                             ? "a list of " + std::to_string(node.items.size())
                                             : std::string(name(node.kind))) +
                                        "); write [low, high]");
  }
  const Measure low = read_measure(node.items[0], key);
  const Measure high = read_measure(node.items[1], key);
  join_units(node.items[0].text, low, unit);
  join_units(node.items[1].text, high, unit);
  return {low.value, high.value};
}

void require_order(const YamlNode& node, const Key& key, double low, double high) {
  if (!(low < high)) {
    throw InputError(node.position, quote(key.name) + " is empty (" + to_text(low) + " is not less than " +
                                        to_text(high) + "); write the lower value first");
  }
}

/// The unit of {value, unit}, as written; "" without one.
std::string unit_text(const YamlNode& node, const Key& key) {
  const YamlNode* unit = node.find("unit");
  if (unit == nullptr) {
    return "";
  }
  const Text& written = scalar(*unit, key, "a unit such as m/s, or 1 for none");
  static_cast<void>(parse_unit(written));
  return written.str();
}

void refuse_unknown_parts(const YamlNode& node, const Key& key) {
  const std::vector<std::string> known = {"value", "unit"};
  for (const auto& member : node.members) {
    const std::string& part = member.key.str();
    if (part != known[0] && part != known[1]) {
      throw InputError(member.key.position(),
                       "unknown key " + quote(part) + " in " + quote(key.name) + did_you_mean(part, known));
    }
  }
}

/// {value: 1.5, unit: kg}
void read_parts(const YamlNode& node, const Key& key, Quantity& value) {
  refuse_unknown_parts(node, key);
  const YamlNode* number = node.find("value");
  if (number == nullptr) {
    throw InputError(node.position, quote(key.name) + " has no 'value'");
  }
  const std::string unit = unit_text(node, key);
  const Text& text = scalar(*number, key, "a number");
  Measure measure = parse_measure(text);
  if (measure.has_unit && !unit.empty()) {
    throw InputError(text.at(measure.unit_offset), "the unit is given twice; keep one of the two");
  }
  if (!unit.empty()) {
    measure = parse_measure(Text(text.str() + " " + unit, text.position()));
  }
  require_range(text.position(), key, measure.value);
  value = {measure.value, measure.unit.si, number->position};
}

}  // namespace

void read(const YamlNode& node, const Key& key, Quantity& value) {
  if (node.kind == YamlNode::Kind::map) {
    read_parts(node, key, value);
    return;
  }
  const Measure measure = read_measure(node, key);
  value = {measure.value, measure.unit.si, node.position};
}

void read(const YamlNode& node, const Key& key, Interval& value) {
  value.unit.clear();
  value.position = node.position;
  if (node.kind == YamlNode::Kind::sequence) {
    std::tie(value.lower, value.upper) = read_pair(node, key, value.unit);
    require_order(node, key, value.lower, value.upper);
    return;
  }
  const Measure measure = read_measure(node, key);
  if (!(measure.value > 0)) {
    throw InputError(node.position,
                     quote(key.name) + " must be greater than 0; for other limits write [lower, upper]");
  }
  value = {-measure.value, measure.value, measure.unit.si, node.position};
}

void read(const YamlNode& node, const Key& key, Bounds& value) {
  value.unit.clear();
  std::tie(value.low, value.high) = read_pair(node, key, value.unit);
  require_order(node, key, value.low, value.high);
}

void read(const YamlNode& node, const Key& key, Inertia& value) {
  if (node.kind == YamlNode::Kind::sequence) {
    std::string unit;
    value.constriction = false;
    std::tie(value.start, value.end) = read_pair(node, key, unit);
    return;
  }
  const Text& text = scalar(node, key, "'constriction', a number or [start, end]");
  value.constriction = text.str() == "constriction";
  if (!value.constriction) {
    if (!begins_like_number(text.str())) {
      throw InputError(text.position(), quote(text.str()) + " is no choice for " + quote(key.name) +
                                            "; write constriction, a number or [start, end]");
    }
    value.start = value.end = read_measure(node, key).value;
  }
}

}  // namespace gainswarm::spec
