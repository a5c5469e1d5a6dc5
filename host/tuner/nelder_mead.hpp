// Nelder and Mead's simplex in the unit box, as a machine that asks for costs: propose(), then absorb().
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gainswarm::tuner {

/// One simplex. It asks for all the trial points that a step can need (reflection, expansion, both
/// contractions) at once, so that many rollouts run side by side; which of them it takes is decided as in the
/// textbook. The coefficients adapt to the dimension (Gao and Han, Computational Optimization and
/// Applications 51, 2012). Points outside the box are moved to its face. A collapsed simplex is spread out
/// anew about its best vertex, until that gains nothing more.
class NelderMead {
 public:
  /// size: edge of the first simplex, at most 0.5. tolerance: relative spread of the costs at which it has
  /// collapsed (if its edges are below the tolerance's root), and relative gain of a restart below which it
  /// is finished.
  NelderMead(std::span<const double> start, double cost, double size, double tolerance);

  /// The points whose costs it waits for, [point][dimension]; always at least one, unless it is finished.
  [[nodiscard]] std::span<const double> propose() const { return trials_; }
  [[nodiscard]] std::int64_t trials() const {
    return static_cast<std::int64_t>(trials_.size() / static_cast<std::size_t>(dimensions_));
  }
  /// Takes the costs of the proposed points.
  void absorb(std::span<const double> costs);

  [[nodiscard]] bool finished() const { return trials_.empty(); }
  [[nodiscard]] double cost() const { return vertices_.front().cost; }
  [[nodiscard]] std::span<const double> position() const { return vertices_.front().position; }

 private:
  struct Vertex {
    std::vector<double> position;
    double cost = 0;
  };
  enum class Phase { spread, step, shrink };

  void spread_out();
  void prepare_step();
  void prepare_shrink();
  void take_step(std::span<const double> costs);
  void replace_worst(std::size_t trial, double cost);
  void sort();
  [[nodiscard]] bool collapsed() const;
  [[nodiscard]] Vertex trial(std::size_t index, double cost) const;

  std::int64_t dimensions_;
  double size_, tolerance_;
  double expansion_, contraction_, shrinkage_;
  double side_ = 1;        ///< direction of the next fresh simplex
  double cost_at_spread_;  ///< best cost when the simplex was last spread out
  bool restarted_ = false;
  Phase phase_ = Phase::spread;
  std::vector<Vertex> vertices_;  ///< best first
  std::vector<double> trials_;
};

}  // namespace gainswarm::tuner
