// Trajectories as comma-separated values.
#pragma once

#include <string>

#include "host/record/record.hpp"

namespace gainswarm::cli {

/// One heading line, "time [s],x [m],...", and one line a sample; every number reads back as the same double.
std::string csv(const record::Response& response);

}  // namespace gainswarm::cli
