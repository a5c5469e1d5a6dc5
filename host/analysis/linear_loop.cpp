#include "host/analysis/linear_loop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unsupported/Eigen/MatrixFunctions>

#include "host/analysis/evaluation.hpp"
#include "host/analysis/linear_model.hpp"
#include "host/graph/transform.hpp"
#include "host/rollout/closed_loop.hpp"
#include "host/rollout/parameters.hpp"

namespace gainswarm::analysis {
namespace {

using graph::NodeId;
using graph::Value;

/// The problem without what has no slope, or one of 0, wherever the signal happens to be, and without limits.
spec::Problem smooth(spec::Problem problem) {
  problem.plant.limits.clear();
  for (auto& [name, actuator] : problem.loop.actuators) {
    actuator.dead_zone.value = actuator.backlash.value = actuator.quantum.value = 0;
    actuator.lower = -spec::infinity;
    actuator.upper = actuator.rate_limit.value = spec::infinity;
  }
  for (auto& [name, sensor] : problem.loop.sensors) sensor.noise.value = sensor.quantum.value = 0;
  return problem;
}

double value_at(const spec::Map<spec::Quantity>& about, const std::string& name) {
  for (const auto& entry : about) {
    if (entry.name.str() == name) return entry.value.value;
  }
  return 0;
}

std::vector<NodeId> ids(const std::vector<Value>& values) {
  std::vector<NodeId> result;
  result.reserve(values.size());
  for (const Value& value : values) result.push_back(value.id);
  return result;
}

}  // namespace

/// The loop's map over a tick (or its rates, when the law is continuous) as graphs.
struct LinearLoop::Equations {
  spec::Problem problem;
  rollout::ParsedProblem parsed;
  graph::Graph graph{graph::Precision::float64};
  rollout::Registers registers;
  rollout::Symbols symbols;
  rollout::ClosedLoop loop;

  std::vector<Value> variables;      ///< registers, then what is added to each input
  std::vector<Value> centre;         ///< their values at the operating point, which gains may enter
  std::vector<Value> functions;      ///< next value (or rate) of each register, then what the law gives
  std::vector<NodeId> slopes;        ///< [function][variable] at the operating point
  std::vector<NodeId> nodes;         ///< what the slopes and the centre need
  std::vector<Value> plant_rates;    ///< sampled laws: with the inputs held
  std::vector<Value> rates_at_rest;  ///< with the operating point's inputs
  std::vector<double> rest_inputs;   ///< the operating point's
  Eigen::MatrixXd between_ticks;     ///< registers x registers; sampled laws only
  Eigen::Index states = 0, inputs = 0;

  Equations(const spec::Problem& given, const spec::Map<spec::Quantity>& about)
      : problem(smooth(given)),
        parsed(problem, rollout::Purpose::training),
        registers(graph),
        symbols(rollout::declare_symbols(parsed, graph)),
        loop(parsed, symbols, registers, graph) {
    if (!parsed.plant.dead_times().empty() || parsed.plant.is_discrete()) {
      throw spec::InputError(
          problem.plant.name.position(),
          "the loop of a plant with dead time or in discrete time is not linearised here (its "
          "model is not one of rates of its states)");
    }
    declare_variables(about);
    refuse_size();
    write_functions();
    differentiate();
    if (!parsed.law.continuous()) between_ticks = hold_between_ticks();
  }

  [[nodiscard]] Value constant(double value) { return {&graph, graph.constant(value)}; }
  [[nodiscard]] Value reg(std::size_t i) {
    return {&graph, graph.input(graph::InputKind::reg, static_cast<std::uint32_t>(i))};
  }

  void declare_variables(const spec::Map<spec::Quantity>& about);
  void refuse_size() const;
  [[nodiscard]] Value operating_value(std::size_t i, const spec::Map<spec::Quantity>& about);
  void write_functions();
  void differentiate();
  [[nodiscard]] Eigen::MatrixXd hold_between_ticks();
  [[nodiscard]] std::vector<Value> in_numbers(const std::vector<Value>& values);

