#include "host/analysis/linear_model.hpp"

#include <Eigen/LU>
#include <Eigen/QR>
#include <algorithm>
#include <functional>
#include <limits>

#include "host/analysis/matrix_functions.hpp"
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
    point.states = rollout::placeholders(graph, plant.states().size(), 4);
    point.inputs = rollout::placeholders(graph, plant.inputs().size(), 5);
    point.delayed = rollout::placeholders(graph, plant.dead_times().size(), 6);
    point.time = number(0);
    for (const auto& parameter : plant.parameters()) {
      const std::string& name = parameter.name.str();
      point.parameters.define(name, number(value_of(name, parameter.value.value)));
    }
    for (const auto* labels : {&plant.states(), &plant.inputs()}) {
      for (const auto& label : *labels) centre.push_back(number(spec::operating_value(about, label.name)));
    }
    symbols = point.states;
    symbols.insert(symbols.end(), point.inputs.begin(), point.inputs.end());
    add_delayed();
  }

  [[nodiscard]] Value number(double value) { return {&graph, graph.constant(value)}; }

  /// At rest what comes out of a dead time is what enters it; it may be what came out of another.
  void add_delayed() {
    const std::vector<Value> entering = plant.entering(point, graph);
    symbols.insert(symbols.end(), point.delayed.begin(), point.delayed.end());
    centre.resize(symbols.size(), number(0));
    for (std::size_t pass = 0; pass < entering.size(); ++pass)
      std::ranges::copy(graph::substitute(entering, symbols, centre), centre.end() - std::ssize(entering));
  }

  [[nodiscard]] std::vector<double> dead_times() {
    std::vector<double> times;
    for (const rollout::DeadTime& dead_time : plant.dead_times()) {
      times.push_back(
          rollout::lower_coefficient(*dead_time.block->dead_time(), graph, point.parameters).constant());
    }
    return times;
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

Eigen::VectorXd numbers(const std::vector<Value>& values) {
  Eigen::VectorXd result(std::ssize(values));
  for (std::size_t i = 0; i < values.size(); ++i) result[static_cast<Eigen::Index>(i)] = values[i].constant();
  return result;
}

/// `motion`: rates or next values; `slopes`: their derivatives after the symbols.
Rest rest_of(const Symbolic& symbolic, const std::vector<Value>& motion, Eigen::MatrixXd slopes) {
  const Eigen::VectorXd point = numbers(symbolic.centre);
  Eigen::VectorXd rates = numbers(graph::substitute(motion, symbolic.symbols, symbolic.centre));
  if (symbolic.plant.is_discrete()) {
    slopes.diagonal().array() -= 1;
    rates -= point.head(rates.size());
  }
  return {std::move(rates), slopes, point};
}

DelayTerms delays_of(Symbolic& symbolic, const Eigen::MatrixXd& rates, const Eigen::MatrixXd& outputs) {
  const auto n = std::ssize(symbolic.point.states), m = std::ssize(symbolic.point.inputs),
             count = std::ssize(symbolic.point.delayed);
  const Eigen::MatrixXd entering =
      jacobian(symbolic, symbolic.plant.entering(symbolic.point, symbolic.graph));
  return {symbolic.dead_times(), rates.rightCols(count),    outputs.rightCols(count),
          entering.leftCols(n),  entering.middleCols(n, m), entering.rightCols(count)};
}

LinearModel model_of(Symbolic& symbolic) {
  const auto n = std::ssize(symbolic.point.states), m = std::ssize(symbolic.point.inputs);
  const std::vector<Value> motion = symbolic.plant.rates(symbolic.point, symbolic.graph);
  const Eigen::MatrixXd rates = jacobian(symbolic, motion);
  const Eigen::MatrixXd outputs = jacobian(symbolic, symbolic.plant.measure(symbolic.point, symbolic.graph));
  return LinearModel{names(symbolic.plant.states()),
                     names(symbolic.plant.inputs()),
                     names(symbolic.plant.outputs()),
                     rates.leftCols(n),
                     rates.middleCols(n, m),
                     outputs.leftCols(n),
                     outputs.middleCols(n, m),
                     rest_of(symbolic, motion, rates),
                     delays_of(symbolic, rates, outputs),
                     symbolic.plant.is_discrete()};
}

std::vector<Complex> sorted(std::vector<Complex> poles) {
  std::ranges::sort(poles, {}, [](Complex pole) { return std::pair(pole.real(), pole.imag()); });
  return poles;
}

/// Without the poles that die out to a millionth within the dead time: of these there is no end.
std::vector<Complex> those_that_last(std::vector<Complex> poles, double dead_time) {
  constexpr double logarithm_of_a_million = 13.8;
  std::erase_if(poles, [&](Complex pole) { return -pole.real() * dead_time > logarithm_of_a_million; });
  return poles;
}

bool has_circular_delay(const LinearModel& model) {
  const DelayedSystem system = in_steps(model, std::vector<std::int64_t>(model.delays.times.size(), 1));
  DelayPaths paths(system);
  for (Eigen::Index i = 0; i < system.states(); ++i) paths.see_state(i);
  for (Eigen::Index i = 0; i < system.delays(); ++i) paths.see_delayed(i);
  return paths.endless();
}

/// Whether all rows of the matrix are independent, whatever their units.
bool has_full_rank(Eigen::MatrixXcd matrix) {
  constexpr double rounding = 1e-9;
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    const double norm = matrix.row(i).norm();
    if (norm > 0) matrix.row(i) /= norm;
  }
  const Eigen::VectorXd sizes = singular_values(matrix);
  return sizes[matrix.rows() - 1] > rounding * sizes[0];
}

}  // namespace

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

