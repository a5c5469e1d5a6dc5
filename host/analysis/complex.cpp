#include "host/analysis/complex.hpp"

#include <cmath>
#include <utility>

#include "cuda/elementary.hpp"

namespace gainswarm::analysis {

Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

Complex quotient(Complex a, Complex b) {
  const double size = b.real() * b.real() + b.imag() * b.imag();
  const Complex times_conjugate = product(a, {b.real(), -b.imag()});
  return {times_conjugate.real() / size, times_conjugate.imag() / size};
}

Complex exponential(Complex exponent) {
  const double radius = elementary::exponential(exponent.real());
  return {radius * elementary::cosine(exponent.imag()), radius * elementary::sine(exponent.imag())};
}

double size(Complex value) {
  return std::sqrt(value.real() * value.real() + value.imag() * value.imag());
}

Solution solve_with_phase(Eigen::MatrixXcd& matrix, Eigen::MatrixXcd right) {
  const Eigen::Index n = matrix.rows();
  Complex phase = 1;
  for (Eigen::Index k = 0; k < n; ++k) {
    Eigen::Index largest = k;
    for (Eigen::Index i = k + 1; i < n; ++i) {
      if (std::norm(matrix(i, k)) > std::norm(matrix(largest, k))) largest = i;
    }
    matrix.row(k).swap(matrix.row(largest));
    right.row(k).swap(right.row(largest));
    const Complex pivot = matrix(k, k) / size(matrix(k, k));
    phase = product(phase, largest == k ? pivot : -pivot);
    for (Eigen::Index i = k + 1; i < n; ++i) {
      const Complex factor = quotient(matrix(i, k), matrix(k, k));
      for (Eigen::Index j = k + 1; j < n; ++j) matrix(i, j) -= product(factor, matrix(k, j));
      for (Eigen::Index j = 0; j < right.cols(); ++j) right(i, j) -= product(factor, right(k, j));
    }
  }
  for (Eigen::Index column = 0; column < right.cols(); ++column) {
    for (Eigen::Index k = n - 1; k >= 0; --k) {
      for (Eigen::Index j = k + 1; j < n; ++j) right(k, column) -= product(matrix(k, j), right(j, column));
      right(k, column) = quotient(right(k, column), matrix(k, k));
    }
  }
  return {std::move(right), phase};
}

Eigen::MatrixXcd solve(Eigen::MatrixXcd& matrix, Eigen::MatrixXcd right) {
  return solve_with_phase(matrix, std::move(right)).x;
}

void solve_hessenberg(Eigen::MatrixXcd& matrix, Eigen::VectorXcd& right) {
  const Eigen::Index n = matrix.rows();
  for (Eigen::Index k = 0; k + 1 < n; ++k) {
    if (std::norm(matrix(k + 1, k)) > std::norm(matrix(k, k))) {
      for (Eigen::Index j = k; j < n; ++j) std::swap(matrix(k, j), matrix(k + 1, j));
      std::swap(right(k), right(k + 1));
    }
    const Complex factor = quotient(matrix(k + 1, k), matrix(k, k));
    for (Eigen::Index j = k + 1; j < n; ++j) matrix(k + 1, j) -= product(factor, matrix(k, j));
    right(k + 1) -= product(factor, right(k));
  }
  for (Eigen::Index k = n - 1; k >= 0; --k) {
    for (Eigen::Index j = k + 1; j < n; ++j) right(k) -= product(matrix(k, j), right(j));
    right(k) = quotient(right(k), matrix(k, k));
  }
}

}  // namespace gainswarm::analysis