  [[nodiscard]] Eigen::MatrixXd slopes_for(std::span<const double> gains) const;
  /// Where the variables are at the operating point.
  [[nodiscard]] std::vector<double> centre_for(std::span<const double> gains) const;
  /// Values of `roots` where the variables are `at`.
  [[nodiscard]] std::vector<double> values(const std::vector<Value>& roots, std::span<const double> gains,
                                           std::span<const double> at) const;
  /// Says where the plant does not rest at the operating point.
  [[nodiscard]] std::string unrest(std::span<const double> gains) const;
  /// Whether the law gives the operating point's inputs there.
  [[nodiscard]] bool law_rests(std::span<const double> gains) const;
  /// Says where a function is not the straight line that its slope promises, up to a step of `share`.
  [[nodiscard]] std::string bend(std::span<const double> gains, const Eigen::MatrixXd& slopes,
                                 double share) const;
  [[nodiscard]] std::string name_of_function(Eigen::Index i) const;
  [[nodiscard]] std::string name_of_variable(Eigen::Index j) const;
};

/// With nominal parameters in place of the scenario's.
std::vector<Value> LinearLoop::Equations::in_numbers(const std::vector<Value>& values) {
  std::vector<Value> from, to;
  for (std::size_t i = 0; i < symbols.scenario_columns.size(); ++i) {
    from.push_back({&graph, graph.input(graph::InputKind::scenario, static_cast<std::uint32_t>(i))});
    const std::string& name = symbols.scenario_columns[i].name;
    double nominal = 0;
    for (const auto& parameter : parsed.plant.parameters()) {
      if (parameter.name.str() == name)
        nominal = rollout::nominal_value(problem, name, parameter.value.value);
    }
    to.push_back(i < parsed.plant.states().size() ? centre[i] : constant(nominal));
  }
  return graph::substitute(values, from, to);
}

/// Actuators rest at the operating point's input, everything else as it starts there.
Value LinearLoop::Equations::operating_value(std::size_t i, const spec::Map<spec::Quantity>& about) {
  const std::string& name = registers.labels()[i].name;
  for (const rollout::Label& input : parsed.plant.inputs()) {
    if (name == input.name || name.starts_with(input.name + " "))
      return constant(value_at(about, input.name));
  }
  return in_numbers({Value{&graph, registers.start()[i]}}).front();
}

void LinearLoop::Equations::declare_variables(const spec::Map<spec::Quantity>& about) {
  const std::size_t plant_states = parsed.plant.states().size();
  for (std::size_t i = 0; i < registers.labels().size(); ++i) {
    variables.push_back(reg(i));
    centre.push_back(i < plant_states ? constant(value_at(about, registers.labels()[i].name))
                                      : operating_value(i, about));
  }
  for (const rollout::Label& input : parsed.plant.inputs())
    rest_inputs.push_back(value_at(about, input.name));
  states = static_cast<Eigen::Index>(variables.size());
  inputs = static_cast<Eigen::Index>(parsed.plant.inputs().size());
  const std::vector<Value> injected = rollout::placeholders(graph, parsed.plant.inputs().size(), 6);
  variables.insert(variables.end(), injected.begin(), injected.end());
  centre.insert(centre.end(), injected.size(), constant(0));
}

/// The work grows with the cube of this.
void LinearLoop::Equations::refuse_size() const {
  refuse_other_than_rates(parsed.plant, problem.plant.name.position());
  constexpr Eigen::Index most = 100;
  if (states <= most) return;
  throw spec::InputError(
      problem.name.position(),
      fmt::format("the loop has {} states, delays and filters included ({} is the limit of "
                  "its analysis); shorten the delays",
                  states, most));
}

void LinearLoop::Equations::write_functions() {
  const std::vector<Value> injected(variables.begin() + states, variables.end());
  const rollout::Moment end{constant(problem.simulation.duration)};
  const rollout::LoopStates& at = loop.states();
  const rollout::Action action = loop.act(at, end, injected);
  const bool continuous = parsed.law.continuous();
  const std::vector<Value> plant_inputs = continuous ? action.law.inputs : loop.actuators().inputs();
  plant_rates = in_numbers(parsed.plant.rates(loop.point(at.plant, plant_inputs, end), graph));
  std::vector<Value> resting;
  for (const double input : rest_inputs) resting.push_back(constant(input));
  rates_at_rest = in_numbers(parsed.plant.rates(loop.point(at.plant, resting, end), graph));
  if (continuous) {
    functions = plant_rates;
    functions.insert(functions.end(), action.law.state_rates.begin(), action.law.state_rates.end());
  } else {
    functions.assign(variables.begin(), variables.begin() + states);
    const auto index_of = [&](Value value) { return graph[value.id].index; };
    for (std::size_t i = 0; i < at.law.size(); ++i)
      functions[index_of(at.law[i])] = action.law.states_next[i];
    for (const rollout::Change& change : action.changes) functions[index_of(change.reg)] = change.next;
  }
  functions.insert(functions.end(), action.commanded.begin(), action.commanded.end());
  functions = in_numbers(functions);
}

void LinearLoop::Equations::differentiate() {
  std::vector<Value> all;
  for (const Value& function : functions) {
    const std::vector<Value> row = graph::derivatives(function, variables);
    all.insert(all.end(), row.begin(), row.end());
  }
  slopes = ids(graph::substitute(all, variables, centre));
  std::vector<NodeId> roots = slopes;
  for (const NodeId id : ids(centre)) roots.push_back(id);
  nodes = graph::reachable(graph, roots);
}

/// The plant moves with held inputs, a lag follows its command, everything else waits: the exponential of
/// their joint generator, over a period.
Eigen::MatrixXd LinearLoop::Equations::hold_between_ticks() {
  Eigen::MatrixXd generator = Eigen::MatrixXd::Zero(states, states);
  const std::vector<Value> all(variables.begin(), variables.begin() + states);
  const std::vector<Value> at(centre.begin(), centre.begin() + states);
  const auto fill = [&](Eigen::Index row, Value rate, double scale) {
    const auto entries = graph::substitute(graph::derivatives(rate, all), all, at);
    for (Eigen::Index j = 0; j < states; ++j)
      generator(row, j) = scale * entries[static_cast<std::size_t>(j)].constant();
  };
  for (std::size_t i = 0; i < plant_rates.size(); ++i) fill(static_cast<Eigen::Index>(i), plant_rates[i], 1);
  for (std::size_t i = 0; i < parsed.plant.inputs().size(); ++i) {
    const double lag = rollout::actuator_of(problem.loop, parsed.plant.inputs()[i].name).lag;
    if (lag <= 0) continue;
    const Value input = loop.actuators().inputs()[i], later = loop.actuators().inputs_after(1)[i];
    const double passed = 1 - rollout::kept_after(problem.simulation.step, lag);
    fill(graph[input.id].index, later - input, 1 / (passed * lag));
  }
  return (generator * rollout::control_period(problem)).exp();
}

Eigen::MatrixXd LinearLoop::Equations::slopes_for(std::span<const double> gains) const {
  const std::vector<double> found =
      evaluate(graph, nodes, [&](const graph::Node& input) { return gains[input.index]; });
  const Eigen::Index all = states + inputs;
  Eigen::MatrixXd result(all, all);
  for (Eigen::Index i = 0; i < all; ++i) {
    for (Eigen::Index j = 0; j < all; ++j)
      result(i, j) = found[slopes[static_cast<std::size_t>(i * all + j)]];
  }
  return result;
}

std::vector<double> LinearLoop::Equations::centre_for(std::span<const double> gains) const {
  const std::vector<double> found =
      evaluate(graph, nodes, [&](const graph::Node& input) { return gains[input.index]; });
  std::vector<double> at;
  for (const NodeId id : ids(centre)) at.push_back(found[id]);
  return at;
}

std::vector<double> LinearLoop::Equations::values(const std::vector<Value>& roots,
                                                  std::span<const double> gains,
                                                  std::span<const double> at) const {
  const std::vector<NodeId> wanted = ids(roots);
  const auto found = evaluate(graph, graph::reachable(graph, wanted), [&](const graph::Node& input) {
    if (input.input == graph::InputKind::gain) return gains[input.index];
    const auto same = [&](const Value& variable) { return graph[variable.id].index == input.index; };
    return at[static_cast<std::size_t>(std::ranges::find_if(variables, same) - variables.begin())];
  });
  std::vector<double> result;
  result.reserve(wanted.size());
  for (const NodeId id : wanted) result.push_back(found[id]);
  return result;
}

std::string LinearLoop::Equations::name_of_function(Eigen::Index i) const {
  if (i >= states)
    return "the law's '" + parsed.plant.inputs()[static_cast<std::size_t>(i - states)].name + "'";
  return "'" + registers.labels()[static_cast<std::size_t>(i)].name + "'";
}

std::string LinearLoop::Equations::name_of_variable(Eigen::Index j) const {
  return name_of_function(j);
}

std::string LinearLoop::Equations::unrest(std::span<const double> gains) const {
  constexpr double still = 1e-6;
  const std::vector<double> rates = values(rates_at_rest, gains, centre_for(gains));
  for (std::size_t i = 0; i < rates.size(); ++i) {
    if (std::abs(rates[i]) <= still) continue;
    const std::string rate = std::isfinite(rates[i]) ? fmt::format("{:.4g}", rates[i]) : "not finite";
    return fmt::format("the plant does not rest at the operating point (there the rate of '{}' is {})",
                       parsed.plant.states()[i].name, rate);
  }
  return {};
}

bool LinearLoop::Equations::law_rests(std::span<const double> gains) const {
  constexpr double still = 1e-6;
  const std::vector<double> found = values(functions, gains, centre_for(gains));
  const std::size_t first = found.size() - rest_inputs.size();
  for (std::size_t i = 0; i < rest_inputs.size(); ++i) {
    if (std::abs(found[first + i] - rest_inputs[i]) > still * (1 + std::abs(rest_inputs[i]))) return false;
  }
  return true;
}

std::string LinearLoop::Equations::bend(std::span<const double> gains, const Eigen::MatrixXd& slope,
                                        double share) const {
  constexpr double tolerance = 1e-2;
  std::vector<double> at = centre_for(gains);
  const std::vector<double> here = values(functions, gains, at);
  for (std::size_t j = 0; j < at.size(); ++j) {
    const double centre_value = at[j];
    for (const double side : {-share, share}) {
      const double step = side * (1 + std::abs(centre_value));
      at[j] = centre_value + step;
      const std::vector<double> there = values(functions, gains, at);
      for (std::size_t i = 0; i < here.size(); ++i) {
        const auto row = static_cast<Eigen::Index>(i), column = static_cast<Eigen::Index>(j);
        const double promised = slope(row, column), seen = (there[i] - here[i]) / step;
        if (std::abs(seen - promised) <= tolerance * (1 + std::abs(promised))) continue;
        return fmt::format("{} switches or bends over {} at the operating point", name_of_function(row),
                           name_of_variable(column));
      }
    }
    at[j] = centre_value;
  }
  return {};
}

LinearLoop::LinearLoop(const spec::Problem& problem, const spec::Map<spec::Quantity>& about)
    : equations_(std::make_unique<const Equations>(problem, about)) {
  for (const rollout::Label& input : equations_->parsed.plant.inputs()) inputs_.push_back(input.name);
}

LinearLoop::LinearLoop(LinearLoop&&) noexcept = default;
LinearLoop::~LinearLoop() = default;

LoopModel LinearLoop::at(std::span<const double> gains) const {
  const Equations& from = *equations_;
  const Eigen::Index n = from.states, m = from.inputs;
  const Eigen::MatrixXd slopes = from.slopes_for(gains);
  LoopModel model{slopes.topLeftCorner(n, n), slopes.topRightCorner(n, m), slopes.bottomLeftCorner(m, n), 0};
  if (from.parsed.law.continuous()) return model;
  model.a = from.between_ticks * model.a;
  model.b = from.between_ticks * model.b;
  model.period = rollout::control_period(from.problem);
  return model;
}

std::string LinearLoop::obstacle(std::span<const double> gains) const {
  const Eigen::MatrixXd slopes = equations_->slopes_for(gains);
  const Equations& from = *equations_;
  for (Eigen::Index i = 0; i < slopes.rows(); ++i) {
    for (Eigen::Index j = 0; j < slopes.cols(); ++j) {
      if (std::isfinite(slopes(i, j))) continue;
      return fmt::format("{} has no finite slope over {} at the operating point", from.name_of_function(i),
                         from.name_of_variable(j));
    }
  }
  // A law that is linear everywhere may be taken apart anywhere, another one only where it rests.
  constexpr double near = 1e-6, far = 1;
  const std::string unrest = from.unrest(gains);
  return unrest.empty() ? from.bend(gains, slopes, from.law_rests(gains) ? near : far) : unrest;
}

spec::Map<spec::Quantity> operating_point(const spec::Problem& problem) {
  return problem.controller.derived.empty() ? spec::Map<spec::Quantity>{}
                                            : problem.controller.derived.front().value.about;
}

}  // namespace gainswarm::analysis
