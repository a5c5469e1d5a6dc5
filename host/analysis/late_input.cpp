#include "host/analysis/late_input.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "host/analysis/margins.hpp"
#include "host/analysis/matrix_functions.hpp"
#include "host/rollout/parameters.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::Index;

/// Whether what is held comes to the law through dead times alone.
bool jumps(const LoopEquations& equations, Index held) {
  const DelayedSystem& motion = equations.motion;
  Eigen::VectorXd reached = motion.e.col(held).cwiseAbs();
  for (Index i = 0; i < motion.delays(); ++i) reached += (motion.e_d.cwiseAbs() * reached).eval();
  for (Index j = 0; j < motion.delays(); ++j) {
    if (reached(j) != 0 && equations.looked_at.delayed[static_cast<std::size_t>(j)]) return true;
  }
  return false;
}

/// Eight for each half turn that its fastest motion makes, within bounds.
std::size_t parts_of_a_period(const LoopEquations& equations) {
  constexpr double a_half_turn = 8, least = 6, most = 32;
  double fastest = 0;
  for (const Complex motion : eigenvalues(equations.motion.a)) fastest = std::max(fastest, size(motion));
  const double half_turns = fastest * rollout::control_period(equations.problem) / std::numbers::pi;
  return static_cast<std::size_t>(std::clamp(std::ceil(a_half_turn * half_turns), least, most));
}

}  // namespace

std::optional<LateInput> LateInput::of(const LoopEquations& equations, Index input) {
  if (equations.parsed.law.continuous()) return std::nullopt;
  const std::optional<Index> held = equations.held_inputs[static_cast<std::size_t>(input)];
  if (!held || jumps(equations, *held)) return std::nullopt;
  LateInput late(equations, input);
  late.by_parts_.push_back(equations.between_ticks);
  const std::size_t parts = parts_of_a_period(equations);
  for (std::size_t count = 1; count < parts; ++count) {
    auto between = equations.flow_later(input, static_cast<double>(count) / static_cast<double>(parts));
    if (!between) return std::nullopt;
    late.by_parts_.push_back(*std::move(between));
  }
  return late;
}

double LateInput::period() const {
  return rollout::control_period(equations_->problem);
}

LateResponse::LateResponse(const LateInput& late, const LoopSlopes& slopes)
    : late_(late),
      slopes_(slopes),
      history_(history_of(tick_of(slopes, late.late_by_parts(0)), late.late_by_parts(0))) {
  if (history_.a.size() == 1) {
    const Eigen::HessenbergDecomposition<Eigen::MatrixXd> decomposition(
        history_.a.begin()->second.transpose());
    hessenberg_ = decomposition.matrixH();
    basis_ = decomposition.matrixQ();
  }
  for (std::size_t count = 0; count < late.parts(); ++count)
    by_parts_.push_back(column(late.late_by_parts(count)));
  by_parts_.push_back(by_parts_.front());
  for (Term& term : by_parts_.back()) ++term.ticks;
}

std::vector<Complex> LateResponse::open_poles() const {
  LoopModel open;
  open.period = late_.period();
  open.a = history_.a.at(1);
  open.a.col(late_.held()).setZero();
  return poles(open);
}

/// Less what the held input does to itself, which does not come late.
LateResponse::Column LateResponse::column(const BetweenTicks& between) const {
  const Index held = late_.held();
  Column result;
  for (const auto& [ticks, matrix] : history_of(tick_of(slopes_, between), between).a) {
    Eigen::VectorXd terms = matrix.col(held);
    if (ticks == 1) terms(held) -= slopes_.of_states(held, held);
    if (basis_.size() > 0) terms = (basis_.transpose() * terms).eval();
    result.push_back({ticks, std::move(terms)});
  }
  return result;
}

Complex LateResponse::turn(std::int64_t ticks) {
  for (const auto& [known, value] : turns_) {
    if (known == ticks) return value;
  }
  turns_.emplace_back(ticks, exponential({0, -omega_ * late_.period() * static_cast<double>(ticks)}));
  return turns_.back().second;
}

void LateResponse::solve_row(double omega) {
  omega_ = omega;
  turns_.clear();
  const Index n = history_.b.rows(), held = late_.held();
  if (basis_.size() == 0) {
    matrix_ = characteristic(history_, late_.period()).at({0, omega}).transpose();
    row_ = solve(matrix_, Eigen::VectorXcd::Unit(n, held));
    return;
  }
  const Complex z = turn(-1);
  matrix_ = (-hessenberg_).cast<Complex>();
  for (Index i = 0; i < n; ++i) matrix_(i, i) += z;
  row_ = basis_.row(held).transpose().cast<Complex>();
  solve_hessenberg(matrix_, row_);
  for (Complex& value : row_) value = product(value, z);
}

Complex LateResponse::times(const Column& column) {
  Complex sum = 0;
  for (const Term& term : column) {
    double real = 0, imaginary = 0;
    for (Index i = 0; i < row_.size(); ++i) {
      real += term.column(i) * row_(i).real();
      imaginary += term.column(i) * row_(i).imag();
    }
    sum += product(turn(term.ticks), {real, imaginary});
  }
  return sum;
}

LateResponse::InParts LateResponse::in_parts(double omega) {
  solve_row(omega);
  InParts found;
  found.reserve(by_parts_.size());
  for (const Column& column : by_parts_) found.push_back(times(column));
  const Complex scale = quotient(1, 1.0 + found.front());
  for (Complex& value : found) value = product(value, scale);
  return found;
}

Complex LateResponse::operator()(double omega, double periods) {
  solve_row(omega);
  const double whole = std::floor(periods);
  const Complex late = times(column(late_.late_by(periods - whole))), at_once = times(by_parts_.front());
  return product(exponential({0, -omega * late_.period() * whole}), quotient(late, 1.0 + at_once));
}

}  // namespace gainswarm::analysis
