// What must hold between keys, as far as no expression needs to be read for it. All throw InputError at the
// place in the tree where the value stands.
#pragma once

#include "host/spec/document.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::spec {

// Within one map; the reader calls these after it has filled the struct from `node`.
void check(const Plant& plant, const YamlNode& node);
void check(const Block& block, const YamlNode& node);
void check(const Controller& controller, const YamlNode& node);
void check(const ControllerState& state, const YamlNode& node);
void check(const Derived& derived, const YamlNode& node);
void check(const Gain& gain, const YamlNode& node);
void check(const Simulation& simulation, const YamlNode& node);
void check(const ScenarioSet& set, const YamlNode& node);
void check(const Requirement& requirement, const YamlNode& node);
void check(const MarginLimit& limit, const YamlNode& node);
void check(const Margins& margins, const YamlNode& node);
void check(const Objective& objective, const YamlNode& node);
void check(const Swarm& swarm, const YamlNode& node);

/// Whether the set draws anything at random.
bool draws(const ScenarioSet& set);

/// Between plant, controller and the rest; ends with check_limits().
void check(const Problem& problem, const YamlNode& node);

/// Gains that follow from the tuned ones, against the plant.
void check_derived(const Problem& problem, const YamlNode& node);

/// What stands between the law and the plant, against both; `node` is the loop's.
void check_loop(const Loop& loop, const Problem& problem, const YamlNode& node);

/// Products of sizes, before anything of that size is made, and numbers that single precision cannot hold.
void check_limits(const Problem& problem, const YamlNode& node);

}  // namespace gainswarm::spec
