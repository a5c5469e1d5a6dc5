#include "host/rollout/build.hpp"

#include <cmath>
#include <limits>

#include "host/graph/transform.hpp"
#include "host/rollout/controller.hpp"
#include "host/rollout/functionals.hpp"
#include "host/rollout/integrate.hpp"
#include "host/rollout/parameters.hpp"
#include "host/rollout/plant.hpp"
#include "host/rollout/registers.hpp"

namespace gainswarm::rollout {
namespace {

using graph::Graph;
using graph::InputKind;

/// The objective's expressions, and what is asked of them.
struct ObjectiveEquations {
  Equations terms, requirements;
  std::optional<Equation> success;

  ObjectiveEquations(const spec::Objective& objective, Purpose purpose) {
    for (const auto& term : objective.terms) terms.emplace_back(term.name.str(), term.value.value);
    for (const auto& entry : objective.require)
      requirements.emplace_back(entry.name.str(), entry.value.value);
    if (purpose == Purpose::validation && !objective.success.empty())
      success.emplace("success", objective.success);
  }
};

class Builder {
 public:
  Builder(const spec::Problem& problem, Purpose purpose);
  Program build();

 private:
  [[nodiscard]] Value constant(double value) { return {&graph_, graph_.constant(value)}; }
  void declare_columns();
  void declare_gains();
  void declare_registers();
  void build_tick();
  void build_substep();
  void build_finish();
  void record_signals();
  Program assemble();

  Point point(std::vector<Value> states, std::vector<Value> inputs, Value time);
  LawOutputs law(const std::vector<Value>& states, const std::vector<Value>& law_states, Value time);
  std::vector<Value> actuate(const std::vector<Value>& commanded);
  Instant instant(const std::vector<Value>& states, const std::vector<Value>& inputs, const Names& internals,
                  Value time);
  Names references_at(Value time);
  Value tick_time();
  Value substep_time(double offset);
  Slopes slopes(const std::vector<Value>& integrated, Value time);
  void add_failures(const std::vector<Value>& states, const std::vector<Value>& law_states,
                    const std::vector<Value>& inputs, Value time);
  Value total_cost(const std::vector<Value>& terms);
  Value is_finite(Value cost);
  Value weighted_sum(const std::vector<Value>& terms);
  Names held_internals(const LawOutputs& outputs);
  void refuse_algebraic_loop(const std::vector<Value>& measured, const std::vector<Value>& inputs) const;
  void refuse_excessive_work(const Program& program) const;

  const spec::Problem& problem_;
  Purpose purpose_;
  PlantModel plant_;
  ControlLaw law_;
  ObjectiveEquations objective_;
  Equations references_;