std::vector<Complex> poles(const LinearModel& model) {
  if (!model.delays.empty() && !model.is_discrete && has_circular_delay(model)) {
    const std::vector<Complex> found = rightmost_poles(model.a, model.delays);
    return those_that_last(without_gaps(found, model.a, model.delays), model.delays.total_time());
  }
  const Eigen::VectorXcd values = eigenvalues(model.a);
  if (values.size() == 0) return {{std::numeric_limits<double>::infinity(), 0}};
  return sorted({values.begin(), values.end()});
}

Eigen::Index controllability_rank(const LinearModel& model) {
  return controllability_rank(model.a, model.b);
}

Eigen::Index controllability_rank(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  constexpr double rounding = 1e-10;
  Eigen::MatrixXd basis(a.rows(), 0), next = b;
  while (basis.cols() < a.rows() && next.cols() > 0) {
    for (Eigen::Index j = 0; j < next.cols(); ++j) {  // directions, whatever their units
      const double norm = next.col(j).norm();
      if (norm > 0) next.col(j) /= norm;
    }
    for (int twice = 0; twice < 2; ++twice) next -= basis * (basis.transpose() * next).eval();
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> decomposition(next);
    decomposition.setThreshold(Eigen::Default);
    Eigen::Index rank = 0;
    while (rank < std::min(next.rows(), next.cols()) &&
           std::abs(decomposition.matrixR()(rank, rank)) > rounding)
      ++rank;
    const Eigen::MatrixXd fresh = decomposition.householderQ() * Eigen::MatrixXd::Identity(a.rows(), rank);
    basis.conservativeResize(a.rows(), basis.cols() + rank);
    basis.rightCols(rank) = fresh;
    next = a * fresh;
  }
  return basis.cols();
}

Eigen::Index controllable_poles(const LinearModel& model, const std::vector<Complex>& poles) {
  const Eigen::Index n = model.a.rows(), count = std::ssize(model.delays.times), m = model.b.cols();
  return std::ranges::count_if(poles, [&](Complex pole) {
    Eigen::MatrixXcd joined(n + count, n + count + m);
    joined << characteristic_matrix(model.a, model.delays, pole), Eigen::MatrixXcd::Zero(n + count, m);
    joined.topRightCorner(n, m) = model.b.cast<Complex>();
    for (Eigen::Index j = 0; j < count; ++j) {
      joined.row(n + j).tail(m) =
          exponential(-pole * model.delays.times[static_cast<std::size_t>(j)]) * model.delays.e_w.row(j);
    }
    return has_full_rank(joined);
  });
}

Eigen::Index observable_poles(const LinearModel& model, const std::vector<Complex>& poles) {
  const Eigen::Index n = model.a.rows(), count = std::ssize(model.delays.times), p = model.c.rows();
  return std::ranges::count_if(poles, [&](Complex pole) {
    Eigen::MatrixXcd joined(n + count + p, n + count);
    joined << characteristic_matrix(model.a, model.delays, pole), Eigen::MatrixXcd::Zero(p, n + count);
    joined.bottomLeftCorner(p, n) = model.c.cast<Complex>();
    joined.bottomRightCorner(p, count) = model.delays.c_d.cast<Complex>();
    return has_full_rank(joined.transpose());
  });
}

DelayedSystem in_steps(const LinearModel& model, const std::vector<std::int64_t>& steps) {
  return {model.a, model.delays.a_d, model.delays.e, model.delays.e_d, steps};
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
