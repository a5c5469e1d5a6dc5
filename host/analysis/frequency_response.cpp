#include "host/analysis/frequency_response.hpp"

#include <Eigen/Eigenvalues>

#include "cuda/elementary.hpp"

namespace gainswarm::analysis {

FrequencyResponse::FrequencyResponse(const LoopModel& model, Eigen::Index input)
    : period_(model.period), delays_(model.delays), history_(model.history), input_(input) {
  if (!history_.empty()) return;
  a_ = model.a;
  b_ = model.b.col(input);
  c_ = model.c.row(input);
  if (!delays_.empty()) return;
  const Eigen::HessenbergDecomposition<Eigen::MatrixXd> decomposition(model.a);
  const Eigen::MatrixXd q = decomposition.matrixQ();
  a_ = decomposition.matrixH();
  b_ = (q.transpose() * b_).eval();
  c_ = (c_ * q).eval();
}

Complex FrequencyResponse::operator()(double omega) {
  if (!history_.empty()) return transfer(history_, input_, period_, {0, omega});
  if (!delays_.empty()) return transfer(a_, b_, c_, delays_, input_, input_, {0, omega});
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
