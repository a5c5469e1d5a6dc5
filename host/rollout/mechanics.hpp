// Accelerations of a mechanical plant M(q) q'' = f, unrolled into the graph.
#pragma once

#include <vector>

#include "host/graph/value.hpp"

namespace gainswarm::rollout {

/// Solves M x = f for a symmetric positive definite M of n rows (only the lower triangle is read) by L D L^T
/// with constant pivots first and the last two unknowns by Cramer's rule, so that a constant pivot costs no
/// division and the last two share one. Source: Golub & Van Loan, Matrix Computations, section 4.1.
std::vector<graph::Value> solve_symmetric(std::vector<std::vector<graph::Value>> mass,
                                          std::vector<graph::Value> force);

}  // namespace gainswarm::rollout
