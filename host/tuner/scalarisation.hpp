// Several objectives as one cost, differently weighed in each swarm.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "host/tuner/front_archive.hpp"

namespace gainswarm::tuner {

/// At most `count` vectors of weights >= 0 that sum to 1, evenly over the simplex: all multiples of 1/h for
/// the largest h that fits (I. Das, J. E. Dennis, Normal-Boundary Intersection, SIAM Journal on Optimization
/// 8(3), 1998). One vector of equal weights when not even the corners fit.
std::vector<std::vector<double>> simplex_lattice(std::size_t objectives, std::size_t count);

/// Where a front lies: the best and the worst value of each objective on it.
struct Extent {
  std::vector<double> ideal, nadir;

  /// The objective on a scale where the ideal is 0 and the nadir 1.
  [[nodiscard]] double relative(std::size_t objective, double value) const;
};
Extent extent_of(const std::vector<Compromise>& front);

/// Augmented weighted Tchebycheff cost: the largest w_i d_i, d_i the distance from the ideal relative to the
/// range, plus 1e-3 of the sum of all d_i, so that what is dominated never wins. Weights below 1e-3 count
/// as that. Also of candidates beyond the ideal, where it is Wierzbicki's achievement function.
/// Source: R. E. Steuer, E.-U. Choo, An Interactive Weighted Tchebycheff Procedure, Mathematical Programming
/// 26, 1983.
double tchebycheff(std::span<const double> objectives, std::span<const double> weights, const Extent& extent);

/// The member of a front with the smallest sum of relative objectives, the first of several: of two
/// objectives it lies farthest below the straight line between the ends of the front.
/// Source of the idea: I. Das, On Characterizing the "Knee" of the Pareto Curve, Structural Optimization 18,
/// 1999.
std::size_t knee_of(const std::vector<Compromise>& front);

}  // namespace gainswarm::tuner
