// Reading, writing and describing configurations: the door of this folder.
#pragma once

#include <span>
#include <string>

#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// Reads and checks a complete problem with the files it names. Overrides are "a.b=c" and win over the files;
/// the last of several for one key counts. Throws InputError.
Problem load_problem(const std::string& path, std::span<const std::string> overrides = {});
/// The same from text in memory, such as a record's resolved configuration.
Problem parse_problem(Source source, std::span<const std::string> overrides = {});

Plant load_plant(const std::string& path);
Controller load_controller(const std::string& path);

/// The problem as one YAML text with every default filled in and nothing in other files; it reads back as the
/// same problem.
std::string resolved(const Problem& problem);

/// JSON Schema (draft 2020-12) of a problem; plants and controllers are its $defs.
std::string json_schema();

/// What can be written, for people. `topic` is a section such as "swarm", a key such as "swarm.particles", or
/// "" for all. Throws InputError for an unknown topic.
std::string reference(const std::string& topic = "");

/// The problem as a validation set judges it: with the set's own loop and success, if it has them.
Problem judged_in(const ScenarioSet& set, const Problem& problem);

/// The plant whose equations move: the one inside all linearisations.
const Plant& moving_plant(const Plant& plant);

}  // namespace gainswarm::spec
