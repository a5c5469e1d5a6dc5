// Formulas, and polynomials and roots of transfer functions.
#include <algorithm>

#include "host/spec/names.hpp"
#include "host/spec/values.hpp"

namespace gainswarm::spec {
namespace {

bool is_list(const YamlNode& node) {
  return node.kind == YamlNode::Kind::sequence;
}

void require_items(const YamlNode& node, const Key& key, const std::string& suggestion) {
  if (!is_list(node) || node.items.empty()) {
    const std::string found = is_list(node) ? "an empty list" : std::string(name(node.kind));
    throw InputError(node.position, quote(key.name) + " needs a list (found " + found + "); " + suggestion);
  }
}

/// The number that a text is, if it is one.
std::optional<Measure> number_in(const Text& text) {
  if (!begins_like_number(text.str())) return std::nullopt;
  try {
    return parse_measure(text);
  } catch (const InputError&) {
    return std::nullopt;  // an expression such as 2*delay, which its own parser reads
  }
}

Text read_text(const YamlNode& node, const Key& key) {
  Formula formula;
  read(node, key, formula);
  return formula.text;
}

std::vector<Text> read_polynomial(const YamlNode& node, const Key& key) {
  require_items(node, key, "write the coefficients, the highest power first");
  std::vector<Text> coefficients;
  for (const YamlNode& item : node.items) coefficients.push_back(read_text(item, key));
  return coefficients;
}

Root read_root(const YamlNode& node, const Key& key) {
  if (!is_list(node)) return {read_text(node, key), {}};
  if (node.items.size() != 2) {
    throw InputError(node.position, "a pair of roots needs two values (found a list of " +
                                        std::to_string(node.items.size()) +
                                        "); write [re, im] for re + i im and re - i im");
  }
  return {read_text(node.items[0], key), read_text(node.items[1], key)};
}

YamlNode list_of(const std::vector<Text>& texts) {
  YamlNode node;
  node.kind = YamlNode::Kind::sequence;
  for (const Text& text : texts) node.items.push_back(scalar_node(text.str()));
  return node;
}

}  // namespace

void read(const YamlNode& node, const Key& key, Formula& value) {
  read(node, key, value.text);
  const std::optional<Measure> number = number_in(value.text);
  if (!number) return;
  require_range(value.text.position(), key, number->value);
  if (!number->has_unit) return;
  if (!key.unit.empty()) require_unit(value.text, *number, std::string(key.unit));
  value = {Text(to_text(number->value), value.text.position()), number->unit.si};
}

/// One polynomial, or a list of them.
void read(const YamlNode& node, const Key& key, Polynomials& value) {
  require_items(node, key, "write the coefficients, the highest power first");
  value.factors.clear();
  if (!std::ranges::all_of(node.items, is_list)) {
    value.factors.push_back(read_polynomial(node, key));
    return;
  }
  for (const YamlNode& item : node.items) value.factors.push_back(read_polynomial(item, key));
}

void read(const YamlNode& node, const Key& key, Roots& value) {
  require_items(node, key, "write its roots, [re, im] for two conjugate ones");
  value.roots.clear();
  for (const YamlNode& item : node.items) value.roots.push_back(read_root(item, key));
}

YamlNode write(const Key& /*key*/, const Formula& value) {
  return scalar_node(value.text.str());
}

YamlNode write(const Key& /*key*/, const Polynomials& value) {
  if (value.factors.size() == 1) return list_of(value.factors.front());
  YamlNode node;
  node.kind = YamlNode::Kind::sequence;
  for (const auto& factor : value.factors) node.items.push_back(list_of(factor));
  return node;
}

YamlNode write(const Key& /*key*/, const Roots& value) {
  YamlNode node;
  node.kind = YamlNode::Kind::sequence;
  for (const Root& root : value.roots) {
    node.items.push_back(root.imaginary.empty() ? scalar_node(root.real.str())
                                                : list_of({root.real, root.imaginary}));
  }
  return node;
}

}  // namespace gainswarm::spec
