// What a tuning run found, for people and for machines.
#pragma once

#include <string>

#include "host/cli/terminal.hpp"
#include "host/record/record.hpp"

namespace gainswarm::cli {

/// The final report: gains, cost, requirements, validation, warnings, and what the run took.
std::string report(const record::Record& record, const std::string& result, const Style& style);

/// The same as one JSON object on one line.
std::string report_json(const record::Record& record, const std::string& result);

}  // namespace gainswarm::cli
