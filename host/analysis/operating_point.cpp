#include "host/analysis/operating_point.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <Eigen/LU>
#include <Eigen/QR>
#include <algorithm>
#include <optional>

namespace gainswarm::analysis {
namespace {

using Rows = std::vector<Eigen::Index>;

/// Of rates over states and inputs, what comes out of dead times following at rest.
Eigen::MatrixXd slopes_at_rest(const LinearModel& model, const Rows& rows) {
  const Eigen::Index n = model.a.rows(), m = model.b.cols(), count = std::ssize(model.delays.times);
  Eigen::MatrixXd slopes(n, n + m);
  slopes << model.a, model.b;
  if (model.is_discrete) slopes.leftCols(n) -= Eigen::MatrixXd::Identity(n, n);
  if (count > 0) {
    Eigen::MatrixXd entering(count, n + m);
    entering << model.delays.e, model.delays.e_w;
    const Eigen::MatrixXd around = Eigen::MatrixXd::Identity(count, count) - model.delays.e_d;
    slopes += model.delays.a_d * around.partialPivLu().solve(entering);
  }
  return slopes(rows, Eigen::all);
}

/// How readily each number is changed: inputs rather than states, which references are likely to ask for, and
/// no state that is 0.
Eigen::VectorXd willingness(const Eigen::VectorXd& point, Eigen::Index states) {
  constexpr double of_states = 1e-4;
  Eigen::VectorXd scale = point.cwiseAbs();
  for (Eigen::Index i = 0; i < scale.size(); ++i) {
    if (i < states) {
      scale[i] *= of_states;
    } else if (scale[i] == 0) {
      scale[i] = 1;
    }
  }
  return scale;
}

std::vector<std::string> names_of(const LinearModel& model) {
  std::vector<std::string> names = model.states;
  names.insert(names.end(), model.inputs.begin(), model.inputs.end());
  return names;
}

LinearModel model_at(const Eigen::VectorXd& point, const std::vector<std::string>& names,
                     const Linearisation& linearised) {
  spec::Map<spec::Quantity> about;
  for (std::size_t i = 0; i < names.size(); ++i)
    about.push_back({spec::Text(names[i]), {point[static_cast<Eigen::Index>(i)], {}, {}}});
  return linearised(about);
}

/// So that the point's first six digits will do.
bool rests_well(const Rest& rest, const Rows& rows) {
  constexpr double of_rounding = 1e-4, of_equations = 1e-9;
  return std::ranges::all_of(rows, [&](Eigen::Index row) {
    return std::abs(rest.rates[row]) <= of_rounding * rest.rounding[row] + of_equations;
  });
}

/// By Newton's method with the smallest changes: "{v: 27.8, f: 459.136}", or nothing. Nothing either for a
/// plant whose equations depend on the time, which has other rates in other places of a rollout.
std::string rest_near(const Rest& there, const spec::Map<spec::Quantity>& about, const Rows& rows,
                      const Linearisation& linearised) {
  constexpr int most_steps = 30;
  constexpr double rounding = 1e-9;
  LinearModel model = linearised(about);
  if (!model.rest.rates.isApprox(there.rates, rounding)) return {};
  const std::vector<std::string> names = names_of(model);
  Eigen::VectorXd point(std::ssize(names));
  for (std::size_t i = 0; i < names.size(); ++i)
    point[static_cast<Eigen::Index>(i)] = spec::operating_value(about, names[i]);
  for (int step = 0; step < most_steps && !rests_well(model.rest, rows); ++step) {
    const Eigen::MatrixXd slopes = slopes_at_rest(model, rows);
    if (!slopes.allFinite() || !model.rest.rates.allFinite()) return {};
    const Eigen::VectorXd scale = willingness(point, std::ssize(model.states));
    const Eigen::MatrixXd scaled = slopes * scale.asDiagonal();
    point -= scale.cwiseProduct(scaled.completeOrthogonalDecomposition().solve(model.rest.rates(rows)));
    model = model_at(point, names, linearised);
  }
  if (!rests_well(model.rest, rows)) return {};
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double number = point[static_cast<Eigen::Index>(i)];
    if (number != 0) numbers.push_back(fmt::format("{}: {:.6g}", names[i], number));
  }
  return fmt::format("{{{}}}", fmt::join(numbers, ", "));
}

}  // namespace

std::string unrest(const Rest& there, const spec::Map<spec::Quantity>& about, const std::vector<bool>& has_to,
                   const Linearisation& linearised) {
  Rows rows;
  for (std::size_t i = 0; i < has_to.size(); ++i) {
    if (has_to[i]) rows.push_back(static_cast<Eigen::Index>(i));
  }
  const auto moving = std::ranges::find_if(rows, [&](Eigen::Index row) { return !there.holds(row); });
  if (moving == rows.end()) return {};
  const double rate = there.rates[*moving];
  const std::string near = rest_near(there, about, rows, linearised);
  return fmt::format("the plant does not rest at the {}there the rate of '{}' is {}{})",
                     about.empty() ? "origin (no 'operating_point' is named, and " : "operating point (",
                     linearised(about).states[static_cast<std::size_t>(*moving)],
                     std::isfinite(rate) ? fmt::format("{:.4g}", rate) : "not finite",
                     near.empty() ? "" : "; it rests at " + near);
}

}  // namespace gainswarm::analysis
