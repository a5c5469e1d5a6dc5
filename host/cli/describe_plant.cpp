#include <fmt/core.h>

#include <cmath>

#include "host/analysis/loop_report.hpp"
#include "host/cli/description.hpp"
#include "host/cli/section.hpp"
#include "host/cli/terminal.hpp"
#include "host/rollout/plant.hpp"

namespace gainswarm::cli {
namespace {

using Matrix = std::vector<std::vector<spec::Text>>;

void print_matrices(const spec::StateSpace& matrices) {
  Table table;
  std::size_t rows = 0;
  const auto add = [&](const char* name, const Matrix& matrix) {
    for (const auto& row : matrix) table.add({rows++ > 0 && &row != matrix.data() ? "" : name, joined(row)});
  };
  add("a", matrices.a);
  add("b", matrices.b);
  add("c", matrices.c);
  add("d", matrices.d);
  print_section("state space", table, rows);
}

std::string product(const spec::Polynomials& polynomials, const spec::Roots& roots, const std::string& what) {
  std::string text;
  for (const auto& factor : polynomials.factors) text += (text.empty() ? "" : " ") + joined(factor);
  for (const spec::Root& root : roots.roots) {
    const bool is_real = root.imaginary.empty();
    text += (text.empty() ? "" : ", ") + (is_real ? root.real.str() : joined({root.real, root.imaginary}));
  }
  return text.empty() ? "" : what + " " + text;
}

void print_blocks(const spec::Map<spec::Block>& blocks) {
  Table table;
  for (const auto& [name, block] : blocks) {
    table.add({name.str(), "input " + block.input.str(), "gain " + block.gain.text.str(),
               product(block.numerator, block.zeros, block.zeros.empty() ? "numerator" : "zeros"),
               product(block.denominator, block.poles, block.poles.empty() ? "denominator" : "poles"),
               block.dead_time.empty() ? "" : "dead time " + block.dead_time.text.str()});
  }
  print_section("transfer functions", table, blocks.size());
}

void print_equations(const spec::Plant& plant) {
  print_name(plant.name, plant.description);
  if (plant.linearise) {
    print_quantities("linearised about (the rest is 0)", plant.linearise->about);
    fmt::print("\n");
    print_equations(*plant.linearise->plant);
    return;
  }
  print_units("states", plant.states);
  print_units("inputs", plant.inputs);
  print_quantities("parameters", plant.parameters);
  print_expressions("let", plant.let);
  print_expressions("dynamics (time derivatives)", plant.dynamics);
  if (plant.mechanics) {
    Table table;
    const auto& [coordinates, velocities, mass, force] = *plant.mechanics;
    for (std::size_t i = 0; i < force.size(); ++i) table.add({joined(mass[i]), force[i].str()});
    print_section("mechanics: mass matrix | force", table, force.size());
  }
  print_expressions("next values", plant.next);
  if (plant.state_space) print_matrices(*plant.state_space);
  print_blocks(plant.blocks);
  print_intervals("limits", plant.limits);
  print_expressions("outputs", plant.outputs);
  print_expressions("fails when", plant.fails_when);
}

/// Builds every equation. Throws InputError at the first that means nothing.
void check_equations(const spec::Plant& plant) {
  graph::Graph graph(graph::Precision::float64);
  const rollout::PlantModel model(plant);
  rollout::Point point{rollout::placeholders(graph, model.states().size(), 4),
                       rollout::placeholders(graph, model.inputs().size(), 5),
                       {},
                       rollout::placeholders(graph, 1, 8).front(),
                       rollout::placeholders(graph, model.dead_times().size(), 9)};
  for (const auto& parameter : model.parameters()) {
    point.parameters.define(parameter.name.str(), {&graph, graph.constant(parameter.value.value)});
  }
  static_cast<void>(model.rates(point, graph));
  static_cast<void>(model.entering(point, graph));
  static_cast<void>(model.measure(point, graph));
  static_cast<void>(model.failures(point, graph));
}

}  // namespace

void describe(const analysis::PlantReport& report) {
  if (!report.obstacle.empty()) {
    fmt::print("\n{}\n  {}\n", Style(stdout).bold("not linearised"), report.obstacle);
    return;
  }
  Table table({0, 1, 2, 3});
  if (report.is_discrete) {
    table.add({"real", "imaginary", "magnitude", ""});
  } else {
    table.add({"real [1/s]", "imaginary", "frequency [rad/s]", "damping"});
  }
  for (const analysis::Pole& pole : report.poles) {
    const double distance = std::hypot(pole.real, pole.imaginary);
    const bool has_damping = distance > 0 && !report.is_discrete;
    table.add({number(pole.real), number(pole.imaginary), number(distance),
               has_damping ? fmt::format("{:.3f}", -pole.real / distance) : ""});
  }
  print_section(
      report.is_discrete ? "poles of the linearised plant, in the z-plane" : "poles of the linearised plant",
      table, report.poles.size());
  const auto count = report.poles.size();
  fmt::print("  controllable: {} of {} {}, observable: {} of {}\n", report.controllable, count,
             report.has_dead_time ? "poles" : "states", report.observable, count);
}

void describe(const spec::Plant& plant) {
  check_equations(plant);
  print_equations(plant);
  describe(analysis::report_on_plant(plant, {}));
}

}  // namespace gainswarm::cli
