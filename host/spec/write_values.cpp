#include "host/spec/choices.hpp"
#include "host/spec/values.hpp"

namespace gainswarm::spec {
namespace {

YamlNode pair_node(double low, double high, const std::string& unit) {
  YamlNode node;
  node.kind = YamlNode::Kind::sequence;
  node.items.push_back(scalar_node(to_text(low, unit)));
  node.items.push_back(scalar_node(to_text(high, unit)));
  return node;
}

}  // namespace

YamlNode scalar_node(std::string text) {
  YamlNode node;
  node.kind = YamlNode::Kind::scalar;
  node.text = Text(std::move(text));
  return node;
}

YamlNode write(const Key& /*key*/, bool value) {
  return scalar_node(value ? "true" : "false");
}

YamlNode write(const Key& key, double value) {
  return scalar_node(value - value == 0 ? to_text(value, std::string(key.unit)) : to_text(value));
}

YamlNode write(const Key& /*key*/, std::int64_t value) {
  return scalar_node(std::to_string(value));
}
YamlNode write(const Key& /*key*/, std::uint64_t value) {
  return scalar_node(std::to_string(value));
}

YamlNode write(const Key& key, const std::string& value) {
  return scalar_node(value.empty() && (key.text == Holds::unit || key.text == Holds::shown_unit) ? "1"
                                                                                                 : value);
}

YamlNode write(const Key& /*key*/, const Text& value) {
  return scalar_node(value.str());
}
YamlNode write(const Key& /*key*/, const Quantity& value) {
  return scalar_node(to_text(value.value, value.unit));
}

YamlNode write(const Key& /*key*/, const Interval& value) {
  return pair_node(value.lower, value.upper, value.unit);
}
YamlNode write(const Key& /*key*/, const Bounds& value) {
  return pair_node(value.low, value.high, value.unit);
}

YamlNode write(const Key& /*key*/, const Inertia& value) {
  return value.constriction ? scalar_node("constriction") : pair_node(value.start, value.end, "");
}

YamlNode write(const Key& /*key*/, const Draw& value) {
  const std::string name(word(value.distribution));
  const std::string first = to_text(value.a, value.unit);
  switch (value.distribution) {
    case Distribution::fixed:
      return scalar_node(first);
    case Distribution::uniform:
    case Distribution::normal:
      return scalar_node(name + "(" + first + ", " + to_text(value.b, value.unit) + ")");
    case Distribution::relative_uniform:
    case Distribution::relative_normal:
      return scalar_node(name + "(" + first + ")");
  }
  return {};
}

YamlNode write(const Key& /*key*/, const Aggregation& value) {
  const bool has_parameter = value.kind == Aggregate::mean_plus_worst || value.kind == Aggregate::cvar ||
                             value.kind == Aggregate::percentile;
  const std::string name(word(value.kind));
  return scalar_node(has_parameter ? name + "(" + to_text(value.parameter) + ")" : name);
}

}  // namespace gainswarm::spec
