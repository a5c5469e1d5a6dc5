// The closed loop, plant and law and what stands between them, linearised about an operating point.
#pragma once

#include <Eigen/Core>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/analysis/delay_terms.hpp"
#include "host/analysis/history_terms.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// How the loop answers w, which is added to the law's outputs, with v, what the law itself gives then:
/// x[k+1] = A x[k] + B w[k] from control tick to control tick, or x' = A x + B w when the law is continuous;
/// v = C x. With the loop transfer function L (negative feedback, at one input): v = -L/(1 + L) w.
struct LoopModel {
  Eigen::MatrixXd a, b, c;
  double period = 0;       ///< s, 0: continuous
  double dead_time = 0;    ///< s, all that a signal spends in dead times and delays on its way round the loop
  DelayTerms delays{};     ///< of a continuous law with dead times
  HistoryTerms history{};  ///< of a sampled law with dead times; there are no B and C then
  bool a_is_near = false;  ///< A's eigenvalues are near some of the history's poles
  std::vector<Complex> repeated{};  ///< poles in 1/s that the model has once more than the loop
};

struct LoopEquations;

class LinearLoop {
 public:
  /// The operating point's states and inputs; those not named are 0, states of the law are as they start, the
  /// references as they are in the end. Dead times are exact. Noise, quanta, dead zones, backlash and limits
  /// are left out. The problem need not outlive this. Throws InputError where an expression is wrong, or the
  /// loop is too large.
  LinearLoop(const spec::Problem& problem, const spec::Map<spec::Quantity>& about);
  LinearLoop(LinearLoop&&) noexcept;
  ~LinearLoop();

  [[nodiscard]] const std::vector<std::string>& inputs() const { return inputs_; }
  /// States of plant and law that are outside the loop; see loop_nodes.hpp.
  [[nodiscard]] const std::vector<std::string>& outside() const { return outside_; }
  /// The model of the states in the loop for gains in the program's order. The same bits on every machine.
  [[nodiscard]] LoopModel at(std::span<const double> gains) const;
  /// Likewise with so many control periods more of dead time at an input of the plant, to 2^-34 of a step.
  /// Nothing for laws without ticks, plants in discrete time, and laws that see the plant's input at their
  /// ticks.
  [[nodiscard]] std::optional<LoopModel> later(std::span<const double> gains, Eigen::Index input,
                                               double periods) const;
  /// How the states outside the loop move by themselves; no B and C.
  [[nodiscard]] LoopModel outside_at(std::span<const double> gains) const;
  /// Why the model would say nothing about the loop with these gains, such as a law that switches at the
  /// operating point; empty when there is no reason.
  [[nodiscard]] std::string obstacle(std::span<const double> gains) const;
  [[nodiscard]] const LoopEquations& equations() const { return *equations_; }

 private:
  std::unique_ptr<const LoopEquations> equations_;
  std::vector<std::string> inputs_, outside_;
  std::string unrest_;  ///< empty: the plant, as far as the law feels it, rests at the operating point
};

}  // namespace gainswarm::analysis
