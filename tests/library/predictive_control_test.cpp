// Predictive control of the double inverted pendulum: the few iterations of the law against the exact
// solution of the problem that it solves.
#include <gtest/gtest.h>

#include <Eigen/Core>
#include <Eigen/LU>
#include <algorithm>
#include <array>
#include <cmath>

#include "host/analysis/derived_gains.hpp"
#include "host/spec/derived_names.hpp"
#include "tests/library/single_rollout.hpp"

namespace gainswarm {
namespace {

constexpr int moves = 4;
constexpr double limit = 150;  // N
using Hessian = Eigen::Matrix<double, moves, moves>;
using Moves = Eigen::Matrix<double, moves, 1>;
using Map = Eigen::Matrix<double, moves, 6>;
const std::array<std::string, 6> states{"x", "theta1", "theta2", "v", "omega1", "omega2"};

spec::Problem balancing(const std::string& start) {
  return tests::problem_of(
      "name: predictive\nplant: {plants}/double_inverted_pendulum.yaml\n"
      "controller: {controllers}/predictive_control_double_pendulum.yaml\n"
      "gains: {position_weight: {bounds: [0.1, 10]}, angle_weight: 10, velocity_weight: 1, rate_weight: 1, "
      "effort_weight: 0.01}\n"
      "simulation: {duration: 2 s, step: 5 ms, control_period: 10 ms}\n"
      "loop: {actuators: {force: {saturation: 150 N}}}\n"
      "scenarios: {training: {list: [{initial_state: {" +
      start + "}}]}}\nobjective: {terms: {last: final(x)}}\n");
}

/// What the law is given, and what it did.
class Balancing {
 public:
  explicit Balancing(const std::string& start) : problem_(balancing(start)), gains_(all_gains(problem_)) {
    const auto names = spec::derived_gains(problem_);
    for (std::size_t i = 0; i < names.size(); ++i) derived_.emplace_back(names[i].name.str(), gains_[1 + i]);
    for (const std::string& state : states) states_.push_back(tests::signal(problem_, gains_, state));
    force_ = tests::signal(problem_, gains_, "force");
  }

  [[nodiscard]] double derived(const std::string& name) const {
    return std::ranges::find(derived_, name, &std::pair<std::string, double>::first)->second;
  }
  [[nodiscard]] Hessian hessian() const {
    Hessian h;
    for (int i = 0; i < moves; ++i) {
      for (int j = 0; j < moves; ++j)
        h(i, j) = derived("p_hessian_" + std::to_string(i + 1) + "_" + std::to_string(j + 1));
    }
    return h;
  }
  /// F x at a tick.
  [[nodiscard]] Moves slope(std::size_t tick) const {
    Moves f = Moves::Zero();
    for (int i = 0; i < moves; ++i) {
      for (std::size_t j = 0; j < states.size(); ++j)
        f(i) += derived("p_map_" + std::to_string(i + 1) + "_" + states[j]) * states_[j][tick];
    }
    return f;
  }
  [[nodiscard]] const std::vector<double>& force() const { return force_; }
  [[nodiscard]] double state(std::size_t which, std::size_t tick) const { return states_[which][tick]; }

 private:
  static std::vector<double> all_gains(const spec::Problem& problem) {
    const analysis::DerivedGains derived(problem);
    std::vector<double> gains(1 + static_cast<std::size_t>(derived.size()), 1);
    EXPECT_EQ(derived.derive(std::span(gains).first(1), std::span(gains).subspan(1)).cause, -1);
    return gains;
  }

  spec::Problem problem_;
  std::vector<double> gains_;  ///< tuned, then derived
  std::vector<std::pair<std::string, double>> derived_;
  std::vector<std::vector<double>> states_;
  std::vector<double> force_;
};

/// Moves that are free (0) or on a limit (-1, 1), the free ones as the gradient wants them.
Moves with_active(const Hessian& h, const Moves& f, const std::array<int, moves>& active) {
  Hessian a = h;
  Moves b = -f;
  for (int i = 0; i < moves; ++i) {
    if (active[static_cast<std::size_t>(i)] == 0) continue;
    a.row(i).setZero();
    a(i, i) = 1;
    b(i) = limit * active[static_cast<std::size_t>(i)];
  }
  return a.partialPivLu().solve(b);
}

/// The minimum of z'H z/2 + f'z within the limits, by trying all 81 sets of active limits.
Moves exact(const Hessian& h, const Moves& f) {
  Moves best = Moves::Zero();
  double lowest = 0;  // of z = 0
  for (int code = 0; code < 81; ++code) {
    const std::array<int, moves> active{code % 3 - 1, code / 3 % 3 - 1, code / 9 % 3 - 1, code / 27 - 1};
    const Moves z = with_active(h, f, active);
    if (z.cwiseAbs().maxCoeff() > limit * (1 + 1e-9)) continue;
    const double cost = z.dot(h * z) / 2 + f.dot(z);
    if (cost < lowest) lowest = cost, best = z;
  }
  return best;
}

TEST(PredictiveControl, StaysNearTheExactSolutionWithinTheLimits) {
  const Balancing run("theta1: 0.35, theta2: -0.15");
  const Hessian h = run.hessian();
  double furthest = 0, largest = 0;
  for (std::size_t tick = 1; tick + 1 < run.force().size(); ++tick) {
    furthest = std::max(furthest, std::abs(run.force()[tick] - exact(h, run.slope(tick))(0)));
    largest = std::max(largest, std::abs(run.force()[tick]));
  }
  EXPECT_EQ(largest, limit);         // the limits mattered
  EXPECT_LT(furthest, 0.1 * limit);  // eight iterations a tick are nearly enough
}

TEST(PredictiveControl, BecomesTheUnconstrainedFeedbackNearUpright) {
  const Balancing run("theta1: 0.01");
  for (std::size_t tick = 20; tick + 1 < run.force().size(); ++tick) {
    double feedback = 0;
    for (std::size_t j = 0; j < states.size(); ++j)
      feedback -= run.derived("p_" + states[j]) * run.state(j, tick);
    ASSERT_NEAR(run.force()[tick], feedback, 0.05) << "tick " << tick;
  }
}

}  // namespace
}  // namespace gainswarm
