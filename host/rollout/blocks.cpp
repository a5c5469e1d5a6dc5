#include "host/rollout/blocks.hpp"

#include <algorithm>
#include <cmath>

#include "host/spec/plant_names.hpp"

namespace gainswarm::rollout {
namespace {

using spec::InputError;

std::size_t degree(const auto& factors) {
  std::size_t sum = 0;
  for (const auto* factor : factors) sum += factor->degree();
  return sum;
}

bool is_zero(Value value) {
  return value.is_constant() && value.constant() == 0;
}

Value sum(Value a, Value b) {
  return is_zero(a) ? b : is_zero(b) ? a : a + b;
}

Value scaled(Value a, Value b) {
  return is_zero(a) ? a : a * b;
}

Polynomial multiply(const Polynomial& a, const Polynomial& b) {
  const Value zero = constant(a.front(), 0);
  Polynomial result(a.size() + b.size() - 1, zero);
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < b.size(); ++j) {
      if (!is_zero(a[i]) && !is_zero(b[j])) result[i + j] = sum(result[i + j], a[i] * b[j]);
    }
  }
  return result;
}

/// Output and rates of one section; its states stand in the order of the signal, x1 last. The denominator's
/// first coefficient is 1, the numerator has as many coefficients.
BlockResponse section_response(const Polynomial& b, const Polynomial& a, std::span<const Value> states,
                               Value input) {
  const std::size_t n = states.size();
  const auto x = [&](std::size_t i) { return states[n - i]; };  // from 1
  BlockResponse response{n == 0 ? scaled(b[0], input) : sum(x(1), scaled(b[0], input)), {}};
  response.rates.resize(n);
  for (std::size_t i = 1; i <= n; ++i) {
    const Value chained = i < n ? x(i + 1) : constant(input, 0);
    const Value fed = sum(chained, scaled(b[i], input));
    response.rates[n - i] = is_zero(a[i]) ? fed : sum(fed, scaled(-a[i], response.output));
  }
  return response;
}

}  // namespace

Value lower_coefficient(const Equation& equation, graph::Graph& graph, const Names& parameters) {
  Advice advice;
  advice.explain = [&](const std::string& name) {
    return "'" + name +
           "' is no parameter of the plant (coefficients and dead times are numbers for a whole rollout); "
           "make it "
           "one, or put it into an input";
  };
  return lower_finite(equation, graph, parameters, {}, advice);
}

BlockModel::BlockModel(const spec::Entry<spec::Block>& block)
    : input_(block.name.str(), block.value.input),
      gain_("gain", block.value.gain.text),
      unit_(block.value.unit),
      output_is_state_(!spec::degrees(block.value).pass_through()) {
  const spec::Block& written = block.value;
  if (!written.dead_time.empty()) dead_time_.emplace("dead_time", written.dead_time.text);
  read_factors(written.numerator, written.zeros, "numerator", numerator_);
  read_factors(written.denominator, written.poles, "denominator", denominator_);
  for (const std::string& state : spec::state_names(name(), written)) {
    states_.push_back({state, state == name() ? unit_ : ""});
  }
  arrange();
}

void BlockModel::read_factors(const spec::Polynomials& polynomials, const spec::Roots& roots,
                              const std::string& what, std::vector<Factor>& factors) const {
  for (const auto& polynomial : polynomials.factors) {
    Factor factor;
    for (const spec::Text& text : polynomial) factor.coefficients.emplace_back(what, text);
    factors.push_back(std::move(factor));
  }
  for (const spec::Root& root : roots.roots) {
    Factor factor{{}, true};
    factor.coefficients.emplace_back(what, root.real);
    if (!root.imaginary.empty()) factor.coefficients.emplace_back(what, root.imaginary);
    factors.push_back(std::move(factor));
  }
}

/// Constant factors go into the first section. Sections that pass something through at once come first, so
/// that the last one's output is a state whenever the whole has a delaying part.
void BlockModel::arrange() {
  for (const Factor& factor : denominator_) {
    if (factor.degree() > 0 || sections_.empty())
      sections_.push_back({{}, {&factor}});
    else
      sections_.front().denominator.push_back(&factor);
  }
  if (sections_.empty()) sections_.emplace_back();
  for (const Factor& factor : numerator_) {
    const auto has_room = [&](const Section& section) {
      return degree(section.numerator) + factor.degree() <= degree(section.denominator);
    };
    const auto found = std::ranges::find_if(sections_, has_room);
    if (found == sections_.end()) {
      sections_.assign(1, {});
      for (const Factor& each : numerator_) sections_.front().numerator.push_back(&each);
      for (const Factor& each : denominator_) sections_.front().denominator.push_back(&each);
      return;
    }
    found->numerator.push_back(&factor);
  }
  std::stable_partition(sections_.begin(), sections_.end(), [](const Section& section) {
    return degree(section.numerator) == degree(section.denominator);
  });
}

Polynomial BlockModel::lower_factor(const Factor& factor, const Names& parameters,
                                    graph::Graph& graph) const {
  Polynomial values;
  for (const Equation& coefficient : factor.coefficients) {
    values.push_back(lower_coefficient(coefficient, graph, parameters));
  }
  if (!factor.is_root) return values;
  const Value one = constant(values[0], 1), real = values[0];
  if (values.size() == 1) return {one, -real};
  const Value imaginary = values[1];
  return {one, -2.0 * real, real * real + imaginary * imaginary};
}

Polynomial BlockModel::product(const std::vector<const Factor*>& factors, const Names& parameters,
                               graph::Graph& graph) const {
  Polynomial result{{&graph, graph.constant(1)}};
  for (const Factor* factor : factors) {
    result = multiply(result, lower_factor(*factor, parameters, graph));
  }
  return result;
}

BlockResponse BlockModel::respond(const std::vector<Value>& states, Value input, const Names& parameters,
                                  graph::Graph& graph) const {
  BlockResponse response{input, {}};
  Value gain = lower_coefficient(gain_, graph, parameters);
  std::size_t first = 0;
  for (const Section& section : sections_) {
    Polynomial a = product(section.denominator, parameters, graph);
    Polynomial b = product(section.numerator, parameters, graph);
    const std::size_t order = degree(section.denominator);
    if (is_zero(a.front())) {
      throw InputError(
          section.denominator.front()->coefficients.front().text.position(),
          "the denominator's leading coefficient is 0 (its degree is lower than written); leave the "
          "0 out");
    }
    b.insert(b.begin(), a.size() - b.size(), constant(gain, 0));
    for (Value& coefficient : b) coefficient = scaled(coefficient, gain) / a.front();
    for (std::size_t i = 1; i < a.size(); ++i) a[i] = a[i] / a.front();
    const BlockResponse next =
        section_response(b, a, std::span(states).subspan(first, order), response.output);
    response.rates.insert(response.rates.end(), next.rates.begin(), next.rates.end());
    response.output = next.output;
    first += order;
    gain = constant(gain, 1);
  }
  return response;
}

}  // namespace gainswarm::rollout
