#include "host/rollout/functionals.hpp"

#include <algorithm>
#include <limits>

#include "host/language/names.hpp"
#include "host/rollout/functional_syntax.hpp"

namespace gainswarm::rollout {
namespace {

using language::Syntax;
using spec::InputError;

/// The part of an increment over a step from `time`, `step` s long, that belongs to a window.
Value part_in_window(Value increment, Value from, Value to, Value time, double step) {
  const Value end = time + step, zero = graph::constant(time, 0);
  const Value begin = select(from > time, from, time), stop = select(to < end, to, end);
  const Value share = (stop - begin) / graph::constant(time, step);
  const Value part = select(share > zero, share * increment, zero);
  return select(both(from <= time, end <= to), increment, part);
}

/// A little less than what was seen: far more than the rounding errors of the longest rollout, those of
/// compensated sums (Higham, Accuracy and Stability of Numerical Algorithms, 4.3) and of a few operations
/// more.
Value with_allowance(Value least) {
  const double allowance = least.graph->precision() == graph::Precision::float32 ? 0x1p-16 : 0x1p-40;
  return least *
         select(constant(least, 0) < least, constant(least, 1 - allowance), constant(least, 1 + allowance));
}

}  // namespace

Functionals::Functionals(graph::Graph& graph, Registers& registers, const Names& parameters, double duration,
                         double period)
    : graph_(&graph), registers_(&registers), parameters_(parameters), duration_(duration), period_(period) {}

double Functionals::largest() const {
  return graph_->precision() == graph::Precision::float32 ? std::numeric_limits<float>::max()
                                                          : std::numeric_limits<double>::max();
}

void Functionals::collect(const Equation& equation) {
  collect(*equation.syntax, equation.text);
}

void Functionals::collect(const Syntax& syntax, const spec::Text& text) {
  if (is_functional(syntax)) {
    check_functional(syntax, text);
    add(syntax, text);
    return;
  }
  for (const auto& operand : syntax.operands) collect(*operand, text);
}

void Functionals::add(const Syntax& syntax, const spec::Text& text) {
  const std::string key = language::to_string(syntax);
  if (!index_.emplace(key, calls_.size()).second) return;
  Call call{
      &syntax, &text, find_kind(tick_kinds(), syntax.name), find_kind(integral_kinds(), syntax.name), {},
      {},      {}};
  add_parameters(call);
  examine(call);
  allocate(call, key);
  calls_.push_back(std::move(call));
}

void Functionals::add_parameters(Call& call) const {
  const std::size_t signals = call.tick != nullptr ? call.tick->signals : 1;
  const std::string function = call.syntax->name + "()";
  Advice advice;
  advice.explain = [&](const std::string& name) {
    return "'" + name + "' is not known before the rollout (this argument of " + function +
           " is one number for all of it); use numbers, gains and parameters";
  };
  for (std::size_t i = signals; i < call.syntax->operands.size(); ++i) {
    call.parameters.push_back(argument(call, i, parameters_, advice));
  }
}

void Functionals::examine(const Call& call) const {
  if (call.parameters.empty()) return;
  Parameters known{{}, period_, constant(duration_).constant()};  // rounded, as the parameters are
  for (const Value& parameter : call.parameters) {
    known.values.push_back(parameter.is_constant() ? parameter.constant()
                                                   : std::numeric_limits<double>::quiet_NaN());
  }
  const bool is_last = call.integral != nullptr && call.integral->is_of_last_seconds;
  const Examine examine_integral = is_last ? examine_last_seconds : examine_window;
  const auto objection = (call.tick != nullptr ? call.tick->examine : examine_integral)(known);
  if (!objection) return;
  const std::size_t first = call.syntax->operands.size() - call.parameters.size();
  throw InputError(call.text->at(call.syntax->operands[first + objection->parameter]->offset),
                   objection->message);
}

void Functionals::allocate(Call& call, const std::string& key) {
  std::vector<Cell> cells{{"", 0}};
  if (call.tick != nullptr) {
    cells = call.tick->cells(largest());
  } else if (graph_->precision() == graph::Precision::float32) {
    cells.push_back({" compensation", 0});
  }
  for (const Cell& cell : cells) {
    call.registers.push_back(registers_->add({key + cell.suffix, ""}, constant(cell.start)));
  }
}

std::set<std::string> Functionals::integrand_names() const {
  std::set<std::string> names;
  for (const Call& call : calls_) {
    if (call.integral != nullptr) language::add_names(*call.syntax, names);
  }
  return names;
}

Value Functionals::argument(const Call& call, std::size_t i, const Names& names, const Advice& advice) const {
  const Syntax& operand = *call.syntax->operands[i];
  const Value value = lower(operand, *call.text, *graph_, names, {}, advice);
  if (!value.is_condition()) return value;
  throw InputError(call.text->at(operand.offset),
                   call.syntax->name + "() of a condition (it needs a number); use " + "if(condition, 1, 0)");
}

std::optional<Functionals::Window> Functionals::window(const Call& call) const {
  if (call.parameters.empty()) return std::nullopt;
  if (call.integral->is_of_last_seconds) {
    return Window{constant(duration_) - call.parameters[0], constant(duration_)};
  }
  return Window{call.parameters[0], call.parameters[1]};
}

Value Functionals::integrand(const Call& call, const Instant& instant) const {
  const std::optional<Window> part = window(call);
  const Value e = argument(call, 0, instant.names);
  return call.integral->integrand(e, part ? instant.time - part->from : instant.time);
}

std::vector<Value> Functionals::integrands(const Instant& instant) const {
  std::vector<Value> values;
  for (const Call& call : calls_) {
    if (call.integral != nullptr) values.push_back(integrand(call, instant));
  }
  return values;
}

void Functionals::grow_integrals(const std::vector<Value>& increments, Value time, double step) {
  std::size_t i = 0;
  LowerBounds bounds(*graph_);
  for (Call& call : calls_) {
    if (call.integral == nullptr) continue;
    const Value sum = call.registers[0];
    Value increment = increments[i++];
    call.grows = bounds.of(increment).not_negative;
    if (const auto part = window(call)) {
      increment = part_in_window(increment, part->from, part->to, time, step);
    }
    if (call.registers.size() == 1) {
      registers_->set_substep(sum, sum + increment);
      continue;
    }
    const Value corrected = increment - call.registers[1];
    const Value next = sum + corrected;
    registers_->set_substep(sum, next);
    registers_->set_substep(call.registers[1], (next - sum) - corrected);
  }
}

Sight Functionals::sight(const Call& call, const Instant& instant) const {
  Sight seen;
  if (!call.registers.empty()) seen.now = argument(call, 0, instant.names);
  seen.signal = [this, &call, &instant](std::size_t i) { return argument(call, i, instant.names); };
  seen.parameters = call.parameters;
  seen.registers = call.registers;
  seen.time = instant.time;
  seen.first = instant.time == constant(0);
  seen.period = period_;
  seen.duration = duration_;
  seen.largest = largest();
  return seen;
}

void Functionals::observe_tick(const Instant& instant) {
  for (const Call& call : calls_) {
    if (call.tick == nullptr || call.registers.empty()) continue;
    const std::vector<Value> next = call.tick->observe(sight(call, instant));
    for (std::size_t i = 0; i < next.size(); ++i) registers_->set_tick(call.registers[i], next[i]);
  }
}

Value Functionals::integral_result(const Call& call) const {
  const Value sum = call.registers[0];
  if (!call.integral->is_mean) return sum;
  const std::optional<Window> part = window(call);
  return sum / (part ? part->to - part->from : constant(duration_));
}

void Functionals::observe_end(const Instant& instant) {
  for (Call& call : calls_) {
    if (call.integral != nullptr) {
      call.result = integral_result(call);
      continue;
    }
    Sight end = sight(call, instant);
    end.registers = call.tick->observe(end);
    call.result = call.tick->result(end);
  }
}

/// A register that starts at the lowest number takes nothing but larger numbers; one that starts at 0 grows.
void Functionals::teach(LowerBounds& bounds, const Instant& end) const {
  for (const Call& call : calls_) {
    if (call.integral != nullptr) {
      const Value sum = call.registers[0];
      if (call.grows) bounds.learn(sum, {.least = with_allowance(sum), .not_negative = true});
      continue;
    }
    if (call.tick->least == nullptr) continue;
    const bool from_lowest = call.tick->cells(largest()).front().start < 0;
    const Value seen = call.tick->least(sight(call, end));
    const bool not_negative = !from_lowest || bounds.of(seen).not_negative;
    bounds.learn(call.result,
                 {.least = with_allowance(seen), .not_negative = not_negative, .is_number = from_lowest});
  }
}

std::optional<Value> Functionals::value(const Syntax& call, const spec::Text& text) const {
  if (!is_functional(call)) return std::nullopt;
  check_functional(call, text);
  return calls_[index_.at(language::to_string(call))].result;
}

}  // namespace gainswarm::rollout