  Program program_;
  Graph graph_;
  Registers registers_;
  Functionals functionals_;
  Names actual_, nominal_;  ///< parameters as the plant has them, and as the controller knows them
  Names gains_;
  std::vector<Value> states_, inputs_, law_states_;  ///< registers
  Names held_;                                       ///< internals of a sampled law that integrals see
  std::vector<graph::NodeId> finish_, signals_;
};

graph::Precision precision_of(const spec::Problem& problem) {
  return problem.simulation.precision == spec::Precision::float32 ? graph::Precision::float32
                                                                  : graph::Precision::float64;
}

/// Control period in s; a continuous law has one tick a step.
double period_of(const spec::Problem& problem) {
  const spec::Simulation& simulation = problem.simulation;
  const bool every_step = problem.controller.continuous || simulation.control_period == 0;
  return every_step ? simulation.step : simulation.control_period;
}

Builder::Builder(const spec::Problem& problem, Purpose purpose)
    : problem_(problem),
      purpose_(purpose),
      plant_(problem.plant),
      law_(problem.controller, plant_),
      objective_(problem.objective, purpose),
      references_(parse_all(problem.references)),
      graph_(precision_of(problem)),
      registers_(graph_),
      functionals_(graph_, registers_, problem.simulation.duration, period_of(problem)) {
  program_.control_period = period_of(problem);
  program_.ticks = std::llround(problem.simulation.duration / program_.control_period);
  program_.substeps = std::llround(program_.control_period / problem.simulation.step);
}

Program Builder::build() {
  declare_columns();
  declare_gains();
  for (const Equation& term : objective_.terms) functionals_.collect(term);
  for (const Equation& requirement : objective_.requirements) functionals_.collect(requirement);
  if (objective_.success) functionals_.collect(*objective_.success);
  declare_registers();
  build_tick();
  build_substep();
  build_finish();
  record_signals();
  return assemble();
}

void Builder::declare_columns() {
  for (const Label& state : plant_.states()) program_.scenario_columns.push_back(state);
  const auto column = [&](const std::string& name, const std::string& unit) {
    program_.scenario_columns.push_back({name, unit});
    const auto index = static_cast<std::uint32_t>(program_.scenario_columns.size() - 1);
    return Value{&graph_, graph_.input(InputKind::scenario, index)};
  };
  const std::set<std::string> varied = varied_parameters(problem_, purpose_);
  for (const auto& parameter : plant_.parameters()) {
    const std::string& name = parameter.name.str();
    const double value = nominal_value(problem_, name, parameter.value.value);
    nominal_.define(name, constant(value));
    actual_.define(name, varied.contains(name) ? column(name, parameter.value.unit) : constant(value));
  }
}

void Builder::declare_gains() {
  for (const auto& gain : problem_.gains) {
    const std::string& name = gain.name.str();
    if (gain.value.fixed) {
      gains_.define(name, constant(*gain.value.fixed));
      continue;
    }
    const auto index = static_cast<std::uint32_t>(program_.gains.size());
    gains_.define(name, {&graph_, graph_.input(InputKind::gain, index)});
    std::string unit;
    for (const Label& declared : law_.gains()) {
      if (declared.name == name) unit = declared.unit;
    }
    program_.gains.push_back({name, unit});
  }
  for (const auto& parameter : problem_.controller.parameters) {
    const std::string& name = parameter.name.str();
    nominal_.define(name, constant(nominal_value(problem_, name, parameter.value.value)));
  }
  nominal_.define_all(gains_);
  nominal_.define("period", constant(program_.control_period));
  nominal_.define("duration", constant(problem_.simulation.duration));
}

void Builder::declare_registers() {
  for (std::size_t i = 0; i < plant_.states().size(); ++i) {
    const Value initial{&graph_, graph_.input(InputKind::scenario, static_cast<std::uint32_t>(i))};
    states_.push_back(registers_.add(plant_.states()[i], initial));
  }
  const std::vector<Value> start = law_.start(nominal_, graph_);
  for (std::size_t i = 0; i < start.size(); ++i) {
    law_states_.push_back(registers_.add(law_.states()[i], start[i]));
  }
  if (law_.continuous()) return;
  for (const Label& input : plant_.inputs()) inputs_.push_back(registers_.add(input, constant(0)));
}

Value Builder::tick_time() {
  return Value{&graph_, graph_.input(InputKind::tick)} * program_.control_period;
}

Value Builder::substep_time(double offset) {
  Value time = tick_time();
  const double step = problem_.simulation.step;
  if (program_.substeps > 1) time = time + Value{&graph_, graph_.input(InputKind::substep)} * step;
  return offset == 0 ? time : time + offset * step;
}

Names Builder::references_at(Value time) {
  Names names = nominal_;
  names.define("t", time);
  Names references;
  for (const Equation& reference : references_) {
    references.define(reference.name, lower_number(reference, graph_, names));
  }
  return references;
}

Point Builder::point(std::vector<Value> states, std::vector<Value> inputs, Value time) {
  return {std::move(states), std::move(inputs), actual_, time};
}

LawOutputs Builder::law(const std::vector<Value>& states, const std::vector<Value>& law_states, Value time) {
  LawInputs seen;
  seen.names = nominal_;
  seen.names.define_all(references_at(time));
  seen.names.define("t", time);
  const std::vector<Value> held = inputs_.empty() ? placeholders(graph_, plant_.inputs().size(), 3) : inputs_;
  const std::vector<Value> measured = plant_.measure(point(states, held, time), graph_);
  if (law_.continuous()) refuse_algebraic_loop(measured, held);
  for (std::size_t i = 0; i < measured.size(); ++i) seen.names.define(plant_.outputs()[i].name, measured[i]);
  seen.states = law_states;
  seen.previous = inputs_;
  for (const Label& input : plant_.inputs()) {
    const spec::Actuator limits = actuator_of(problem_.loop, input.name);
    seen.lower.push_back(constant(limits.lower));
    seen.upper.push_back(constant(limits.upper));
  }
  return law_.evaluate(seen, graph_);
}

/// A continuous law has no held inputs that an output could show.
void Builder::refuse_algebraic_loop(const std::vector<Value>& measured,
                                    const std::vector<Value>& inputs) const {
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const graph::NodeId root = measured[i].id;
    for (const graph::NodeId node : graph::reachable(graph_, std::span(&root, 1))) {
      for (const Value& input : inputs) {
        if (node != input.id) continue;
        throw spec::InputError(
            problem_.controller.name.position(),
            "output '" + plant_.outputs()[i].name + "' depends on an input, which a continuous law " +
                "computes from the outputs (an algebraic loop); measure states only, or make the " +
                "law sampled");
      }
    }
  }
}

std::vector<Value> Builder::actuate(const std::vector<Value>& commanded) {
  std::vector<Value> applied;
  for (std::size_t i = 0; i < commanded.size(); ++i) {
    const spec::Actuator limits = actuator_of(problem_.loop, plant_.inputs()[i].name);
    Value value = commanded[i];
    if (std::isfinite(limits.lower))
      value = select(constant(limits.lower) > value, constant(limits.lower), value);
    if (std::isfinite(limits.upper))
      value = select(constant(limits.upper) < value, constant(limits.upper), value);
    applied.push_back(value);
  }
  return applied;
}

Instant Builder::instant(const std::vector<Value>& states, const std::vector<Value>& inputs,
                         const Names& internals, Value time) {
  const Point where = point(states, inputs, time);
  Instant result{nominal_, time};
  result.names.define_all(internals);
  result.names.define_all(references_at(time));
  result.names.define_all(plant_.names(where, graph_));
  const std::vector<Value> measured = plant_.measure(where, graph_);
  for (std::size_t i = 0; i < measured.size(); ++i)
    result.names.define(plant_.outputs()[i].name, measured[i]);
  result.names.define("t", time);
  return result;
}

/// Registers that keep the internals of a sampled law which integrals look at between the ticks.
Names Builder::held_internals(const LawOutputs& outputs) {
  Names held;
  const std::set<std::string> wanted = functionals_.integrand_names();
  for (const std::string& name : outputs.internal_names) {
    if (!wanted.contains(name)) continue;
    const Value value = *outputs.internals.find(name);
    const Value reg = registers_.add({name + " held", ""}, constant(0));
    registers_.set_tick(reg, value.is_condition() ? select(value, constant(1), constant(0)) : value);
    held.define(name, value.is_condition() ? reg > constant(0.5) : reg);
  }
  return held;
}

void Builder::build_tick() {
  const Value time = tick_time();
  const LawOutputs outputs = law(states_, law_states_, time);
  const std::vector<Value> applied = actuate(outputs.inputs);
  if (!law_.continuous()) {
    for (std::size_t i = 0; i < inputs_.size(); ++i) registers_.set_tick(inputs_[i], applied[i]);
    for (std::size_t i = 0; i < law_states_.size(); ++i)
      registers_.set_tick(law_states_[i], outputs.states_next[i]);
    held_ = held_internals(outputs);
  }
  functionals_.observe_tick(instant(states_, applied, outputs.internals, time));
}

/// Slopes of plant states, states of a continuous law and integrals at one stage.
Slopes Builder::slopes(const std::vector<Value>& integrated, Value time) {
  const auto plant_end = integrated.begin() + static_cast<std::ptrdiff_t>(states_.size());
  const std::vector<Value> states(integrated.begin(), plant_end), law_states(plant_end, integrated.end());
  LawOutputs outputs;
  std::vector<Value> inputs = inputs_;
  if (law_.continuous()) {
    outputs = law(states, law_states, time);
    inputs = actuate(outputs.inputs);
  }
  Slopes result;
  result.states = plant_.rates(point(states, inputs, time), graph_);
  result.states.insert(result.states.end(), outputs.state_rates.begin(), outputs.state_rates.end());
  const Names& internals = law_.continuous() ? outputs.internals : held_;
  result.quadratures = functionals_.integrands(instant(states, inputs, internals, time));
  return result;
}

void Builder::build_substep() {
  std::vector<Value> integrated = states_;
  if (law_.continuous()) integrated.insert(integrated.end(), law_states_.begin(), law_states_.end());
  const StepResult step = integrate_step(
      problem_.simulation.integrator, problem_.simulation.step, integrated,
      [&](const std::vector<Value>& stage, double offset) { return slopes(stage, substep_time(offset)); });
  for (std::size_t i = 0; i < integrated.size(); ++i) registers_.set_substep(integrated[i], step.states[i]);
  functionals_.grow_integrals(step.quadrature_increments);
  const auto plant_end = step.states.begin() + static_cast<std::ptrdiff_t>(states_.size());
  const std::vector<Value> states(step.states.begin(), plant_end);
  std::vector<Value> law_states = law_states_, inputs = inputs_;
  if (law_.continuous()) {
    law_states.assign(plant_end, step.states.end());
    inputs = actuate(law(states, law_states, substep_time(1)).inputs);
  }
  add_failures(states, law_states, inputs, substep_time(1));
}

/// The plant's own conditions, then whether any state stopped being finite (their sum shows it: it is NaN or
/// infinite as soon as one of them is).
void Builder::add_failures(const std::vector<Value>& states, const std::vector<Value>& law_states,
                           const std::vector<Value>& inputs, Value time) {
  for (const auto& [cause, condition] : plant_.failures(point(states, inputs, time), graph_)) {
    program_.failures.push_back({cause, condition.id});
  }
  Value sum = states.front();
  for (std::size_t i = 1; i < states.size(); ++i) sum = sum + states[i];
  for (const Value& state : law_states) sum = sum + state;
  const bool single = graph_.precision() == graph::Precision::float32;
  const double largest = single ? std::numeric_limits<float>::max() : std::numeric_limits<double>::max();
  program_.failures.push_back({"not finite", negation(absolute(sum) <= constant(largest)).id});
}

Value Builder::weighted_sum(const std::vector<Value>& terms) {
  Value sum = terms.front() * problem_.objective.terms.front().value.weight;
  for (std::size_t i = 1; i < terms.size(); ++i)
    sum = sum + terms[i] * problem_.objective.terms[i].value.weight;
  return sum;
}

Value Builder::is_finite(Value cost) {
  return absolute(cost) <= constant(largest_cost(graph_.precision()));
}

/// Weighted sum of the terms; for a failed rollout, or a sum that is not finite, a penalty that grows with
/// the time left.
Value Builder::total_cost(const std::vector<Value>& terms) {
  const Value sum = weighted_sum(terms);
  const Value survived{&graph_, graph_.input(InputKind::survived)};
  const auto steps = static_cast<double>(program_.steps());
  const Value left = (constant(steps) - survived) / constant(steps);
  const Value penalty = problem_.objective.failure_penalty * left + problem_.objective.failure_penalty;
  return select(both(survived == constant(steps), is_finite(sum)), sum, penalty);
}

void Builder::build_finish() {
  const Value end = constant(problem_.simulation.duration);
  const LawOutputs outputs = law(states_, law_states_, end);
  const std::vector<Value> inputs = law_.continuous() ? actuate(outputs.inputs) : inputs_;
  functionals_.observe_end(instant(states_, inputs, outputs.internals, end));
  const CallHandler calls = [&](const language::Syntax& call, const spec::Text& text) {
    return functionals_.value(call, text);
  };
  std::vector<Value> terms;
  for (const Equation& term : objective_.terms) terms.push_back(lower_number(term, graph_, nominal_, calls));
  const auto output = [&](const std::string& name, Value value) {
    program_.outputs.push_back({name, ""});
    finish_.push_back(value.id);
  };
  output("cost", total_cost(terms));
  for (std::size_t i = 0; i < terms.size(); ++i) output(objective_.terms[i].name, terms[i]);
  for (const Equation& requirement : objective_.requirements) {
    output(requirement.name, lower_number(requirement, graph_, nominal_, calls));
  }
  program_.terms = static_cast<std::int64_t>(terms.size());
  program_.requirements = static_cast<std::int64_t>(objective_.requirements.size());
  if (purpose_ != Purpose::validation) return;
  const Value survived{&graph_, graph_.input(InputKind::survived)};
  Value success =
      both(survived == constant(static_cast<double>(program_.steps())), is_finite(weighted_sum(terms)));
  if (objective_.success)
    success = both(success, lower_condition(*objective_.success, graph_, nominal_, calls));
  output("success", select(success, constant(1), constant(0)));
}

void Builder::record_signals() {
  const Value time = tick_time();
  const LawOutputs outputs = law(states_, law_states_, time);
  const std::vector<Value> applied = actuate(outputs.inputs);
  const Instant now = instant(states_, applied, outputs.internals, time);
  const auto signal = [&](const Label& label) {
    const Value value = *now.names.find(label.name);
    for (const Label& known : program_.signals) {
      if (known.name == label.name) return;
    }
    if (value.is_condition()) return;
    program_.signals.push_back(label);
    signals_.push_back(value.id);
  };
  for (const Label& state : plant_.states()) signal(state);
  for (const Label& measured : plant_.outputs()) signal(measured);
  for (const Label& input : plant_.inputs()) signal(input);
  for (const Equation& reference : references_) signal({reference.name, ""});
  for (const std::string& internal : outputs.internal_names) signal({internal, ""});
}

/// Joins products and sums over all blocks at once and keeps only what some root needs.
Program Builder::assemble() {
  std::vector<graph::NodeId> roots;
  std::vector<std::vector<graph::NodeId>*> blocks{&program_.start, &program_.tick, &program_.substep,
                                                  &program_.finish, &program_.signal_roots};
  program_.start = registers_.start();
  program_.tick = registers_.tick();
  program_.substep = registers_.substep();
  program_.finish = finish_;
  program_.signal_roots = signals_;
  program_.registers = registers_.labels();
  for (const auto* block : blocks) roots.insert(roots.end(), block->begin(), block->end());
  for (const Failure& failure : program_.failures) roots.push_back(failure.condition);

  Graph fused(graph_.precision());
  const std::vector<graph::NodeId> joined = graph::fuse(graph_, roots, fused);
  std::size_t next = 0;
  for (auto* block : blocks) {
    for (graph::NodeId& root : *block) root = joined[next++];
  }
  for (Failure& failure : program_.failures) failure.condition = joined[next++];
  program_.graph = std::move(fused);
  refuse_excessive_work(program_);
  return std::move(program_);
}

/// Compiling takes longer than linearly in the size of the loop; beyond this it would look like a hang.
void Builder::refuse_excessive_work(const Program& program) const {
  constexpr std::size_t most = 20'000;
  std::vector<graph::NodeId> loop = program.tick;
  loop.insert(loop.end(), program.substep.begin(), program.substep.end());
  const std::size_t operations = graph::reachable(program.graph, loop).size();
  if (operations <= most) return;
  throw spec::InputError(problem_.name.position(),
                         "one step of the loop needs " + std::to_string(operations) +
                             " operations (more than " + std::to_string(most) +
                             ", compiling them would take minutes); simplify the equations, or " +
                             "integrate with euler or heun");
}

}  // namespace

Program build_program(const spec::Problem& problem, Purpose purpose) {
  return Builder(problem, purpose).build();
}

}  // namespace gainswarm::rollout
