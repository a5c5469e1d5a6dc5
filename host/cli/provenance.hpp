// Where a result comes from: versions, time, machine.
#pragma once

#include <chrono>
#include <string>

#include "host/record/record.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::cli {

using Moment = std::chrono::system_clock::time_point;

/// All but the engine's description.
record::Provenance provenance_of(const spec::Problem& problem, const rollout::Program& program,
                                 Moment started, Moment finished);

/// Every configuration file, verbatim, and the resolved whole.
record::Configuration configuration_of(const spec::Problem& problem);

/// Model name of the processor; "unknown" where the system does not tell.
std::string processor();

/// E.g. 2024-05-06T07:08:09Z.
std::string iso8601(Moment moment);

}  // namespace gainswarm::cli
