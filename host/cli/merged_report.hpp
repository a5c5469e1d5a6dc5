// The searches that a result was chosen from, for people and programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "host/cli/terminal.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// A line a search, the chosen one marked; nothing when the result is that of one search.
std::string merged_section(const tuner::Tuning& tuning, const Style& style);

nlohmann::ordered_json merged_json(const tuner::Merged& merged);

}  // namespace gainswarm::cli
