#include "host/analysis/linear_model.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <functional>
#include <limits>

#include "host/graph/transform.hpp"
#include "host/rollout/parameters.hpp"
#include "host/rollout/plant.hpp"

namespace gainswarm::analysis {
namespace {

using graph::Graph;
using graph::Value;
using rollout::PlantModel;
using rollout::Point;

/// The plant with symbols for its states and inputs, and the numbers to put in their place.
struct Symbolic {
  Graph graph{graph::Precision::float64};
  PlantModel plant;
  Point point;
  std::vector<Value> symbols, centre;

  Symbolic(const spec::Plant& given, const spec::Map<spec::Quantity>& about,
           const std::function<double(const std::string&, double)>& value_of)
      : plant(given) {
    refuse_other_than_rates(plant, given.name.position());
    if (plant.is_discrete()) {
      throw spec::InputError(
          given.name.position(),
          "a discrete plant has no time derivatives (which are what is linearised here); derive "
          "its gains elsewhere, or tune them");
    }
    const auto number = [&](double value) { return Value{&graph, graph.constant(value)}; };
    point.states = rollout::placeholders(graph, plant.states().size(), 4);
    point.inputs = rollout::placeholders(graph, plant.inputs().size(), 5);
    point.time = number(0);
    for (const auto& parameter : plant.parameters()) {
      const std::string& name = parameter.name.str();
      point.parameters.define(name, number(value_of(name, parameter.value.value)));
    }
    symbols = point.states;
    symbols.insert(symbols.end(), point.inputs.begin(), point.inputs.end());
    for (const auto* labels : {&plant.states(), &plant.inputs()}) {
      for (const auto& label : *labels) centre.push_back(number(spec::operating_value(about, label.name)));
    }
  }
};

std::vector<std::string> names(const std::vector<rollout::Label>& labels) {
  std::vector<std::string> result;
  result.reserve(labels.size());
  for (const auto& label : labels) result.push_back(label.name);
  return result;
}

double own_value(const std::string& /*name*/, double value) {
  return value;
}

/// Derivatives of `functions` after the symbols, at the operating point: functions x symbols.
Eigen::MatrixXd jacobian(const Symbolic& symbolic, const std::vector<Value>& functions) {
  const auto rows = static_cast<Eigen::Index>(functions.size());
  const auto columns = static_cast<Eigen::Index>(symbolic.symbols.size());
  Eigen::MatrixXd result(rows, columns);
  for (Eigen::Index i = 0; i < rows; ++i) {
    const auto slopes = graph::derivatives(functions[static_cast<std::size_t>(i)], symbolic.symbols);
    const auto values = graph::substitute(slopes, symbolic.symbols, symbolic.centre);
    for (Eigen::Index j = 0; j < columns; ++j) result(i, j) = values[static_cast<std::size_t>(j)].constant();
  }
  return result;
}

Eigen::VectorXd at_the_point(const Symbolic& symbolic, const std::vector<Value>& functions) {
  const auto values = graph::substitute(functions, symbolic.symbols, symbolic.centre);
  Eigen::VectorXd result(static_cast<Eigen::Index>(values.size()));
  for (std::size_t i = 0; i < values.size(); ++i) result[static_cast<Eigen::Index>(i)] = values[i].constant();
  return result;
}

LinearModel model_of(Symbolic& symbolic) {
  const auto n = static_cast<Eigen::Index>(symbolic.point.states.size());
  const auto m = static_cast<Eigen::Index>(symbolic.point.inputs.size());
  const std::vector<Value> motion = symbolic.plant.rates(symbolic.point, symbolic.graph);
  const Eigen::MatrixXd rates = jacobian(symbolic, motion);
  const Eigen::MatrixXd outputs = jacobian(symbolic, symbolic.plant.measure(symbolic.point, symbolic.graph));
  return {names(symbolic.plant.states()),
          names(symbolic.plant.inputs()),
          names(symbolic.plant.outputs()),
          rates.leftCols(n),
          rates.rightCols(m),
          outputs.leftCols(n),
          outputs.rightCols(m),
          at_the_point(symbolic, motion)};
}

}  // namespace

void refuse_other_than_rates(const PlantModel& plant, const spec::Position& where) {
  if (plant.dead_times().empty() && !plant.is_discrete()) return;
  throw spec::InputError(where,
                         "the plant is in discrete time or has dead time (only plants whose states have "
                         "rates are linearised); approximate it by one of those");
}

LinearModel linearise(const spec::Plant& plant, const spec::Map<spec::Quantity>& about) {
  Symbolic symbolic(plant, about, own_value);
  return model_of(symbolic);
}

LinearModel linearise(const spec::Problem& problem, const spec::Map<spec::Quantity>& about) {
  Symbolic symbolic(problem.plant, about, [&](const std::string& name, double value) {
    return rollout::nominal_value(problem, name, value);
  });
  return model_of(symbolic);
}

std::vector<std::complex<double>> poles(const LinearModel& model) {
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(model.a, false);
  if (solver.info() != Eigen::Success) return {{std::numeric_limits<double>::infinity(), 0}};
  const Eigen::VectorXcd& values = solver.eigenvalues();
  std::vector<std::complex<double>> result(values.data(), values.data() + values.size());
  std::sort(result.begin(), result.end(), [](const auto& p, const auto& q) {
    return std::pair(p.real(), p.imag()) < std::pair(q.real(), q.imag());
  });
  return result;
}

Eigen::Index controllability_rank(const LinearModel& model) {
  return controllability_rank(model.a, model.b);
}

Eigen::Index controllability_rank(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  const Eigen::Index n = a.rows(), m = b.cols();
  Eigen::MatrixXd reachable(n, n * m);
  Eigen::MatrixXd block = b;
  for (Eigen::Index k = 0; k < n; ++k) {
    for (Eigen::Index j = 0; j < m; ++j) {  // or powers of fast motions overflow
      const double norm = block.col(j).norm();
      if (norm > 0) block.col(j) /= norm;
    }
    reachable.middleCols(k * m, m) = block;
    block = a * block;
  }
  return Eigen::ColPivHouseholderQR<Eigen::MatrixXd>(reachable).rank();
}

Eigen::MatrixXd mass_matrix(const spec::Plant& plant, const spec::Map<spec::Quantity>& about) {
  Symbolic symbolic(plant, about, own_value);
  const auto mass = symbolic.plant.mass_matrix(symbolic.point, symbolic.graph);
  const auto n = static_cast<Eigen::Index>(mass.size());
  Eigen::MatrixXd result(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto row = graph::substitute(mass[static_cast<std::size_t>(i)], symbolic.symbols, symbolic.centre);
    for (Eigen::Index j = 0; j < n; ++j) result(i, j) = row[static_cast<std::size_t>(j)].constant();
  }
  return result;
}

}  // namespace gainswarm::analysis
