#include "host/analysis/linear_model.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>

#include "host/graph/transform.hpp"
#include "host/rollout/plant.hpp"

namespace gainswarm::analysis {
namespace {

using graph::Graph;
using graph::Value;
using rollout::PlantModel;
using rollout::Point;

double operating_value(const spec::Map<spec::Quantity>& about, const std::string& name) {
  for (const auto& entry : about) {
    if (entry.name.str() == name) return entry.value.value;
  }
  return 0;
}

/// The plant with symbols for its states and inputs, and the numbers to put in their place.
struct Symbolic {
  Graph graph{graph::Precision::float64};
  PlantModel plant;
  Point point;
  std::vector<Value> symbols, centre;

  Symbolic(const spec::Plant& given, const spec::Map<spec::Quantity>& about) : plant(given) {
    const auto number = [&](double value) { return Value{&graph, graph.constant(value)}; };
    point.states = rollout::placeholders(graph, plant.states().size(), 4);
    point.inputs = rollout::placeholders(graph, plant.inputs().size(), 5);
    point.time = number(0);
    for (const auto& parameter : plant.parameters()) {
      point.parameters.define(parameter.name.str(), number(parameter.value.value));
    }
    symbols = point.states;
    symbols.insert(symbols.end(), point.inputs.begin(), point.inputs.end());
    for (const auto* labels : {&plant.states(), &plant.inputs()}) {
      for (const auto& label : *labels) centre.push_back(number(operating_value(about, label.name)));
    }
  }
};

std::vector<std::string> names(const std::vector<rollout::Label>& labels) {
  std::vector<std::string> result;
  result.reserve(labels.size());
  for (const auto& label : labels) result.push_back(label.name);
  return result;
}

}  // namespace

LinearModel linearise(const spec::Plant& plant, const spec::Map<spec::Quantity>& about) {
  Symbolic symbolic(plant, about);
  const auto n = static_cast<Eigen::Index>(symbolic.point.states.size());
  const auto m = static_cast<Eigen::Index>(symbolic.point.inputs.size());
  LinearModel model{names(symbolic.plant.states()), names(symbolic.plant.inputs()), Eigen::MatrixXd(n, n),
                    Eigen::MatrixXd(n, m)};
  const std::vector<Value> rates = symbolic.plant.rates(symbolic.point, symbolic.graph);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto slopes = graph::derivatives(rates[static_cast<std::size_t>(i)], symbolic.symbols);
    const auto values = graph::substitute(slopes, symbolic.symbols, symbolic.centre);
    for (Eigen::Index j = 0; j < n + m; ++j) {
      const double value = values[static_cast<std::size_t>(j)].constant();
      (j < n ? model.a(i, j) : model.b(i, j - n)) = value;
    }
  }
  return model;
}

std::vector<std::complex<double>> poles(const LinearModel& model) {
  const Eigen::VectorXcd values = Eigen::EigenSolver<Eigen::MatrixXd>(model.a, false).eigenvalues();
  std::vector<std::complex<double>> result(values.data(), values.data() + values.size());
  std::sort(result.begin(), result.end(), [](const auto& p, const auto& q) {
    return std::pair(p.real(), p.imag()) < std::pair(q.real(), q.imag());
  });
  return result;
}

Eigen::Index controllability_rank(const LinearModel& model) {
  const Eigen::Index n = model.a.rows(), m = model.b.cols();
  Eigen::MatrixXd reachable(n, n * m);
  Eigen::MatrixXd block = model.b;
  for (Eigen::Index k = 0; k < n; ++k) {
    reachable.middleCols(k * m, m) = block;
    block = model.a * block;
  }
  for (Eigen::Index j = 0; j < reachable.cols(); ++j) {
    const double norm = reachable.col(j).norm();
    if (norm > 0) reachable.col(j) /= norm;
  }
  return Eigen::ColPivHouseholderQR<Eigen::MatrixXd>(reachable).rank();
}

Eigen::MatrixXd mass_matrix(const spec::Plant& plant, const spec::Map<spec::Quantity>& about) {
  Symbolic symbolic(plant, about);
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
