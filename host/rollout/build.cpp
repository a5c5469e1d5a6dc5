#include "host/rollout/build.hpp"

#include <cmath>
#include <limits>

#include "host/rollout/assemble.hpp"
#include "host/rollout/clock.hpp"
#include "host/rollout/closed_loop.hpp"
#include "host/rollout/functionals.hpp"
#include "host/rollout/held_internals.hpp"
#include "host/rollout/integrate.hpp"
#include "host/rollout/late_sampling.hpp"
#include "host/rollout/parameters.hpp"
#include "host/rollout/parsed_problem.hpp"
#include "host/rollout/recorded_signals.hpp"
#include "host/rollout/registers.hpp"
#include "host/rollout/symbols.hpp"

namespace gainswarm::rollout {
namespace {

using graph::Graph;
using graph::InputKind;

graph::Precision precision_of(const spec::Problem& problem) {
  return problem.simulation.precision == spec::Precision::float32 ? graph::Precision::float32
                                                                  : graph::Precision::float64;
}

/// A program that has no more than its times.
Program timed_program(const spec::Problem& problem) {
  Program program;
  program.control_period = control_period(problem);
  program.ticks = std::llround(problem.simulation.duration / program.control_period);
  program.substeps = std::llround(program.control_period / problem.simulation.step);
  return program;
}

Functionals collect_functionals(const ParsedProblem& problem, const Symbols& symbols, Registers& registers,
                                Graph& graph) {
  Functionals functionals(graph, registers, symbols.stated, problem.source.simulation.duration,
                          control_period(problem.source));
  for (const Equation* expression : problem.objective.expressions()) functionals.collect(*expression);
  return functionals;
}

class Builder {
 public:
  Builder(const spec::Problem& problem, Purpose purpose);
  Program build();

 private:
  [[nodiscard]] bool samples_late() const { return loop_.sampling().varies(); }
  Tick build_tick();
  Action sample_at_tick();
  Action sample_late();
  void build_substep();
  void build_finish();
  void build_least_cost(const std::vector<Value>& terms, const Instant& end);

  [[nodiscard]] Value constant(double value) { return {&graph_, graph_.constant(value)}; }
  [[nodiscard]] Changes changes_of(const Action& action) const;
  [[nodiscard]] std::vector<Value> integrated() const;
  [[nodiscard]] LoopStates split(const std::vector<Value>& integrated) const;
  LawOutputs law_between_ticks(const LoopStates& states, const Moment& when);
  Slopes slopes(const LoopStates& states, const Moment& when);
  StepResult step();
  std::vector<Value> entering(const LoopStates& states, double offset);
  void advance_dead_times(const StepResult& step);
  void add_failures(const LoopStates& states);

