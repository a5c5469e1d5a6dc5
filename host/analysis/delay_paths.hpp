// Through which dead times the states of a linear system act on what is seen of it.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace gainswarm::analysis {

/// x' = A x + A_d d, e = E x + E_d d, d_j(t) = e_j(t - steps_j of time).
struct DelayedSystem {
  Eigen::MatrixXd a;    ///< states x states
  Eigen::MatrixXd a_d;  ///< states x delays
  Eigen::MatrixXd e;    ///< delays x states
  Eigen::MatrixXd e_d;  ///< delays x delays
  std::vector<std::int64_t> steps;

  [[nodiscard]] Eigen::Index states() const { return a.rows(); }
  [[nodiscard]] Eigen::Index delays() const { return std::ssize(steps); }
  /// Whether the state moves by itself: it has a rate.
  [[nodiscard]] bool moves(Eigen::Index state) const {
    return !a.row(state).isZero(0) || !a_d.row(state).isZero(0);
  }
};

/// The same system when all that a state does to others comes so many steps late: one dead time more, the
/// last.
DelayedSystem with_late_state(DelayedSystem system, Eigen::Index state, std::int64_t steps);

/// Which states, and which of the signals that enter dead times, matter at which age in steps.
class DelayPaths {
 public:
  explicit DelayPaths(const DelayedSystem& system) : system_(system) {}

  /// What is seen now: a state, or what comes out of a dead time. All that it depends on matters too.
  void see_state(Eigen::Index state) { visit_state(0, state); }
  void see_delayed(Eigen::Index delay);

  /// What is seen depends on signals of more ages than can be followed: a dead time's output acts on its own
  /// input, or dead times combine in too many ways.
  [[nodiscard]] bool endless() const { return endless_; }
  [[nodiscard]] const std::map<std::int64_t, std::set<Eigen::Index>>& states() const { return states_; }
  [[nodiscard]] const std::map<std::int64_t, std::set<Eigen::Index>>& entering() const { return entering_; }

 private:
  void visit_state(std::int64_t age, Eigen::Index state);
  void visit_entering(std::int64_t age, Eigen::Index delay);

  const DelayedSystem& system_;
  bool endless_ = false;
  std::map<std::int64_t, std::set<Eigen::Index>> states_, entering_;
};

}  // namespace gainswarm::analysis
