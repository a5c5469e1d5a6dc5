#include "host/analysis/linear_loop.hpp"

#include <fmt/format.h>

#include <cmath>

#include "host/analysis/loop_equations.hpp"
#include "host/analysis/loop_history.hpp"
#include "host/analysis/operating_point.hpp"

namespace gainswarm::analysis {
namespace {

/// Whether the law gives the operating point's inputs there, as precisely as these are written.
bool law_rests(const LoopEquations& loop, std::span<const double> gains) {
  constexpr double of_equations = 1e-6;
  const std::vector<double> found = loop.values(loop.function_roots, gains, loop.centre_for(gains));
  const std::size_t first = found.size() - loop.rest_inputs.size();
  for (std::size_t i = 0; i < loop.rest_inputs.size(); ++i) {
    const double rest = loop.rest_inputs[i];
    if (std::abs(found[first + i] - rest) > of_equations + Rest::share * std::abs(rest)) return false;
  }
  return true;
}

enum class Rows { plant, law, all };

std::vector<Eigen::Index> felt_rows(const LoopEquations& loop, Eigen::Index count, Rows wanted) {
  std::vector<Eigen::Index> rows;
  for (Eigen::Index i = 0; i < count; ++i) {
    const bool fits = wanted == Rows::all || loop.is_of_plant(i) == (wanted == Rows::plant);
    if (fits && loop.is_felt(i)) rows.push_back(i);
  }
  return rows;
}

/// Says where a function is not the straight line that its slope promises, up to a step of `share`.
std::string bend(const LoopEquations& loop, std::span<const double> gains, const Eigen::MatrixXd& slope,
                 double share, Rows wanted) {
  constexpr double tolerance = 1e-2;
  const std::vector<Eigen::Index> rows = felt_rows(loop, slope.rows(), wanted);
  if (rows.empty()) return {};
  std::vector<double> at = loop.centre_for(gains);
  const std::vector<double> here = loop.values(loop.function_roots, gains, at);
  for (std::size_t j = 0; j < at.size(); ++j) {
    const double centre_value = at[j];
    for (const double side : {-share, share}) {
      const double step = side * (1 + std::abs(centre_value));
      at[j] = centre_value + step;
      const std::vector<double> there = loop.values(loop.function_roots, gains, at);
      for (const Eigen::Index row : rows) {
        const auto i = static_cast<std::size_t>(row);
        const auto column = static_cast<Eigen::Index>(j);
        const double promised = slope(row, column), seen = (there[i] - here[i]) / step;
        if (std::abs(seen - promised) <= tolerance * (1 + std::abs(promised))) continue;
        return fmt::format("{} switches or bends over {} at the operating point", loop.name_of(row),
                           loop.name_of(column));
      }
    }
    at[j] = centre_value;
  }
  return {};
}

/// A law that is linear everywhere may be taken apart anywhere, another one only where it rests, which a law
/// whose integrators start at 0 does not yet; a plant only at the operating point.
std::string bend(const LoopEquations& loop, std::span<const double> gains, const Eigen::MatrixXd& slope) {
  constexpr double near = 1e-6, far = 1;
  if (law_rests(loop, gains)) return bend(loop, gains, slope, near, Rows::all);
  const std::string of_plant = bend(loop, gains, slope, near, Rows::plant);
  return of_plant.empty() ? bend(loop, gains, slope, far, Rows::law) : of_plant;
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
  std::vector<bool> felt = equations_->in_loop.felt;
  felt.resize(equations_->parsed.plant.states().size());  // its states come first
  unrest_ =
      unrest(equations_->rest, about, felt, [&](const auto& point) { return linearise(problem, point); });
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
  std::string found = unrest_.empty() ? bend(from, gains, slopes) : unrest_;
  const bool is_empty = from.in_loop.states.empty() && from.in_loop.delays.empty();
  return found.empty() && is_empty ? "there is no loop: what the law gives does not come back to it" : found;
}

}  // namespace gainswarm::analysis
