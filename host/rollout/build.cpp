#include "host/rollout/build.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/rollout/assemble.hpp"
#include "host/rollout/closed_loop.hpp"
#include "host/rollout/functionals.hpp"
#include "host/rollout/integrate.hpp"
#include "host/rollout/parameters.hpp"
#include "host/rollout/parsed_problem.hpp"
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

/// What a control tick decides and shows.
struct Tick {
  Action action;
  Instant instant;
};

class Builder {
 public:
  Builder(const spec::Problem& problem, Purpose purpose);
  Program build();

 private:
  Tick build_tick();
  void build_substep();
  void build_finish();
  void record_signals(const Tick& tick);
  void record_disturbances();

  [[nodiscard]] Value constant(double value) { return {&graph_, graph_.constant(value)}; }
  Value tick_time();
  Value substep_time(double offset);
  Moment substep_moment(double offset) { return {substep_time(offset), offset}; }
  void hold_internals(const LawOutputs& law);
  [[nodiscard]] std::vector<Value> integrated() const;
  [[nodiscard]] LoopStates split(const std::vector<Value>& integrated) const;
  LawOutputs law_between_ticks(const LoopStates& states, double offset);
  Slopes slopes(const LoopStates& states, double offset);
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
  Names held_internals_;  ///< of a sampled law, as far as integrals look at them
};

Builder::Builder(const spec::Problem& problem, Purpose purpose)
    : problem_(problem, purpose),
      program_(timed_program(problem)),
      graph_(precision_of(problem)),
      registers_(graph_),
      symbols_(declare_symbols(problem_, graph_)),
      functionals_(collect_functionals(problem_, symbols_, registers_, graph_)),
      loop_(problem_, symbols_, registers_, graph_) {}

Program Builder::build() {
  const Tick tick = build_tick();
  build_substep();
  build_finish();
  record_signals(tick);
  program_.gains = symbols_.gains;
  program_.derived = symbols_.derived;
  program_.scenario_columns = symbols_.scenario_columns;
  program_.registers = registers_.labels();
  program_.start = registers_.start();
  program_.tick = registers_.tick();
  program_.substep = registers_.substep();
  program_.delays = registers_.delays();
  return assemble(std::move(program_), graph_, problem_.source.name.position());
}

Value Builder::tick_time() {
  return Value{&graph_, graph_.input(InputKind::tick)} * program_.control_period;
}

/// The time `offset` steps after the substep began.
Value Builder::substep_time(double offset) {
  Value time = tick_time();
  const double step = problem_.source.simulation.step;
  if (program_.substeps > 1) time = time + Value{&graph_, graph_.input(InputKind::substep)} * step;
  return offset == 0 ? time : time + offset * step;
}

/// Adds registers that keep the internals of a sampled law which integrals look at between the ticks.
void Builder::hold_internals(const LawOutputs& law) {
  const std::set<std::string> wanted = functionals_.integrand_names();
  for (const std::string& name : law.internal_names) {
    if (!wanted.contains(name)) continue;
    const Value value = *law.internals.find(name);
    const Value reg = registers_.add({name + " held", ""}, constant(0));
    registers_.set_tick(reg, value.is_condition() ? select(value, constant(1), constant(0)) : value);
    held_internals_.define(name, value.is_condition() ? reg > constant(0.5) : reg);
  }
}

Tick Builder::build_tick() {
  const LoopStates& states = loop_.states();
  const Moment begin{tick_time()};
  const Action action = loop_.act(states, begin);
  const LawOutputs& law = action.law;
  registers_.set_tick(action.changes);
  if (!problem_.law.continuous()) {
    for (std::size_t i = 0; i < states.law.size(); ++i)
      registers_.set_tick(states.law[i], law.states_next[i]);
    hold_internals(law);
  }
  const Instant now = loop_.instant(states.plant, law, begin);
  functionals_.observe_tick(now);
  return {action, now};
}

