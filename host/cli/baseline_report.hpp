// How the tuned gains do beside others, for people and for machines.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "host/cli/terminal.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// Success, cost and comparison of every baseline, set by set; empty without baselines.
std::string baselines_section(const tuner::Tuning& tuning, const Style& style);

/// The same by baseline and set.
nlohmann::ordered_json baselines_json(const tuner::Tuning& tuning);

/// Whether the tuned gains beat those in use today on the first validation set; null when nothing was
/// compared.
nlohmann::ordered_json beats_incumbent(const tuner::Tuning& tuning);

}  // namespace gainswarm::cli
