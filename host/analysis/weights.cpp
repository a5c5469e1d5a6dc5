#include "host/analysis/weights.hpp"

#include <algorithm>
#include <cmath>

#include "host/analysis/discretise.hpp"

namespace gainswarm::analysis {

Weights::Weights(const spec::Map<spec::Text>& expressions, const std::vector<std::string>& signals,
                 GainExpressions& into) {
  for (const std::string& signal : signals) {
    const spec::Text* found = spec::find(expressions, signal);
    indices_.push_back(found == nullptr ? std::nullopt : std::optional(into.add(*found)));
  }
}

Eigen::VectorXd Weights::values(std::span<const double> expressions) const {
  Eigen::VectorXd weights(static_cast<Eigen::Index>(indices_.size()));
  for (std::size_t i = 0; i < indices_.size(); ++i) {
    weights[static_cast<Eigen::Index>(i)] = indices_[i] ? expressions[*indices_[i]] : 0;
  }
  return weights;
}

double violation(const Eigen::VectorXd& weights, bool zero_is_allowed) {
  double worst = 0;
  for (const double weight : weights) {
    const bool fits = std::isfinite(weight) && (zero_is_allowed ? weight >= 0 : weight > 0);
    if (fits) continue;
    const double size = std::abs(weight);
    worst = std::max(worst, std::isfinite(weight) ? std::max(size / (1 + size), 1e-6) : 1);
  }
  return worst;
}

WeightedCost WeightedCost::continuous(Eigen::Index states, Eigen::Index inputs) {
  WeightedCost cost(states);
  const Eigen::Index all = states + inputs;
  for (Eigen::Index i = 0; i < all; ++i) {
    cost.parts_.emplace_back(Eigen::MatrixXd::Zero(all, all));
    cost.parts_.back()(i, i) = 1;
  }
  return cost;
}

WeightedCost WeightedCost::sampled(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, double period) {
  WeightedCost cost(a.rows());
  cost.parts_ = unit_integrals(with_held_inputs(a, b), period);
  return cost;
}

WeightedCost WeightedCost::summed(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, std::int64_t ticks,
                                  double period) {
  WeightedCost cost = continuous(a.rows(), b.cols());
  Eigen::MatrixXd tick = with_held_inputs(a, b);
  tick.bottomRightCorner(b.cols(), b.cols()).setIdentity();
  for (Eigen::MatrixXd& part : cost.parts_) {
    Eigen::MatrixXd later = part;
    for (std::int64_t i = 1; i < ticks; ++i) {
      later = (tick.transpose() * later * tick).eval();
      part += later;
    }
    part *= period;
  }
  return cost;
}

QuadraticCost WeightedCost::at(const Eigen::VectorXd& of_states, const Eigen::VectorXd& of_inputs) const {
  const Eigen::Index inputs = of_inputs.size();
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(states_ + inputs, states_ + inputs);
  for (Eigen::Index i = 0; i < sum.rows(); ++i) {
    const double weight = i < states_ ? of_states[i] : of_inputs[i - states_];
    if (weight != 0) sum += weight * parts_[static_cast<std::size_t>(i)];
  }
  return {sum.topLeftCorner(states_, states_), sum.bottomRightCorner(inputs, inputs),
          sum.topRightCorner(states_, inputs)};
}

}  // namespace gainswarm::analysis