/// The states behind what a step integrates: the plant's, within their limits, and those of a continuous law.
LoopStates Builder::split(const std::vector<Value>& integrated) const {
  const auto end = integrated.begin() + static_cast<std::ptrdiff_t>(loop_.states().plant.size());
  const std::vector<Value> plant(integrated.begin(), end), law(end, integrated.end());
  return {problem_.plant.confined(plant), problem_.law.continuous() ? law : loop_.states().law};
}

/// A continuous law acts all the time; of a sampled one, what the last tick left. `offset` in steps from the
/// start of the substep.
LawOutputs Builder::law_between_ticks(const LoopStates& states, double offset) {
  if (problem_.law.continuous()) return loop_.act(states, substep_moment(offset)).law;
  LawOutputs held;
  held.inputs = loop_.actuators().inputs_after(offset);
  held.internals = held_internals_;
  return held;
}

/// Slopes of plant states, states of a continuous law and integrals at one stage.
Slopes Builder::slopes(const LoopStates& states, double offset) {
  const Moment when = substep_moment(offset);
  const LawOutputs law = law_between_ticks(states, offset);
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
    return slopes(split(stage), offset);
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
  const std::vector<Value> inputs = law_between_ticks(states, offset).inputs;
  return problem_.plant.entering(loop_.point(states.plant, inputs, substep_moment(offset)), graph_);
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
  functionals_.grow_integrals(result.quadrature_increments, substep_time(0), step_length);
  add_failures(after);
  advance_dead_times(result);
}

/// At the end of the substep: the plant's own conditions, then whether any state stopped being finite (their
/// sum shows it: it is NaN or infinite as soon as one of them is).
void Builder::add_failures(const LoopStates& states) {
  const std::vector<Value> inputs = law_between_ticks(states, 1).inputs;
  for (const auto& [cause, condition] :
       problem_.plant.failures(loop_.point(states.plant, inputs, substep_moment(1)), graph_)) {
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
  LawOutputs law = loop_.act(loop_.states(), end).law;
  if (!problem_.law.continuous()) law.inputs = loop_.actuators().inputs();
  functionals_.observe_end(loop_.instant(loop_.states().plant, law, end));
  problem_.objective.add_outputs(
      program_, graph_, symbols_.stated,
      [&](const language::Syntax& call, const spec::Text& text) { return functionals_.value(call, text); });
}

void Builder::record_disturbances() {
  const auto disturbances = loop_.disturbances_at(tick_time());
  for (std::size_t i = 0; i < disturbances.size(); ++i) {
    if (!disturbances[i]) continue;
    const Label& input = problem_.plant.inputs()[i];
    program_.signals.push_back({input.name + " disturbance", input.unit});
    program_.signal_roots.push_back(disturbances[i]->id);
  }
}

void Builder::record_signals(const Tick& tick) {
  const auto signal = [&](const Label& label) {
    const Value value = *tick.instant.names.find(label.name);
    for (const Label& known : program_.signals) {
      if (known.name == label.name) return;
    }
    if (value.is_condition()) return;
    program_.signals.push_back(label);
    program_.signal_roots.push_back(value.id);
  };
  for (const Label& state : problem_.plant.states()) signal(state);
  for (const Label& measured : problem_.plant.outputs()) signal(measured);
  for (const Label& input : problem_.plant.inputs()) signal(input);
  for (const Equation& reference : problem_.references) signal({reference.name, ""});
  record_disturbances();
  for (const std::string& internal : tick.action.law.internal_names) signal({internal, ""});
  const std::vector<Label>& outputs = problem_.plant.outputs();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto& sensors = problem_.source.loop.sensors;
    const auto is_named = [&](const auto& sensor) { return sensor.name.str() == outputs[i].name; };
    if (std::ranges::none_of(sensors, is_named)) continue;
    program_.signals.push_back({outputs[i].name + " measured", outputs[i].unit});
    program_.signal_roots.push_back(tick.action.measured[i].id);
  }
  if (tick.action.latency) {
    program_.signals.push_back({"output latency", "s"});
    program_.signal_roots.push_back((*tick.action.latency * problem_.source.simulation.step).id);
  }
}

}  // namespace

Program build_program(const spec::Problem& problem, Purpose purpose) {
  return Builder(problem, purpose).build();
}

}  // namespace gainswarm::rollout
