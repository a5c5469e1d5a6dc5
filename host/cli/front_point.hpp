// One compromise of a result's front, chosen by its number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "host/cli/command.hpp"
#include "host/record/record.hpp"

namespace gainswarm::cli {

/// --point, for commands that read a result.
void add_point_option(CLI::App& command, std::optional<std::int64_t>& point);

/// Puts the gains of a front's point into the place of the best gains. Throws UsageError when the result,
/// read from `path`, has no front or no such point, ReadError when its front is not one of its gains.
void choose_point(std::int64_t point, const std::string& path, record::Record& record);

/// The objectives of a point that exists.
std::vector<tuner::Named> objectives_of(const tuner::Front& front, std::int64_t point);

}  // namespace gainswarm::cli
