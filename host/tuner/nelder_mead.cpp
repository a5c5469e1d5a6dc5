#include "host/tuner/nelder_mead.hpp"

#include <algorithm>
#include <cmath>

namespace gainswarm::tuner {

namespace {

/// A simplex with no edge longer than this share of the range has collapsed, whatever its costs.
constexpr double smallest_edge = 1e-13;

/// Where the trial points of a step stand in trials_.
enum Trial : std::size_t { reflected, expanded, contracted_outside, contracted_inside };

}  // namespace

NelderMead::NelderMead(std::span<const double> start, double cost, double size, double tolerance)
    : dimensions_(static_cast<std::int64_t>(start.size())),
      size_(size),
      tolerance_(tolerance),
      cost_at_spread_(cost),
      vertices_{{{start.begin(), start.end()}, cost}} {
  const double dimensions = static_cast<double>(std::max<std::int64_t>(dimensions_, 2));
  expansion_ = 1 + 2 / dimensions;
  contraction_ = 0.75 - 1 / (2 * dimensions);
  shrinkage_ = 1 - 1 / dimensions;
  spread_out();
}

void NelderMead::absorb(std::span<const double> costs) {
  if (phase_ == Phase::step) {
    take_step(costs);
  } else {
    for (std::size_t i = 0; i < costs.size(); ++i) vertices_.push_back(trial(i, costs[i]));
    phase_ = Phase::step;
  }
  if (phase_ == Phase::shrink) return prepare_shrink();
  sort();
  if (!collapsed()) return prepare_step();
  const bool gained = cost_at_spread_ - cost() > tolerance_ * std::abs(cost());
  if (restarted_ && !gained) return trials_.clear();
  restarted_ = true;
  side_ = -side_;
  spread_out();
}

/// Proposes a fresh simplex: one step along each axis from the best vertex.
void NelderMead::spread_out() {
  vertices_.resize(1);
  cost_at_spread_ = cost();
  phase_ = Phase::spread;
  trials_.clear();
  for (std::int64_t axis = 0; axis < dimensions_; ++axis) {
    std::vector<double> vertex = vertices_.front().position;
    double& coordinate = vertex[static_cast<std::size_t>(axis)];
    const double moved = coordinate + side_ * size_;
    coordinate = moved < 0 || moved > 1 ? coordinate - side_ * size_ : moved;
    trials_.insert(trials_.end(), vertex.begin(), vertex.end());
  }
}

/// Proposes every point that a step may take: centroid + factor (centroid - worst).
void NelderMead::prepare_step() {
  const auto dimensions = static_cast<std::size_t>(dimensions_);
  const std::vector<double>& worst = vertices_.back().position;
  trials_.assign(4 * dimensions, 0);
  for (std::size_t axis = 0; axis < dimensions; ++axis) {
    double centroid = 0;
    for (std::size_t i = 0; i < dimensions; ++i) centroid += vertices_[i].position[axis];
    centroid /= static_cast<double>(dimensions_);
    const double away = centroid - worst[axis];
    const auto place = [&](Trial which, double factor) {
      trials_[which * dimensions + axis] = std::clamp(centroid + factor * away, 0.0, 1.0);
    };
    place(reflected, 1);
    place(expanded, expansion_);
    place(contracted_outside, contraction_);
    place(contracted_inside, -contraction_);
  }
}

void NelderMead::take_step(std::span<const double> costs) {
  const double best = vertices_.front().cost, second_worst = vertices_[vertices_.size() - 2].cost;
  const double worst = vertices_.back().cost;
  const auto take = [&](Trial which) { replace_worst(which, costs[which]); };
  if (costs[reflected] < best) {
    take(costs[expanded] < costs[reflected] ? expanded : reflected);
  } else if (costs[reflected] < second_worst) {
    take(reflected);
  } else if (costs[reflected] < worst && costs[contracted_outside] <= costs[reflected]) {
    take(contracted_outside);
  } else if (costs[reflected] >= worst && costs[contracted_inside] < worst) {
    take(contracted_inside);
  } else {
    phase_ = Phase::shrink;
  }
}

/// Proposes every vertex but the best drawn towards it.
void NelderMead::prepare_shrink() {
  trials_.clear();
  const Vertex best = vertices_.front();
  for (std::size_t i = 1; i < vertices_.size(); ++i) {
    for (std::size_t axis = 0; axis < best.position.size(); ++axis) {
      const double from = best.position[axis];
      trials_.push_back(from + shrinkage_ * (vertices_[i].position[axis] - from));
    }
  }
  vertices_.resize(1);
}

NelderMead::Vertex NelderMead::trial(std::size_t index, double cost) const {
  const auto first = trials_.begin() + static_cast<std::ptrdiff_t>(index) * dimensions_;
  return {{first, first + dimensions_}, cost};
}

void NelderMead::replace_worst(std::size_t index, double cost) {
  vertices_.back() = trial(index, cost);
}

/// Best first; equal costs keep their order.
void NelderMead::sort() {
  std::stable_sort(vertices_.begin(), vertices_.end(),
                   [](const Vertex& a, const Vertex& b) { return a.cost < b.cost; });
}

/// Costs alone do not tell: vertices on both sides of the optimum may cost the same. Near a smooth optimum
/// the cost's spread goes with the square of the edges.
bool NelderMead::collapsed() const {
  const double spread = vertices_.back().cost - vertices_.front().cost;
  double edge = 0;
  for (const Vertex& vertex : vertices_) {
    for (std::size_t axis = 0; axis < vertex.position.size(); ++axis) {
      edge = std::max(edge, std::abs(vertex.position[axis] - position()[axis]));
    }
  }
  const bool converged = spread <= tolerance_ * std::abs(cost()) && edge <= std::sqrt(tolerance_);
  return converged || spread == 0 || edge <= smallest_edge;
}

}  // namespace gainswarm::tuner
