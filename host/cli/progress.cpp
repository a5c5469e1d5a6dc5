#include "host/cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/cli/table.hpp"
#include "host/cli/terminal.hpp"
#include "host/tuner/objective.hpp"

namespace gainswarm::cli {
namespace {

constexpr double seconds_between_rewrites = 0.1;
constexpr double seconds_between_lines = 10;
constexpr std::int64_t milestones = 10;

/// What is still to come.
std::string outlook(double seconds, bool last) {
  if (last) return "polish and validation follow";
  return "swarms " + ready_in(seconds);
}

/// Candidates that miss a requirement are ranked beyond every cost: their number says nothing to people.
std::string best_cost(double cost) {
  return cost >= tuner::unmet_requirements ? "requirements not met yet" : "best cost " + number(cost);
}

}  // namespace

Progress::Progress(bool quiet, std::int64_t iterations)
    : quiet_(quiet), line_(!quiet), iterations_(iterations) {}

void Progress::show(const tuner::Generation& generation) {
  if (quiet_) return;
  if (line_.is_there()) {
    if (generation.seconds < next_seconds_) return;
    next_seconds_ = generation.seconds + seconds_between_rewrites;
    line_.show(line_of(generation));
  } else {
    append(line_of(generation), generation);
  }
}

void Progress::append(const std::string& line, const tuner::Generation& generation) {
  if (generation.iteration < next_milestone_ && generation.seconds < next_seconds_) return;
  const std::int64_t stride = (iterations_ + milestones - 1) / milestones;
  next_milestone_ = (generation.iteration / stride + 1) * stride;
  next_seconds_ = generation.seconds + seconds_between_lines;
  tell(line + "\n");
}

std::string Progress::line_of(const tuner::Generation& generation) const {
  const double per_iteration = generation.seconds / static_cast<double>(generation.iteration);
  constexpr double shortest = 1e-9, fastest = 1e18;
  const double rate =
      std::min(static_cast<double>(generation.evaluations) / std::max(generation.seconds, shortest), fastest);
  const std::int64_t left = iterations_ - generation.iteration;
  return fmt::format("iteration {}/{}, {} evaluations/s, {}, {:.1f} % failed, {}", generation.iteration,
                     iterations_, count(static_cast<std::int64_t>(rate)), best_cost(generation.best_cost),
                     100 * generation.failed_share,
                     outlook(per_iteration * static_cast<double>(left), left == 0));
}

}  // namespace gainswarm::cli
