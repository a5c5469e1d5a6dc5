// Complex numbers that come out the same on every machine: by their textbook formulas, as what a library
// computes may differ.
#pragma once

#include <Eigen/Core>
#include <complex>

namespace gainswarm::analysis {

using Complex = std::complex<double>;

Complex product(Complex a, Complex b);
Complex quotient(Complex a, Complex b);
Complex exponential(Complex exponent);
double size(Complex value);

struct Solution {
  Eigen::MatrixXcd x;
  Complex phase;  ///< of the matrix's determinant, of size 1
};

/// matrix^-1 right, by elimination with row exchanges, which overwrites the matrix. Not finite where it is
/// singular.
Solution solve_with_phase(Eigen::MatrixXcd& matrix, Eigen::MatrixXcd right);
Eigen::MatrixXcd solve(Eigen::MatrixXcd& matrix, Eigen::MatrixXcd right);

/// Likewise in place for a Hessenberg matrix and one column.
void solve_hessenberg(Eigen::MatrixXcd& matrix, Eigen::VectorXcd& right);

}  // namespace gainswarm::analysis
