#include "host/analysis/step_length.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "host/analysis/linear_loop.hpp"
#include "host/analysis/linear_model.hpp"
#include "host/analysis/matrix_functions.hpp"
#include "host/analysis/operating_point.hpp"
#include "host/spec/choices.hpp"

namespace gainswarm::analysis {
namespace {

/// By how much a step multiplies the motion exp(s t), z = s step (E. Hairer, G. Wanner, Solving Ordinary
/// Differential Equations II, 1996, section IV.2). Lags of actuators are exact, and not among the motions.
double growth_a_step(spec::Integrator integrator, Complex z) {
  const Complex square = product(z, z);
  switch (integrator) {
    case spec::Integrator::euler:
      return size(1.0 + z);
    case spec::Integrator::heun:
      return size(1.0 + z + square / 2.0);
    case spec::Integrator::rk4:
      break;
  }
  return size(1.0 + z + square / 2.0 + product(square, z) / 6.0 + product(square, square) / 24.0);
}

/// A motion that dies out in truth, and the longest step with which it does.
struct Stiff {
  Complex pole;
  double longest = 0;        ///< s
  bool dies_in_rk4 = false;  ///< with the step as it is
};

/// Only where it becomes ten times as large within a rollout: slower growth is for the law to hold.
std::optional<Stiff> stiff(const spec::Simulation& simulation, Complex pole) {
  constexpr double rounding = 1e-9, felt = 10;
  const double steps = simulation.duration / simulation.step;
  const auto growth = [&](double step) { return growth_a_step(simulation.integrator, pole * step); };
  const bool dies_out = pole.real() < -rounding * size(pole);
  if (!dies_out || !(steps * std::log(growth(simulation.step)) > std::log(felt))) return std::nullopt;
  double low = 0, high = simulation.step;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = 0.5 * (low + high);
    (growth(middle) <= 1 ? low : high) = middle;
  }
  const bool dies_in_rk4 = growth_a_step(spec::Integrator::rk4, pole * simulation.step) <= 1;
  return Stiff{pole, low, dies_in_rk4};
}

std::optional<Stiff> stiffest(const spec::Simulation& simulation, const Eigen::MatrixXd& a) {
  std::optional<Stiff> worst;
  if (!a.allFinite()) return worst;
  for (const Complex pole : eigenvalues(a)) {
    const auto found = stiff(simulation, pole);
    if (found && (!worst || found->longest < worst->longest)) worst = found;
  }
  return worst;
}

/// Rounded down to three digits.
std::string in_milliseconds(double seconds) {
  const double unit = std::pow(10, std::floor(std::log10(seconds)) - 2);
  return fmt::format("{:.3g} ms", std::floor(seconds / unit) * unit * 1e3);
}

std::string text(const spec::Simulation& simulation, const std::string& whose, const Stiff& found) {
  const std::string pole = found.pole.imag() == 0 ? fmt::format("{:.4g}", found.pole.real())
                                                  : fmt::format("{:.4g} +- {:.4g}j", found.pole.real(),
                                                                std::abs(found.pole.imag()));
  return fmt::format(
      "an integration step of {:.6g} ms is too long for the {}'s pole at {} 1/s (with {} what dies out there "
      "grows); make {}simulation.step {} or less",
      simulation.step * 1e3, whose, pole, spec::word(simulation.integrator),
      found.dies_in_rk4 ? "simulation.integrator rk4, or " : "", in_milliseconds(found.longest));
}

}  // namespace

std::string step_warning(const spec::Problem& problem) {
  try {
    const LinearModel plant = linearise(problem, operating_point(problem));
    if (plant.is_discrete || !plant.rest.holds()) return {};
    const auto found = stiffest(problem.simulation, plant.a);
    return found ? text(problem.simulation, "plant", *found) : "";
  } catch (const spec::InputError&) {
    return {};
  }
}

std::string step_warning(const spec::Problem& problem, std::span<const double> gains) {
  std::string of_plant = step_warning(problem);
  if (!of_plant.empty() || !problem.controller.continuous) return of_plant;
  try {
    const LinearLoop loop(problem, operating_point(problem));
    if (!loop.obstacle(gains).empty()) return {};
    const auto found = stiffest(problem.simulation, loop.at(gains).a);
    return found ? text(problem.simulation, "loop", *found) : "";
  } catch (const spec::InputError&) {
    return {};
  }
}

}  // namespace gainswarm::analysis
