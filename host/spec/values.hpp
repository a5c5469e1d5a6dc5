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
const Text& scalar(const Node& node, const Key& key, std::string_view expected);
/// A number in the key's unit and range.
Measure read_measure(const Node& node, const Key& key);
/// Throws when the value lies outside the key's range or is infinite without leave.
void require_range(const Position& where, const Key& key, double value);

void read(const Node& node, const Key& key, bool& value);
void read(const Node& node, const Key& key, double& value);
void read(const Node& node, const Key& key, std::int64_t& value);
void read(const Node& node, const Key& key, std::uint64_t& value);
void read(const Node& node, const Key& key, std::string& value);  ///< prose or a unit, as the key says
void read(const Node& node, const Key& key, Text& value);         ///< expression, prose or name
void read(const Node& node, const Key& key, Quantity& value);
void read(const Node& node, const Key& key, Interval& value);
void read(const Node& node, const Key& key, Bounds& value);
void read(const Node& node, const Key& key, Inertia& value);
void read(const Node& node, const Key& key, Draw& value);
void read(const Node& node, const Key& key, Aggregation& value);

/// Values that may stand for a whole map.
void read_short(const Node& node, const Key& key, Gain& gain);
void read_short(const Node& node, const Key& key, Term& term);

Node scalar_node(std::string text);
Node write(const Key& key, bool value);
Node write(const Key& key, double value);
Node write(const Key& key, std::int64_t value);
Node write(const Key& key, std::uint64_t value);
Node write(const Key& key, const std::string& value);
Node write(const Key& key, const Text& value);
Node write(const Key& key, const Quantity& value);
Node write(const Key& key, const Interval& value);
Node write(const Key& key, const Bounds& value);
Node write(const Key& key, const Inertia& value);
Node write(const Key& key, const Draw& value);
Node write(const Key& key, const Aggregation& value);

}  // namespace gainswarm::spec
