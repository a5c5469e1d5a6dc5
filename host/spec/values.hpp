// How each value that is not a map of known keys is read from YAML and written to it.
#pragma once

#include <cstdint>
#include <string>

#include "host/spec/document.hpp"
#include "host/spec/key.hpp"
#include "host/spec/keys.hpp"
#include "host/spec/number.hpp"

namespace gainswarm::spec {

/// The text of a scalar; throws when the node is something else. `expected` says what is needed, e.g. "a
/// number".
const Text& scalar(const YamlNode& node, const Key& key, std::string_view expected);
/// A number in the key's unit and range.
Measure read_measure(const YamlNode& node, const Key& key);
/// Whether a text that is no word can only be meant as a number.
bool begins_like_number(const std::string& text);
/// Numbers that belong together: a bare one has the unit of its neighbour, two written units must measure the
/// same. `unit` is that of those read before, and becomes this one's when there was none.
void join_units(const Text& text, const Measure& measure, std::string& unit);
/// Throws when the value lies outside the key's range or is infinite without leave.
void require_range(const Position& where, const Key& key, double value);

void read(const YamlNode& node, const Key& key, bool& value);
void read(const YamlNode& node, const Key& key, double& value);
void read(const YamlNode& node, const Key& key, std::int64_t& value);
void read(const YamlNode& node, const Key& key, std::uint64_t& value);
void read(const YamlNode& node, const Key& key, std::string& value);  ///< prose or a unit, as the key says
void read(const YamlNode& node, const Key& key, Text& value);         ///< expression, prose or name
void read(const YamlNode& node, const Key& key, Quantity& value);
void read(const YamlNode& node, const Key& key, Interval& value);
void read(const YamlNode& node, const Key& key, Formula& value);
void read(const YamlNode& node, const Key& key, Polynomials& value);
void read(const YamlNode& node, const Key& key, Roots& value);
void read(const YamlNode& node, const Key& key, Bounds& value);
void read(const YamlNode& node, const Key& key, Inertia& value);
void read(const YamlNode& node, const Key& key, Draw& value);
void read(const YamlNode& node, const Key& key, Aggregation& value);

/// Values that may stand for a whole map.
void read_short(const YamlNode& node, const Key& key, Gain& gain);
void read_short(const YamlNode& node, const Key& key, Term& term);
void read_short(const YamlNode& node, const Key& key, ParetoObjective& objective);
void read_short(const YamlNode& node, const Key& key, Metric& metric);

/// "; write ..." when the node is a list where a map is needed, else nothing.
std::string instead_of_list(const YamlNode& node, const Gain& gain);

YamlNode scalar_node(std::string text);
YamlNode write(const Key& key, bool value);
YamlNode write(const Key& key, double value);
YamlNode write(const Key& key, std::int64_t value);
YamlNode write(const Key& key, std::uint64_t value);
YamlNode write(const Key& key, const std::string& value);
YamlNode write(const Key& key, const Text& value);
YamlNode write(const Key& key, const Quantity& value);
YamlNode write(const Key& key, const Interval& value);
YamlNode write(const Key& key, const Formula& value);
YamlNode write(const Key& key, const Polynomials& value);
YamlNode write(const Key& key, const Roots& value);
YamlNode write(const Key& key, const Bounds& value);
YamlNode write(const Key& key, const Inertia& value);
YamlNode write(const Key& key, const Draw& value);
YamlNode write(const Key& key, const Aggregation& value);

}  // namespace gainswarm::spec
