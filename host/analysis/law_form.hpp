// Which of the known forms a law has, found from its equations by how each gain acts.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host/analysis/single_loop.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// u = p (b r - y) + i integral of (r - y) + d times the (filtered) derivative of c r - y. Numbers are those
/// of tuned gains; b and c may be constants of the law.
struct PidForm {
  std::size_t output = 0;  ///< of the plant
  std::optional<std::size_t> proportional, integral, derivative;
  std::optional<std::size_t> reference_weight, derivative_weight;
};

/// u_i = -sum over j of gain[i][j] y_j, plus what the references add.
struct FeedbackForm {
  /// Numbers of the tuned gains, inputs x outputs; -1 where nothing is fed back.
  Eigen::MatrixX<Eigen::Index> gains;
};

/// At low frequency each gain of a PID law in this form acts on the output alone, times 1, 1/s or s; that is
/// what is looked for. Every tuned gain must have its place.
std::variant<PidForm, Reason> pid_form(const spec::Problem& problem);
std::variant<FeedbackForm, Reason> feedback_form(const spec::Problem& problem);

}  // namespace gainswarm::analysis
