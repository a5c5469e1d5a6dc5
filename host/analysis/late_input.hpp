// How a sampled loop answers when an input of the plant gets late what is held for it.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "host/analysis/loop_history.hpp"

namespace gainswarm::analysis {

/// What the loop's states become when the held input comes late by parts of a period, whatever the gains.
class LateInput {
 public:
  /// Nothing where no state is held for the input, the law sees it, or sees it again through nothing but dead
  /// times: then the answer jumps as these grow. The equations must outlive this.
  static std::optional<LateInput> of(const LoopEquations& equations, Eigen::Index input);

  [[nodiscard]] Eigen::Index held() const {
    return *equations_->held_inputs[static_cast<std::size_t>(input_)];
  }
  [[nodiscard]] double period() const;
  /// Of a period, at which a search looks: the more, the faster the plant moves within one.
  [[nodiscard]] std::size_t parts() const { return by_parts_.size(); }
  /// So many parts late, less than a period.
  [[nodiscard]] const BetweenTicks& late_by_parts(std::size_t count) const { return by_parts_[count]; }
  /// So late, less than a period, to 2^-34 of a step.
  [[nodiscard]] BetweenTicks late_by(double periods) const {
    return *equations_->flow_later(input_, periods);
  }

 private:
  LateInput(const LoopEquations& equations, Eigen::Index input) : equations_(&equations), input_(input) {}

  const LoopEquations* equations_;
  Eigen::Index input_;
  std::vector<BetweenTicks> by_parts_;
};

/// The loop cut at that input, with certain gains. All that the held input does is one column h(z) of the
/// map N(z) = 1 - sum of a[e] z^-e of a history; a dead time changes nothing else. So with q(z), the row of
/// N(z)^-1 that belongs to the held input, the loop is -L = q h/(1 + q h_0), h_0 without dead time, for any
/// dead time: one elimination a frequency serves them all. At the limit of stability -L is 1.
class LateResponse {
 public:
  /// Both must outlive this.
  LateResponse(const LateInput& late, const LoopSlopes& slopes);

  /// In 1/s, of the loop cut there: resonances of L. Those of dead times of whole periods and more are left
  /// out.
  [[nodiscard]] std::vector<Complex> open_poles() const;
  /// -L for dead times of 0, 1, ... parts of a period, a whole one the last.
  using InParts = std::vector<Complex>;

  /// At a frequency (rad/s).
  [[nodiscard]] InParts in_parts(double omega);
  /// How many parts a period has.
  [[nodiscard]] std::size_t parts() const { return by_parts_.size() - 1; }
  /// -L with any dead time.
  [[nodiscard]] Complex operator()(double omega, double periods);

 private:
  /// z^-ticks times a column.
  struct Term {
    std::int64_t ticks;
    Eigen::VectorXd column;
  };
  using Column = std::vector<Term>;

  [[nodiscard]] Column column(const BetweenTicks& between) const;
  void solve_row(double omega);
  /// Row times column.
  [[nodiscard]] Complex times(const Column& column);
  /// z^-ticks; those just asked for are kept.
  [[nodiscard]] Complex turn(std::int64_t ticks);

  const LateInput& late_;
  const LoopSlopes& slopes_;
  HistoryTerms history_;
  Eigen::MatrixXd hessenberg_, basis_;  ///< of the transposed map, where nothing but the last tick matters
  std::vector<Column> by_parts_;
  double omega_ = 0;
  std::vector<std::pair<std::int64_t, Complex>> turns_;
  Eigen::VectorXcd row_;
  Eigen::MatrixXcd matrix_;  ///< room for elimination
};

}  // namespace gainswarm::analysis
