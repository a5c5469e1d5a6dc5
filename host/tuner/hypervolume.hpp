// How much of the space of objectives a front dominates.
#pragma once

#include <span>
#include <vector>

namespace gainswarm::tuner {

/// Volume of the points that a point [point][objective] dominates and that dominate the reference, exactly;
/// points beyond the reference count nothing. One number grows as the front gets nearer, wider and denser.
/// By slicing along the last objective; two objectives by a sweep (E. Zitzler, L. Thiele, Multiobjective
/// Evolutionary Algorithms, IEEE Transactions on Evolutionary Computation 3(4), 1999; L. While et al., A
/// Faster Algorithm for Calculating Hypervolume, the same 10(1), 2006). n points of m >= 2 objectives take
/// n^(m - 1) log n operations.
double hypervolume(std::vector<std::vector<double>> points, std::span<const double> reference);

}  // namespace gainswarm::tuner
