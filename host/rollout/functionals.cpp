#include "host/rollout/functionals.hpp"

#include <limits>

namespace gainswarm::rollout {
namespace {

using language::Kind;
using language::Syntax;
using spec::InputError;

/// Number of arguments of each functional. max and min of two arguments are the ordinary functions.
const std::map<std::string, std::size_t>& arities() {
  static const std::map<std::string, std::size_t> table{
      {"integral", 1},  {"mean", 1},          {"max", 1},       {"min", 1},       {"final", 1},
      {"variation", 1}, {"settling_time", 2}, {"rise_time", 3}, {"peak_time", 1}, {"overshoot", 2}};
  return table;
}

bool is_functional(const Syntax& syntax) {
  if (syntax.kind != Kind::call || !arities().contains(syntax.name)) return false;
  return (syntax.name != "max" && syntax.name != "min") || syntax.operands.size() == 1;
}

bool is_integral(const Syntax& syntax) {
  return syntax.name == "integral" || syntax.name == "mean";
}

void names_in(const Syntax& syntax, std::set<std::string>& names) {
  if (syntax.kind == Kind::name) names.insert(syntax.name);
  for (const auto& operand : syntax.operands) names_in(*operand, names);
}

Value larger(Value a, Value b) {
  return select(b > a, b, a);
}
Value smaller(Value a, Value b) {
  return select(b < a, b, a);
}

/// Where between the last tick and this one the straight line from `before` to `now` takes `level`.
Value crossing(Value before, Value now, Value level, Value time, double period) {
  return time - period * ((now - level) / (now - before));
}

constexpr double never = -1;  // a time that has not come; times are >= 0

}  // namespace

Functionals::Functionals(graph::Graph& graph, Registers& registers, double duration, double period)
    : graph_(&graph), registers_(&registers), duration_(duration), period_(period) {}

double Functionals::largest() const {
  return graph_->precision() == graph::Precision::float32 ? std::numeric_limits<float>::max()
                                                          : std::numeric_limits<double>::max();
}

void Functionals::collect(const Equation& equation) {
  collect(*equation.syntax, equation.text);
}

void Functionals::collect(const Syntax& syntax, const spec::Text& text) {
  if (is_functional(syntax)) {
    check(syntax, text);
    add(syntax, text);
    return;
  }
  for (const auto& operand : syntax.operands) collect(*operand, text);
}

void Functionals::check(const Syntax& syntax, const spec::Text& text) const {
  require_arguments(syntax, arities().at(syntax.name), text);
  for (const auto& operand : syntax.operands) {
    std::vector<const Syntax*> open{operand.get()};
    while (!open.empty()) {
      const Syntax* inner = open.back();
      open.pop_back();
      if (is_functional(*inner)) {
        throw InputError(text.at(inner->offset),
                         inner->name + "() inside " + syntax.name +
                             "() (a time functional is one number for the whole rollout, not " +
                             "a signal); move it outside");
      }
      for (const auto& next : inner->operands) open.push_back(next.get());
    }
  }
}

void Functionals::add(const Syntax& syntax, const spec::Text& text) {
  const std::string key = language::to_string(syntax);
  if (!index_.emplace(key, calls_.size()).second) return;
  Call call{&syntax, &text, {}, {}};
  allocate(call, key);
  calls_.push_back(std::move(call));
}

void Functionals::allocate(Call& call, const std::string& key) {
  const std::string& name = call.syntax->name;
  const auto reg = [&](const std::string& part, double start) {
    call.registers.push_back(registers_->add({key + part, ""}, constant(start)));
  };
  if (is_integral(*call.syntax)) {
    reg("", 0);
    if (graph_->precision() == graph::Precision::float32) reg(" compensation", 0);
  } else if (name == "max" || name == "overshoot") {
    reg("", -largest());
  } else if (name == "min") {
    reg("", largest());
  } else if (name == "variation" || name == "settling_time") {
    reg("", 0);
    reg(" before", 0);
  } else if (name == "rise_time") {
    reg(" start", never);
    reg(" end", never);
    reg(" before", -largest());
  } else if (name == "peak_time") {
    reg("", 0);
    reg(" peak", -largest());
    reg(" before", -largest());
    reg(" before that", -largest());
  }
}

std::set<std::string> Functionals::integrand_names() const {
  std::set<std::string> names;
  for (const Call& call : calls_) {
    if (is_integral(*call.syntax)) names_in(*call.syntax, names);
  }
  return names;
}

Value Functionals::argument(const Call& call, std::size_t i, const Instant& instant) const {
  const Syntax& operand = *call.syntax->operands[i];
  const Value value = lower(operand, *call.text, *graph_, instant.names);
  if (!value.is_condition()) return value;
  throw InputError(call.text->at(operand.offset),
                   call.syntax->name + "() of a condition (it needs a number); use " + "if(condition, 1, 0)");
}

std::vector<Value> Functionals::integrands(const Instant& instant) const {
  std::vector<Value> values;
  for (const Call& call : calls_) {
    if (is_integral(*call.syntax)) values.push_back(argument(call, 0, instant));
  }
  return values;
}

void Functionals::grow_integrals(const std::vector<Value>& increments) {
  std::size_t i = 0;
  for (const Call& call : calls_) {
    if (!is_integral(*call.syntax)) continue;
    const Value sum = call.registers[0], increment = increments[i++];
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

std::vector<Value> Functionals::observe(const Call& call, const Instant& instant) const {
  const std::string& name = call.syntax->name;
  const std::vector<Value>& reg = call.registers;
  if (is_integral(*call.syntax) || name == "final") return reg;
  const Value now = argument(call, 0, instant);
  const Value time = instant.time;
  const Value first = time == constant(0);
  if (name == "max") return {larger(reg[0], now)};
  if (name == "overshoot") {
    const Value target = argument(call, 1, instant);
    return {select(target == constant(0), reg[0], larger(reg[0], now * (1.0 / target)))};
  }
  if (name == "min") return {smaller(reg[0], now)};
  if (name == "variation") return {reg[0] + select(first, constant(0), absolute(now - reg[1])), now};
  if (name == "settling_time") {
    const Value band = argument(call, 1, instant), size = absolute(now);
    const Value entered = both(reg[1] > band, size <= band);
    const Value last = select(entered, crossing(reg[1], size, band, time, period_), reg[0]);
    return {select(size > band, time, last), size};
  }
  if (name == "rise_time") {
    const Value from = argument(call, 1, instant), to = argument(call, 2, instant);
    const auto reached = [&](Value known, Value level) {
      const Value at = select(first, time, crossing(reg[2], now, level, time, period_));
      const Value there = select(to > from, now >= level, now <= level);
      return select(both(known < constant(0), there), at, known);
    };
    return {reached(reg[0], from), reached(reg[1], to), now};
  }
  return observe_peak(reg, now, time);
}

/// The tick before this one is the highest so far: the parabola through it and its neighbours gives place and
/// height. The start has no neighbour on the left and counts as it is.
std::vector<Value> Functionals::observe_peak(const std::vector<Value>& reg, Value now, Value time) const {
  const Value before = reg[2], earlier = reg[3];
  const Value is_start = earlier == constant(-largest());
  const Value curvature = earlier - 2.0 * before + now;
  const Value inside = both(curvature < constant(0), negation(is_start));
  const Value shift = select(inside, 0.5 * ((earlier - now) / curvature), constant(0));
  const Value height = select(inside, before - 0.25 * ((earlier - now) * shift), before);
  const Value is_maximum = both(both(before >= earlier, before > now), height > reg[1]);
  const Value time_of_maximum = (time - constant(period_)) + period_ * shift;
  return {select(is_maximum, time_of_maximum, reg[0]), select(is_maximum, height, reg[1]), now, before};
}

void Functionals::observe_tick(const Instant& instant) {
  for (const Call& call : calls_) {
    const std::vector<Value> next = observe(call, instant);
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (!is_integral(*call.syntax)) registers_->set_tick(call.registers[i], next[i]);
    }
  }
}

Value Functionals::result(const Call& call, const std::vector<Value>& seen, const Instant& end) const {
  const std::string& name = call.syntax->name;
  if (name == "final") return argument(call, 0, end);
  if (name == "mean") return seen[0] / constant(duration_);
  if (name == "overshoot") return larger(constant(0), seen[0] - 1.0);
  if (name == "rise_time") return select(seen[1] < constant(0), constant(duration_), seen[1] - seen[0]);
  if (name == "peak_time") return select(argument(call, 0, end) > seen[1], constant(duration_), seen[0]);
  return seen[0];
}

void Functionals::observe_end(const Instant& instant) {
  for (Call& call : calls_) call.result = result(call, observe(call, instant), instant);
}

std::optional<Value> Functionals::value(const Syntax& call, const spec::Text& text) const {
  if (!is_functional(call)) return std::nullopt;
  check(call, text);
  return calls_[index_.at(language::to_string(call))].result;
}

}  // namespace gainswarm::rollout
