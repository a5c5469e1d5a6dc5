#include "host/analysis/frequency_response.hpp"

#include <Eigen/Eigenvalues>
#include <cmath>
#include <utility>

#include "cuda/elementary.hpp"

namespace gainswarm::analysis {
namespace {

/// Solves the Hessenberg system in place by elimination with row exchanges.
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

}  // namespace

Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

Complex quotient(Complex a, Complex b) {
  const double size = b.real() * b.real() + b.imag() * b.imag();
  const Complex times_conjugate = product(a, {b.real(), -b.imag()});
  return {times_conjugate.real() / size, times_conjugate.imag() / size};
}

double size(Complex value) {
  return std::sqrt(value.real() * value.real() + value.imag() * value.imag());
}

FrequencyResponse::FrequencyResponse(const LoopModel& model, Eigen::Index input) : period_(model.period) {
  const Eigen::HessenbergDecomposition<Eigen::MatrixXd> decomposition(model.a);
  const Eigen::MatrixXd q = decomposition.matrixQ();
  a_ = decomposition.matrixH();
  b_ = q.transpose() * model.b.col(input);
  c_ = model.c.row(input) * q;
}

Complex FrequencyResponse::operator()(double omega) {
  const double angle = omega * period_;
  const Complex s =
      period_ > 0 ? Complex(elementary::cosine(angle), elementary::sine(angle)) : Complex(0, omega);
  matrix_ = (-a_).cast<Complex>();
  for (Eigen::Index i = 0; i < a_.rows(); ++i) matrix_(i, i) += s;
  state_ = b_.cast<Complex>();
  solve_hessenberg(matrix_, state_);
  Complex sum = 0;
  for (Eigen::Index i = 0; i < state_.size(); ++i) sum += c_(i) * state_(i);
  return sum;
}

}  // namespace gainswarm::analysis
