// gainswarm describe: what can be written in a configuration, and what one says.
#include <fmt/core.h>

#include <cmath>
#include <filesystem>
#include <memory>

#include "host/analysis/loop_report.hpp"
#include "host/cli/command.hpp"
#include "host/cli/table.hpp"
#include "host/cli/terminal.hpp"
#include "host/graph/builtins.hpp"
#include "host/spec/cost_parts.hpp"
#include "host/spec/number.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::cli {
namespace {

/// What neither the configuration's keys nor the functions of numbers say of themselves.
constexpr std::string_view time_and_model = R"(
In a controller's law:
  drift(v)                 time derivative of the plant's state v without input, by the nominal model
  influence(v, u)          what one unit of the input u adds to that derivative
  lower(u), upper(u)       limits of the actuator of the input u
  previous(u)              what was applied to the input u in the tick before

In objectives, requirements and success, one number for the whole rollout. Integrated between the control ticks, too:
  integral(e)              integral over time, to the integrator's order
  mean(e)                  integral(e) / duration
  ise(e), iae(e)           integral of e^2, of |e|
  itse(e), itae(e)         integral of t e^2, of t |e|; t is the time since the rollout, or the window, began
  istse(e), istae(e)       integral of t^2 e^2, of t^2 |e|
  energy(u)                integral of u^2
  itae(e, from, to)        any of these over a window of time, in s from the start of the rollout
  steady_state_error(e, window)   mean of |e| over the last `window` seconds
Seen at the control ticks and at the end:
  max(e), min(e)           largest and smallest value
  max_between(e, from, to), min_between(e, from, to)   likewise over a window of time
  final(e)                 value at the end
  variation(e)             sum of |e[k+1] - e[k]|
  chattering(u)            variance of the slopes (u[k+1] - u[k])/period
  spectrum_share(u, f)     share of the variance of u above the frequency f in Hz, by a Butterworth high-pass of order 4
  settling_time(e, band)   last time at which |e| enters the band; the duration if it ends outside
  rise_time(e, from, to)   from when e first reaches `from` to when it first reaches `to`; the duration if it never does
  peak_time(e)             time of the largest value
  overshoot(e, target)     how far e/target exceeds 1 at most, at least 0
  undershoot(e, target)    how far e/target falls below 0 at most, at least 0
  envelope(e, target, rise, over, settling, band)
                           distance of e/target outside a step's envelope, negative inside: at most 1 + over, after the time
                           `settling` 1 + band; at least 0.9 after the time `rise`, 1 - band after the time `settling`
Overshoot, undershoot and envelope see nothing while the target is 0. Windows, f, and the last four numbers of an envelope are
known before the rollout: numbers, gains, parameters, duration. Examples:
  Gaing's W for beta       (1 - exp(-beta))*(overshoot(y, r) + abs(final(y - r)))
                             + exp(-beta)*(settling_time(y - r, 0.02) - rise_time(y, 0.1*r, 0.9*r))
  load disturbance at 20 s iae(y - r, 20, duration)
  bound upper(t)           max(y - (1 + exp(-t))), required to be below 0
)";

struct DescribeOptions {
  std::string topic;
  std::vector<std::string> overrides;
  bool schema = false;
  bool resolved = false;
};

void print_titled(const std::string& title, const Table& table, std::size_t rows) {
  if (rows > 0) fmt::print("\n{}\n{}", Style(stdout).bold(title), table.text());
}

void print_units(const std::string& title, const spec::Map<std::string>& units) {
  Table table;
  for (const auto& [name, unit] : units) table.add({name.str(), unit});
  print_titled(title, table, units.size());
}

void print_quantities(const std::string& title, const spec::Map<spec::Quantity>& quantities) {
  Table table({1});
  for (const auto& [name, quantity] : quantities) {
    table.add({name.str(), spec::to_text(quantity.value), quantity.unit});
  }
  print_titled(title, table, quantities.size());
}

void print_expressions(const std::string& title, const spec::Map<spec::Text>& expressions) {
  Table table;
  for (const auto& [name, expression] : expressions) table.add({name.str(), "= " + expression.str()});
  print_titled(title, table, expressions.size());
}

void print_name(const spec::Text& name, const std::string& description) {
  fmt::print("{}\n{}{}", Style(stdout).bold(printable(name.str())), printable(description),
             description.empty() || description.ends_with('\n') ? "" : "\n");
}

using Matrix = std::vector<std::vector<spec::Text>>;

std::string joined(const std::vector<spec::Text>& texts) {
  std::string row;
  for (const spec::Text& text : texts) row += (row.empty() ? "" : ",  ") + text.str();
  return "[" + row + "]";
}

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
  print_titled("state space", table, rows);
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
  print_titled("transfer functions", table, blocks.size());
}

