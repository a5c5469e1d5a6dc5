// Roots of a determinant that depends on a complex number.
#pragma once

#include <functional>
#include <vector>

#include "host/analysis/complex.hpp"

namespace gainswarm::analysis {

/// A matrix as a function of s, and its derivative.
struct Characteristic {
  std::function<Eigen::MatrixXcd(Complex)> at, slope;
};

/// The roots of the determinant next to `starts`, which come in conjugate pairs like these, by Newton's
/// method; those that it leaves are dropped, and what two starts lead to is taken once. `scale` is a size
/// that matters in s. Ascending by real part, then imaginary part.
std::vector<Complex> roots_near(const std::vector<Complex>& starts, const Characteristic& characteristic,
                                double scale);

}  // namespace gainswarm::analysis
