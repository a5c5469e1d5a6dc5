// The answer of a linear loop to a sinusoid.
#pragma once

#include <Eigen/Core>

#include "host/analysis/complex.hpp"
#include "host/analysis/linear_loop.hpp"

namespace gainswarm::analysis {

/// G = C (s - A)^-1 B from input to input of a loop model, s = i omega or exp(i omega period), after one
/// reduction to Hessenberg form (Laub, IEEE Trans. Automatic Control 26(2), 1981); with dead times by
/// elimination at each frequency.
class FrequencyResponse {
 public:
  FrequencyResponse(const LoopModel& model, Eigen::Index input);

  /// At angular frequency omega (rad/s).
  [[nodiscard]] Complex operator()(double omega);

 private:
  Eigen::MatrixXd a_;  ///< Hessenberg
  Eigen::VectorXd b_;
  Eigen::RowVectorXd c_;
  double period_;
  DelayTerms delays_;
  HistoryTerms history_;
  Eigen::Index input_;
  Eigen::MatrixXcd matrix_;  ///< room for s - A and (s - A)^-1 B
  Eigen::VectorXcd state_;
};

}  // namespace gainswarm::analysis