/// The plant's own poles, and whether they can be moved and seen.
void print_open_loop(const analysis::PlantReport& report) {
  if (!report.obstacle.empty()) {
    fmt::print("\n{}\n  {}\n", Style(stdout).bold("not linearised"), report.obstacle);
    return;
  }
  Table table({0, 1, 2, 3});
  table.add({"real [1/s]", "imaginary", "frequency [rad/s]", "damping"});
  for (const analysis::Pole& pole : report.poles) {
    const double frequency = std::hypot(pole.real, pole.imaginary);
    table.add({number(pole.real), number(pole.imaginary), number(frequency),
               frequency > 0 ? fmt::format("{:.3f}", -pole.real / frequency) : ""});
  }
  print_titled("poles of the linearised plant", table, report.poles.size());
  const auto states = report.poles.size();
  fmt::print("  controllable: {} of {} states, observable: {} of {}\n", report.controllable, states,
             report.observable, states);
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
    for (std::size_t i = 0; i < plant.mechanics->force.size(); ++i) {
      std::string row;
      for (const spec::Text& element : plant.mechanics->mass[i])
        row += (row.empty() ? "" : ",  ") + element.str();
      table.add({"[" + row + "]", plant.mechanics->force[i].str()});
    }
    print_titled("mechanics: mass matrix | force", table, plant.mechanics->force.size());
  }
  print_expressions("next values", plant.next);
  if (plant.state_space) print_matrices(*plant.state_space);
  print_blocks(plant.blocks);
  print_expressions("outputs", plant.outputs);
  print_expressions("fails when", plant.fails_when);
}

void print(const spec::Plant& plant) {
  print_equations(plant);
  print_open_loop(analysis::report_on_plant(plant, {}));
}

void print(const spec::Controller& controller) {
  print_name(controller.name, controller.description);
  print_units("gains", controller.gains);
  print_quantities("parameters", controller.parameters);
  print_expressions("let", controller.let);
  Table states;
  for (const auto& [name, state] : controller.states) {
    const bool continuous = !state.rate.empty();
    states.add({name.str(), "from " + state.start.str(),
                (continuous ? "rate = " : "next = ") + (continuous ? state.rate : state.next).str()});
  }
  print_titled("states", states, controller.states.size());
  print_expressions(controller.continuous ? "output (continuous)" : "output (every control tick)",
                    controller.output);
}

void print_gains(const spec::Problem& problem) {
  Table table({1, 2});
  for (const auto& [name, gain] : problem.gains) {
    if (gain.fixed) {
      table.add({name.str(), spec::to_text(*gain.fixed), "", "fixed"});
    } else {
      table.add({name.str(), spec::to_text(gain.low), spec::to_text(gain.high),
                 gain.scale == spec::Scale::log ? "log" : "linear"});
    }
  }
  print_titled("gains", table, problem.gains.size());
}

void print(const spec::Problem& problem) {
  print_name(problem.name, problem.description);
  Table table;
  table.add({"plant", problem.plant.name.str()});
  table.add({"controller", problem.controller.name.str()});
  table.add({"rollout", fmt::format("{} in steps of {}", duration(problem.simulation.duration),
                                    duration(problem.simulation.step))});
  table.add({"swarms", fmt::format("{} of {} particles, {} iterations", count(problem.swarm.swarms),
                                   count(problem.swarm.particles), count(problem.swarm.iterations))});
  fmt::print("\n{}", table.text());
  print_gains(problem);
  print_expressions("references", problem.references);
  Table terms({1});
  const std::vector<spec::CostPart> parts = spec::cost_parts(problem.objective);
  for (const spec::CostPart& part : parts) {
    terms.add({part.name, spec::to_text(part.weight), "* " + part.value.str()});
  }
  print_titled(problem.objective.pareto.empty() ? "cost" : "objectives", terms, parts.size());
  print_open_loop(analysis::report_on_plant(problem));
}

void print_functions() {
  fmt::print(
      "## functions\nEverywhere: the constants pi, e, inf; the time t; period (between control ticks); "
      "duration "
      "(of the rollout), and\n\n");
  for (const graph::Builtin& builtin : graph::builtins()) fmt::print("  {}\n", builtin.usage);
  fmt::print("  if(condition, a, b): a where the condition holds, else b\n{}", time_and_model);
}

/// Prints what `load` gives; false when the file is something else.
template <class Load>
bool print_as(Load load) {
  try {
    print(load());
    return true;
  } catch (const spec::InputError&) {
    return false;
  }
}

int run(const DescribeOptions& options) {
  const std::string& topic = options.topic;
  if (options.schema) {
    fmt::print("{}\n", spec::json_schema());
  } else if (topic == "functions") {
    print_functions();
  } else if (!std::filesystem::is_regular_file(topic)) {
    fmt::print("{}", spec::reference(topic));
    if (topic.empty()) {
      fmt::print("\n");
      print_functions();
    }
  } else if (options.resolved) {
    fmt::print("{}", spec::resolved(spec::load_problem(topic, options.overrides)));
  } else if (!print_as([&] { return spec::load_plant(topic); }) &&
             !print_as([&] { return spec::load_controller(topic); })) {
    print(spec::load_problem(topic, options.overrides));
  }
  return done;
}

}  // namespace

void add_describe(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<DescribeOptions>();
  CLI::App* command =
      app.add_subcommand("describe", "what can be written in a configuration, or what a file says");
  command
      ->add_option("topic", options->topic,
                   "a key such as swarm.particles, `functions`, or a file; default: everything")
      ->type_name("KEY|FILE");
  command->add_option("--set", options->overrides, "override one key of the problem")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->take_all();
  command->add_flag("--resolved", options->resolved,
                    "print the whole problem as one YAML file, defaults filled in");
  command->add_flag("--schema", options->schema, "print the JSON Schema of a problem, for editors");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
