// What the validation found, for people and for machines.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "host/cli/terminal.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// Success with its confidence interval, costs and metrics with their percentiles, the worst scenarios; empty
/// without validation.
std::string validation_section(const tuner::Tuning& tuning, const Style& style);

/// The same by set. The first set gives the headline; null without any. What is no number becomes null.
nlohmann::ordered_json validation_json(const tuner::Tuning& tuning);

}  // namespace gainswarm::cli
