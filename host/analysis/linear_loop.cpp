#include "host/analysis/linear_loop.hpp"

#include <fmt/format.h>

#include <cmath>

#include "host/analysis/loop_equations.hpp"
#include "host/analysis/loop_history.hpp"
#include "host/analysis/operating_point.hpp"

namespace gainswarm::analysis {
namespace {

/// Says where the plant, as far as the law feels it, does not rest at the operating point.
std::string unrest(const LoopEquations& loop, std::span<const double> gains) {
  const std::vector<double> rates = loop.values(loop.rates_at_rest, gains, loop.centre_for(gains));
  for (std::size_t i = 0; i < rates.size(); ++i) {
    if (!loop.is_felt(static_cast<Eigen::Index>(i)) || std::abs(rates[i]) <= at_rest) continue;
    const std::string rate = std::isfinite(rates[i]) ? fmt::format("{:.4g}", rates[i]) : "not finite";
    return fmt::format("the plant does not rest at the operating point (there the rate of '{}' is {})",
                       loop.parsed.plant.states()[i].name, rate);
  }
  return {};
}

/// Whether the law gives the operating point's inputs there.
bool law_rests(const LoopEquations& loop, std::span<const double> gains) {
  const std::vector<double> found = loop.values(loop.function_roots, gains, loop.centre_for(gains));
  const std::size_t first = found.size() - loop.rest_inputs.size();
  for (std::size_t i = 0; i < loop.rest_inputs.size(); ++i) {
    if (std::abs(found[first + i] - loop.rest_inputs[i]) > at_rest * (1 + std::abs(loop.rest_inputs[i])))
      return false;
  }
  return true;
}

/// Says where a function is not the straight line that its slope promises, up to a step of `share`.
std::string bend(const LoopEquations& loop, std::span<const double> gains, const Eigen::MatrixXd& slope,
                 double share) {
  constexpr double tolerance = 1e-2;
  std::vector<double> at = loop.centre_for(gains);
  const std::vector<double> here = loop.values(loop.function_roots, gains, at);
  for (std::size_t j = 0; j < at.size(); ++j) {
    const double centre_value = at[j];
    for (const double side : {-share, share}) {
      const double step = side * (1 + std::abs(centre_value));
      at[j] = centre_value + step;
      const std::vector<double> there = loop.values(loop.function_roots, gains, at);
      for (std::size_t i = 0; i < here.size(); ++i) {
        const auto row = static_cast<Eigen::Index>(i), column = static_cast<Eigen::Index>(j);
        const double promised = slope(row, column), seen = (there[i] - here[i]) / step;
        if (!loop.is_felt(row) || std::abs(seen - promised) <= tolerance * (1 + std::abs(promised))) continue;
        return fmt::format("{} switches or bends over {} at the operating point", loop.name_of(row),
                           loop.name_of(column));
      }
    }
    at[j] = centre_value;
  }
  return {};
}

LoopModel continuous_model(const LoopEquations& from, const LoopSlopes& slopes) {
  const Eigen::Index n = slopes.of_states.rows(), d = slopes.of_entering.rows(), m = from.inputs;
  LoopModel model;
  model.a = slopes.of_states.leftCols(n);
  model.b = slopes.of_states.rightCols(m);
  model.c = slopes.of_outputs.leftCols(n);
  for (const std::int64_t steps : from.loop_dead_times)
    model.delays.times.push_back(static_cast<double>(steps) * from.problem.simulation.step);
  model.delays.a_d = slopes.of_states.middleCols(n, d);
  model.delays.c_d = slopes.of_outputs.middleCols(n, d);
  model.delays.e = slopes.of_entering.leftCols(n);
  model.delays.e_d = slopes.of_entering.middleCols(n, d);
  model.delays.e_w = slopes.of_entering.rightCols(m);
  return model;
}

/// Nothing but the tick and the flow, with each dead time as a polynomial.
Eigen::MatrixXd near_companion(const LoopSlopes& slopes, const Eigen::MatrixXd& flow) {
  const Eigen::Index n = slopes.of_states.rows(), d = slopes.of_entering.rows();
  Eigen::MatrixXd tick = Eigen::MatrixXd::Identity(flow.rows(), flow.rows());
  tick.topLeftCorner(n, n) = slopes.of_states.leftCols(n);
  for (Eigen::Index j = 0; j < d; ++j)
    tick.col(n + collocation_points * (j + 1) - 1).head(n) += slopes.of_states.col(n + j);
  return flow * tick;
}

/// A tick changes the registers, from them and from what comes out of dead times; then all moves on.
LoopModel sampled_model(const LoopEquations& from, const LoopSlopes& slopes, const BetweenTicks& between) {
  const Tick tick = tick_of(slopes, between);
  LoopModel model;
  model.period = rollout::control_period(from.problem);
  model.repeated = between.repeated;
  if (between.kept.empty()) {
    model.a = between.flow * tick.states;
    model.b = between.flow * tick.b;
    model.c = tick.outputs;
    return model;
  }
  model.history = history_of(tick, between);
  model.a_is_near = is_long(between);
  if (!model.a_is_near) {
    model.a = companion(model.history);
  } else if (between.collocated.size() > 0) {
    model.a = near_companion(slopes, between.collocated);
  }
  return model;
}

/// Variables of the functions, in their order.
Eigen::MatrixXd joined(const LoopSlopes& slopes) {
  Eigen::MatrixXd all(slopes.of_states.cols(), slopes.of_states.cols());
  all << slopes.of_states, slopes.of_entering, slopes.of_outputs;
  return all;
}

}  // namespace

LinearLoop::LinearLoop(const spec::Problem& problem, const spec::Map<spec::Quantity>& about)
    : equations_(std::make_unique<const LoopEquations>(problem, about)) {
  for (const rollout::Label& input : equations_->parsed.plant.inputs()) inputs_.push_back(input.name);
  for (const Eigen::Index state : equations_->in_loop.outside) {
    const std::string& name = equations_->names[static_cast<std::size_t>(state)];
    const bool is_of_a_delay = name.find(' ') != std::string::npos;  // "angle 3 ago"
    if (!is_of_a_delay) outside_.push_back(name);
  }
}

LinearLoop::LinearLoop(LinearLoop&&) noexcept = default;
LinearLoop::~LinearLoop() = default;

LoopModel LinearLoop::at(std::span<const double> gains) const {
  const LoopEquations& from = *equations_;
  const LoopSlopes slopes = from.loop_slopes_for(gains);
  LoopModel model = from.parsed.law.continuous() ? continuous_model(from, slopes)
                                                 : sampled_model(from, slopes, from.between_ticks);
  model.dead_time = from.dead_time;
  return model;
}

std::optional<LoopModel> LinearLoop::later(std::span<const double> gains, Eigen::Index input,
                                           double periods) const {
  const LoopEquations& from = *equations_;
  if (from.parsed.law.continuous()) return std::nullopt;
  const auto between = from.between_ticks_later(input, periods);
  if (!between) return std::nullopt;
  LoopModel model = sampled_model(from, from.loop_slopes_for(gains), *between);
  model.dead_time = from.dead_time + periods * model.period;
  return model;
}

LoopModel LinearLoop::outside_at(std::span<const double> gains) const {
  LoopModel model;
  model.a = equations_->outside_map_for(gains);
  if (!equations_->parsed.law.continuous()) model.period = rollout::control_period(equations_->problem);
  return model;
}

std::string LinearLoop::obstacle(std::span<const double> gains) const {
  const LoopEquations& from = *equations_;
  const Eigen::MatrixXd slopes = joined(from.slopes_for(gains));
  for (Eigen::Index i = 0; i < slopes.rows(); ++i) {
    for (Eigen::Index j = 0; j < slopes.cols(); ++j) {
      if (!from.is_felt(i) || std::isfinite(slopes(i, j))) continue;
      return fmt::format("{} has no finite slope over {} at the operating point", from.name_of(i),
                         from.name_of(j));
    }
  }
  // A law that is linear everywhere may be taken apart anywhere, another one only where it rests.
  constexpr double near = 1e-6, far = 1;
  std::string found = unrest(from, gains);
  if (found.empty()) found = bend(from, gains, slopes, law_rests(from, gains) ? near : far);
  const bool is_empty = from.in_loop.states.empty() && from.in_loop.delays.empty();
  return found.empty() && is_empty ? "there is no loop: what the law gives does not come back to it" : found;
}

}  // namespace gainswarm::analysis
