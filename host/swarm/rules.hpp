// From the configuration's words to the coefficients of the swarm's functors.
#pragma once

#include <cstdint>
#include <vector>

#include "cuda/swarm.hpp"
#include "host/spec/spec.hpp"
#include "host/swarm/state.hpp"

namespace gainswarm::swarm {

/// The coefficients of one iteration. With constriction the inertia weight is sqrt(cognitive + social) - 1:
/// given coefficients that are already constricted (chi phi1 and chi phi2 in Clerc and Kennedy 2002) that is
/// chi.
Rules rules(const spec::Swarm& options, std::int64_t iteration);

/// Comprehensive learning: 0.05 + 0.45 (e^(10 i / (n - 1)) - 1) / (e^10 - 1) for particle i of n (Liang et
/// al. 2006).
std::vector<double> learning_probabilities(std::int64_t particles);

/// Pointers into the state; it must outlive them. Leaders and learning probabilities are left out.
View view(State& state);

}  // namespace gainswarm::swarm
