// What a search for a front goes on with, as numbers for a file and as what the search works with.
#pragma once

#include <cstddef>
#include <vector>

#include "host/swarm/state.hpp"
#include "host/tuner/front_archive.hpp"
#include "host/tuner/front_history.hpp"
#include "host/tuner/scalarisation.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

struct FrontParts {
  std::vector<Compromise> front;
  std::vector<Stay> stays;                           ///< FrontHistory::stays()
  std::vector<std::vector<double>> best_objectives;  ///< [particle]; empty where the best is no compromise
  Extent extent;              ///< the scale of the costs; empty while there is no compromise
  std::vector<double> reach;  ///< the farthest reference so far; likewise
};

/// For so many objectives.
FrontSearch saved(const FrontParts& parts, std::size_t objectives);

/// Throws swarm::UnsoundState when these are no numbers of a search by such swarms.
FrontParts restored(const FrontSearch& search, std::size_t objectives, const swarm::State& swarms);

}  // namespace gainswarm::tuner
