// The front of best compromises, for people and programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "host/cli/terminal.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// The ends of the front, its knee, and points between them; nothing when there is no front.
std::string front_section(const tuner::Tuning& tuning, const Style& style);

/// Every point. What is not known of one is null.
nlohmann::ordered_json front_json(const tuner::Front& front);

}  // namespace gainswarm::cli
