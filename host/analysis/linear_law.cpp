#include "host/analysis/linear_law.hpp"

#include <Eigen/LU>

#include "host/graph/transform.hpp"
#include "host/rollout/symbols.hpp"

namespace gainswarm::analysis {

using graph::Graph;
using graph::Value;

/// The law with symbols for gains and signals, and its derivatives after the signals, of which no signal is
/// left.
struct LawLinearisation::Symbolic {
  rollout::ParsedProblem problem;
  Graph graph{graph::Precision::float64};
  rollout::Symbols symbols;
  std::vector<Value> gains;
  std::size_t states;
  std::vector<std::vector<Value>> slopes;  ///< [input, then state][output, then reference, then state]

  explicit Symbolic(const spec::Problem& source)
      : problem(source, rollout::Purpose::validation),
        symbols(rollout::declare_symbols(problem, graph)),
        states(problem.law.states().size()) {
    for (std::size_t i = 0; i < symbols.gains.size(); ++i)
      gains.push_back({&graph, graph.input(graph::InputKind::gain, static_cast<std::uint32_t>(i))});
    derive();
  }

  [[nodiscard]] Value number(double value) { return {&graph, graph.constant(value)}; }
  [[nodiscard]] std::size_t outputs() const { return problem.plant.outputs().size(); }
  [[nodiscard]] std::size_t references() const { return problem.references.size(); }

  void derive();
  rollout::LawInputs seen(const std::vector<Value>& signals);
};

rollout::LawInputs LawLinearisation::Symbolic::seen(const std::vector<Value>& signals) {
  rollout::LawInputs inputs;
  inputs.names = symbols.nominal;
  inputs.names.define("t", number(0));
  auto signal = signals.begin();
  for (const auto& output : problem.plant.outputs()) inputs.names.define(output.name, *signal++);
  for (const auto& reference : problem.references) inputs.names.define(reference.name, *signal++);
  inputs.states.assign(signal, signals.end());
  inputs.lower.assign(problem.plant.inputs().size(), number(-spec::infinity));
  inputs.upper.assign(problem.plant.inputs().size(), number(spec::infinity));
  return inputs;
}

void LawLinearisation::Symbolic::derive() {
  constexpr std::uint32_t kind = 6;  // of placeholders, apart from those of the plant's equations
  const std::vector<Value> signals = rollout::placeholders(graph, outputs() + references() + states, kind);
  const rollout::LawOutputs law = problem.law.evaluate(seen(signals), graph);
  std::vector<Value> results = law.inputs;
  const std::vector<Value>& changes = problem.law.continuous() ? law.state_rates : law.states_next;
  results.insert(results.end(), changes.begin(), changes.end());
  const std::vector<Value> zeros(signals.size(), number(0));
  for (const Value& result : results)
    slopes.push_back(graph::substitute(graph::derivatives(result, signals), signals, zeros));
}

LawLinearisation::LawLinearisation(const spec::Problem& problem)
    : symbolic_(std::make_unique<Symbolic>(problem)) {}
LawLinearisation::LawLinearisation(LawLinearisation&&) noexcept = default;
LawLinearisation::~LawLinearisation() = default;

std::vector<std::string> LawLinearisation::gains() const {
  std::vector<std::string> names;
  for (const auto& gain : symbolic_->symbols.gains) names.push_back(gain.name);
  return names;
}
std::size_t LawLinearisation::outputs() const {
  return symbolic_->outputs();
}
std::size_t LawLinearisation::references() const {
  return symbolic_->references();
}

LinearLaw LawLinearisation::at(std::span<const double> gains) {
  std::vector<Value> values;
  for (const double gain : gains) values.push_back(symbolic_->number(gain));
  const auto rows = static_cast<Eigen::Index>(symbolic_->slopes.size());
  const auto states = static_cast<Eigen::Index>(symbolic_->states);
  const auto signals = static_cast<Eigen::Index>(outputs() + references());
  Eigen::MatrixXd all(rows, signals + states);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const auto row =
        graph::substitute(symbolic_->slopes[static_cast<std::size_t>(i)], symbolic_->gains, values);
    for (Eigen::Index j = 0; j < all.cols(); ++j) all(i, j) = row[static_cast<std::size_t>(j)].constant();
  }
  const Eigen::Index inputs = rows - states;
  return {.a = all.bottomRightCorner(states, states),
          .b = all.bottomLeftCorner(states, signals),
          .c = all.topRightCorner(inputs, states),
          .d = all.topLeftCorner(inputs, signals)};
}

Eigen::MatrixXcd LinearLaw::transfer(std::complex<double> point) const {
  using Complex = std::complex<double>;
  const Eigen::Index n = a.rows();
  if (n == 0) return d.cast<Complex>();
  const Eigen::MatrixXcd resolvent = point * Eigen::MatrixXcd::Identity(n, n) - a.cast<Complex>();
  return c.cast<Complex>() * resolvent.partialPivLu().solve(b.cast<Complex>()) + d.cast<Complex>();
}

}  // namespace gainswarm::analysis