  const ParsedProblem problem_;
  Program program_;
  Graph graph_;
  Registers registers_;
  const Symbols symbols_;
  Functionals functionals_;
  const ClosedLoop loop_;
  const Clock clock_;
  Names held_internals_;  ///< of a sampled law; unless it samples late, as far as integrals look at them
  Changes late_changes_;  ///< what a late sample makes of registers
};

Builder::Builder(const spec::Problem& problem, Purpose purpose)
    : problem_(problem, purpose),
      program_(timed_program(problem)),
      graph_(precision_of(problem)),
      registers_(graph_),
      symbols_(declare_symbols(problem_, graph_)),
      functionals_(collect_functionals(problem_, symbols_, registers_, graph_)),
      loop_(problem_, symbols_, registers_, graph_),
      clock_(program_, graph_) {}

Program Builder::build() {
  const Tick tick = build_tick();
  build_substep();
  build_finish();
  record_signals(tick, problem_, loop_, program_);
  program_.gains = symbols_.gains;
  program_.derived = symbols_.derived;
  program_.scenario_columns = symbols_.scenario_columns;
  program_.registers = registers_.labels();
  program_.start = registers_.start();
  program_.tick = registers_.tick();
  program_.substep = registers_.substep();
  program_.delays = registers_.delays();
  if (samples_late()) {
    const Value now = Value{&graph_, graph_.input(InputKind::substep)} == loop_.sampling().steps();
    sample_within_substep(program_, graph_, now, late_changes_);
  }
  return assemble(std::move(program_), graph_, problem_.source.name.position());
}

/// What a sample makes of the registers of law, sensors and actuators.
Changes Builder::changes_of(const Action& action) const {
  Changes changes = action.changes;
  const std::vector<Value>& next = action.law.states_next;
  for (std::size_t i = 0; i < next.size(); ++i) changes.push_back({loop_.states().law[i], next[i]});
  return changes;
}

Action Builder::sample_at_tick() {
  Action action = loop_.act(loop_.states(), clock_.tick());
  Changes changes = changes_of(action);
  if (!problem_.law.continuous()) {
    std::vector<std::string> wanted = action.law.internal_names;
    const std::set<std::string> integrated = functionals_.integrand_names();
    std::erase_if(wanted, [&](const std::string& name) { return !integrated.contains(name); });
    held_internals_ = hold_internals(action.law, wanted, registers_, changes);
  }
  registers_.set_tick(changes);
  return action;
}

/// What is seen of a law that samples within the substeps; see late_sampling.hpp.
Action Builder::sample_late() {
  const Action sampled = loop_.act(loop_.states(), clock_.in_substep(0));
  late_changes_ = changes_of(sampled);
  Action held = held_until_next_sample(sampled, problem_, loop_, registers_, late_changes_);
  held_internals_ = held.law.internals;
  return held;
}

Tick Builder::build_tick() {
  const Moment begin = clock_.tick();
  Tick tick{samples_late() ? sample_late() : sample_at_tick(), {}, {}};
  if (samples_late()) {
    Changes drawn;
    tick.lateness = loop_.sampling().draw(drawn);
    registers_.set_tick(drawn);
  }
  tick.instant = loop_.instant(loop_.states().plant, tick.action.law, begin);
  functionals_.observe_tick(tick.instant);
  return tick;
}

/// The states behind what a step integrates: the plant's, within their limits, and those of a continuous law.
LoopStates Builder::split(const std::vector<Value>& integrated) const {
  const auto end = integrated.begin() + static_cast<std::ptrdiff_t>(loop_.states().plant.size());
  const std::vector<Value> plant(integrated.begin(), end), law(end, integrated.end());
  return {problem_.plant.confined(plant), problem_.law.continuous() ? law : loop_.states().law};
}

/// A continuous law acts all the time; of a sampled one, what the last tick left.
LawOutputs Builder::law_between_ticks(const LoopStates& states, const Moment& when) {
  if (problem_.law.continuous()) return loop_.act(states, when).law;
  LawOutputs held;
  held.inputs = loop_.actuators().inputs_after(when.offset);
  held.internals = held_internals_;
  return held;
}

/// Slopes of plant states, states of a continuous law and integrals at one stage.
Slopes Builder::slopes(const LoopStates& states, const Moment& when) {
  const LawOutputs law = law_between_ticks(states, when);
  Slopes result;
  result.states = problem_.plant.rates(loop_.point(states.plant, law.inputs, when), graph_);
  result.states.insert(result.states.end(), law.state_rates.begin(), law.state_rates.end());
  result.quadratures = functionals_.integrands(loop_.instant(states.plant, law, when));
  return result;
}

/// States of the plant, and of a continuous law behind them.
std::vector<Value> Builder::integrated() const {
  std::vector<Value> all = loop_.states().plant;
  const std::vector<Value>& law_states = loop_.states().law;
  if (problem_.law.continuous()) all.insert(all.end(), law_states.begin(), law_states.end());
  return all;
}

/// One step of the integration, or of a plant in discrete time, whose integrals are sums.
StepResult Builder::step() {
  const spec::Simulation& simulation = problem_.source.simulation;
  const auto slopes_at = [&](const std::vector<Value>& stage, double offset) {
    return slopes(split(stage),
                  problem_.plant.is_discrete() ? clock_.in_substep(offset) : clock_.of_stage(offset));
  };
  if (problem_.plant.is_discrete()) {
    Slopes next = slopes_at(integrated(), 0);
    for (Value& growth : next.quadratures) growth = simulation.step * growth;
    return {std::move(next.states), {}, std::move(next.quadratures)};
  }
  const bool with_middle = simulation.integrator == spec::Integrator::rk4 && !loop_.dead_times().all_held();
  return integrate_step(simulation.integrator, simulation.step, integrated(), slopes_at, with_middle);
}

std::vector<Value> Builder::entering(const LoopStates& states, double offset) {
  const Moment when = clock_.of_stage(offset);
  const std::vector<Value> inputs = law_between_ticks(states, when).inputs;
  return problem_.plant.entering(loop_.point(states.plant, inputs, when), graph_);
}

void Builder::advance_dead_times(const StepResult& step) {
  const DeadTimes& dead_times = loop_.dead_times();
  if (dead_times.empty()) return;
  Entering signals{entering(loop_.states(), 0), {}, {}};
  if (!dead_times.all_held()) signals.end = entering(split(step.states), 1);
  if (!step.middle.empty()) signals.middle = entering(split(step.middle), 0.5);
  dead_times.advance(signals, registers_);
}

void Builder::build_substep() {
  const StepResult result = step();
  const LoopStates after = split(result.states);
  const std::vector<Value> before = integrated();
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool of_plant = i < after.plant.size();
    registers_.set_substep(before[i], of_plant ? after.plant[i] : after.law[i - after.plant.size()]);
  }
  registers_.set_substep(loop_.actuators().changes_in_substep());
  const double step_length = problem_.source.simulation.step;
  functionals_.grow_integrals(result.quadrature_increments, clock_.in_substep(0).time, step_length);
  add_failures(after);
  advance_dead_times(result);
}

/// At the end of the substep: the plant's own conditions, then whether any state stopped being finite (their
/// sum shows it: it is NaN or infinite as soon as one of them is).
void Builder::add_failures(const LoopStates& states) {
  const Moment end = clock_.in_substep(1);
  const std::vector<Value> inputs = law_between_ticks(states, end).inputs;
  for (const auto& [cause, condition] :
       problem_.plant.failures(loop_.point(states.plant, inputs, end), graph_)) {
    program_.failures.push_back({cause, condition.id});
  }
  Value sum = states.plant.front();
  for (std::size_t i = 1; i < states.plant.size(); ++i) sum = sum + states.plant[i];
  for (const Value& state : states.law) sum = sum + state;
  const bool single = graph_.precision() == graph::Precision::float32;
  const double largest = single ? std::numeric_limits<float>::max() : std::numeric_limits<double>::max();
  program_.failures.push_back({"not finite", negation(absolute(sum) <= constant(largest)).id});
}

void Builder::build_finish() {
  const Moment end{constant(problem_.source.simulation.duration)};
  LawOutputs law;
  if (samples_late()) {
    law.internals = held_internals_;
  } else {
    law = loop_.act(loop_.states(), end).law;
  }
  if (!problem_.law.continuous()) law.inputs = loop_.actuators().inputs();
  const Instant last = loop_.instant(loop_.states().plant, law, end);
  functionals_.observe_end(last);
  const std::vector<Value> terms = problem_.objective.add_outputs(
      program_, graph_, symbols_.stated,
      [&](const language::Syntax& call, const spec::Text& text) { return functionals_.value(call, text); },
      last.names);
  if (gives_up_losers(problem_.source, problem_.purpose)) build_least_cost(terms, last);
}

void Builder::build_least_cost(const std::vector<Value>& terms, const Instant& end) {
  LowerBounds bounds(graph_);
  functionals_.teach(bounds, end);
  problem_.objective.add_least_cost(terms, bounds, program_);
}

}  // namespace

Program build_program(const spec::Problem& problem, Purpose purpose) {
  return Builder(problem, purpose).build();
}

}  // namespace gainswarm::rollout
