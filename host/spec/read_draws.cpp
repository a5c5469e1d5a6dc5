// Draws and aggregations: words with arguments.
#include <cmath>
#include <vector>

#include "host/spec/call.hpp"
#include "host/spec/choices.hpp"
#include "host/spec/names.hpp"
#include "host/spec/values.hpp"

namespace gainswarm::spec {
namespace {

template <class E>
std::vector<std::string> words() {
  std::vector<std::string> list;
  for (const auto& choice : choices(E{})) {
    list.emplace_back(choice.name);
  }
  return list;
}

/// The function of a draw or aggregation; throws with the nearest known word.
template <class E>
E find_word(const Text& text, const std::string& written, const Key& key) {
  for (const auto& choice : choices(E{})) {
    if (choice.name == written) {
      return choice.value;
    }
  }
  throw InputError(text.position(), quote(written) + " is no choice for " + quote(key.name) +
                                        did_you_mean(written, words<E>()));
}

double finite_argument(const Text& text, const Call& call, std::size_t index, std::string& unit) {
  const auto [begin, end] = call.arguments[index];
  const Measure measure = parse_measure(text, begin, end);
  if (!std::isfinite(measure.value)) {
    const std::size_t start = text.str().find_first_not_of(' ', begin);
    throw InputError(text.at(start), quote(text.str()) + " has an infinite argument");
  }
  if (measure.has_unit) {
    // The unit ends where the argument does, so it is compared as a text of its own.
    const Text part(text.str().substr(0, end), text.position());
    join_units(part, measure, unit);
  }
  return measure.value;
}

void check_draw(const Text& text, const Draw& draw) {
  const std::string start = quote(text.str()) + " cannot be drawn ";
  const bool relative = draw.distribution == Distribution::relative_uniform ||
                        draw.distribution == Distribution::relative_normal;
  if (relative && !draw.unit.empty()) {
    throw InputError(text.position(), start + "(a share has no unit); write for example 0.05 or 5 %");
  }
  if (draw.distribution == Distribution::uniform && !(draw.a < draw.b)) {
    throw InputError(text.position(), start + "(low is not less than high); write the lower value first");
  }
  if (draw.distribution == Distribution::normal && !(draw.b > 0)) {
    throw InputError(text.position(),
                     start + "(the deviation is not positive); write normal(mean, deviation)");
  }
  if (relative && !(draw.a > 0)) {
    throw InputError(text.position(),
                     start + "(the share is not positive); leave it out for the nominal value");
  }
  if (draw.distribution == Distribution::relative_uniform && draw.a > 1) {
    throw InputError(text.position(), start + "(more than 100 % changes the sign); write for example 5 %");
  }
}

void check_aggregation(const Text& text, const Aggregation& aggregation) {
  const double q = aggregation.parameter;
  const bool is_share = aggregation.kind == Aggregate::cvar || aggregation.kind == Aggregate::percentile;
  if (is_share && !(q > 0 && q < 1)) {
    throw InputError(text.position(),
                     quote(text.str()) + " needs a share between 0 and 1; write for example 0.9");
  }
  if (!is_share && q < 0) {
    throw InputError(text.position(), quote(text.str()) + " needs a factor of 0 or more");
  }
}

}  // namespace

void read(const YamlNode& node, const Key& key, Draw& value) {
  const Text& text = scalar(node, key, "a number or a draw such as uniform(low, high)");
  value = Draw{};
  value.position = text.position();
  if (begins_like_number(text.str())) {
    const Measure measure = read_measure(node, key);
    value.a = measure.value;
    value.unit = measure.unit.si;
    return;
  }
  const Call call = parse_call(text);
  value.distribution = find_word<Distribution>(text, call.name, key);
  const bool relative = value.distribution == Distribution::relative_uniform ||
                        value.distribution == Distribution::relative_normal;
  require_arguments(text, call, relative ? 1 : 2,
                    relative ? call.name + "(share)"
                             : (value.distribution == Distribution::normal ? "normal(mean, deviation)"
                                                                           : "uniform(low, high)"));
  value.a = finite_argument(text, call, 0, value.unit);
  value.b = relative ? 0 : finite_argument(text, call, 1, value.unit);
  check_draw(text, value);
}

void read(const YamlNode& node, const Key& key, Aggregation& value) {
  const Text& text = scalar(node, key, "a word such as mean or cvar(0.9)");
  const Call call = parse_call(text);
  value = Aggregation{find_word<Aggregate>(text, call.name, key), 0};
  const bool has_parameter = value.kind == Aggregate::mean_plus_worst || value.kind == Aggregate::cvar ||
                             value.kind == Aggregate::percentile;
  require_arguments(text, call, has_parameter ? 1 : 0, has_parameter ? call.name + "(0.9)" : call.name);
  if (has_parameter) {
    std::string unit;
    value.parameter = finite_argument(text, call, 0, unit);
    check_aggregation(text, value);
  }
}

}  // namespace gainswarm::spec
