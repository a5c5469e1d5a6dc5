#include "host/analysis/linear_loop.hpp"

#include <fmt/format.h>

#include <cmath>

#include "host/analysis/loop_equations.hpp"

namespace gainswarm::analysis {
namespace {

/// Says where the plant does not rest at the operating point.
std::string unrest(const LoopEquations& loop, std::span<const double> gains) {
  constexpr double still = 1e-6;
  const std::vector<double> rates = loop.values(loop.rates_at_rest, gains, loop.centre_for(gains));
  for (std::size_t i = 0; i < rates.size(); ++i) {
    if (std::abs(rates[i]) <= still) continue;
    const std::string rate = std::isfinite(rates[i]) ? fmt::format("{:.4g}", rates[i]) : "not finite";
    return fmt::format("the plant does not rest at the operating point (there the rate of '{}' is {})",
                       loop.parsed.plant.states()[i].name, rate);
  }
  return {};
}

/// Whether the law gives the operating point's inputs there.
bool law_rests(const LoopEquations& loop, std::span<const double> gains) {
  constexpr double still = 1e-6;
  const std::vector<double> found = loop.values(loop.function_roots, gains, loop.centre_for(gains));
  const std::size_t first = found.size() - loop.rest_inputs.size();
  for (std::size_t i = 0; i < loop.rest_inputs.size(); ++i) {
    if (std::abs(found[first + i] - loop.rest_inputs[i]) > still * (1 + std::abs(loop.rest_inputs[i])))
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
        if (std::abs(seen - promised) <= tolerance * (1 + std::abs(promised))) continue;
        return fmt::format("{} switches or bends over {} at the operating point", loop.name_of(row),
                           loop.name_of(column));
      }
    }
    at[j] = centre_value;
  }
  return {};
}

LoopModel continuous_model(const LoopEquations& from, const LoopSlopes& slopes) {
  const Eigen::Index n = from.states, d = from.delays, m = from.inputs;
  LoopModel model{slopes.of_states.leftCols(n), slopes.of_states.rightCols(m), slopes.of_outputs.leftCols(n)};
  for (const std::int64_t steps : from.loop.dead_times().steps())
    model.delays.times.push_back(static_cast<double>(steps) * from.problem.simulation.step);
  model.delays.a_d = slopes.of_states.middleCols(n, d);
  model.delays.c_d = slopes.of_outputs.middleCols(n, d);
  model.delays.e = slopes.of_entering.leftCols(n);
  model.delays.e_d = slopes.of_entering.middleCols(n, d);
  model.delays.e_w = slopes.of_entering.rightCols(m);
  return model;
}

/// A tick changes the registers, from them and from what comes out of dead times; then all moves on.
LoopModel sampled_model(const LoopEquations& from, const LoopSlopes& slopes, const BetweenTicks& between) {
  const Eigen::Index n = from.states, d = from.delays, m = from.inputs;
  const Eigen::MatrixXd& flow = between.flow;
  const auto over_all = [&](const Eigen::MatrixXd& rows) {
    Eigen::MatrixXd result = rows.middleCols(n, d) * between.delayed.topRows(d);
    result.leftCols(n) += rows.leftCols(n);
    return result;
  };
  Eigen::MatrixXd tick = Eigen::MatrixXd::Identity(flow.rows(), flow.rows());
  tick.topRows(n) = over_all(slopes.of_states);
  return {.a = flow * tick,
          .b = flow.leftCols(n) * slopes.of_states.rightCols(m),
          .c = over_all(slopes.of_outputs),
          .period = rollout::control_period(from.problem),
          .repeated = between.repeated};
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
}

LinearLoop::LinearLoop(LinearLoop&&) noexcept = default;
LinearLoop::~LinearLoop() = default;

LoopModel LinearLoop::at(std::span<const double> gains) const {
  const LoopEquations& from = *equations_;
  const LoopSlopes slopes = from.slopes_for(gains);
  return from.parsed.law.continuous() ? continuous_model(from, slopes)
                                      : sampled_model(from, slopes, from.between_ticks);
}

std::optional<LoopModel> LinearLoop::later(std::span<const double> gains, Eigen::Index input,
                                           double periods) const {
  const LoopEquations& from = *equations_;
  if (from.parsed.law.continuous()) return std::nullopt;
  const auto between = from.between_ticks_later(input, periods);
  if (!between) return std::nullopt;
  return sampled_model(from, from.slopes_for(gains), *between);
}

std::string LinearLoop::obstacle(std::span<const double> gains) const {
  const Eigen::MatrixXd slopes = joined(equations_->slopes_for(gains));
  const LoopEquations& from = *equations_;
  for (Eigen::Index i = 0; i < slopes.rows(); ++i) {
    for (Eigen::Index j = 0; j < slopes.cols(); ++j) {
      if (std::isfinite(slopes(i, j))) continue;
      return fmt::format("{} has no finite slope over {} at the operating point", from.name_of(i),
                         from.name_of(j));
    }
  }
  // A law that is linear everywhere may be taken apart anywhere, another one only where it rests.
  constexpr double near = 1e-6, far = 1;
  const std::string restless = unrest(from, gains);
  return restless.empty() ? bend(from, gains, slopes, law_rests(from, gains) ? near : far) : restless;
}

spec::Map<spec::Quantity> operating_point(const spec::Problem& problem) {
  if (problem.operating_point) return *problem.operating_point;
  return problem.controller.derived.empty() ? spec::Map<spec::Quantity>{}
                                            : problem.controller.derived.front().value.about;
}

}  // namespace gainswarm::analysis
