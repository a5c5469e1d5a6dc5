#include "host/cli/gain_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <span>

#include "host/analysis/derived_gains.hpp"
#include "host/cli/command.hpp"
#include "host/spec/number.hpp"

namespace gainswarm::cli {
namespace {

using Values = std::vector<std::optional<double>>;

using Labels = std::span<const rollout::Label>;

std::string names_of(Labels gains) {
  std::string names;
  for (const rollout::Label& gain : gains) names += (names.empty() ? "" : ", ") + gain.name;
  return names.empty() ? "none" : names;
}

void set(Labels gains, const std::string& given, Values& values) {
  const auto source = std::make_shared<spec::Source>(spec::Source{"--gains " + given, given});
  const spec::Text text(given, {source, 0, 0});  // the source's name is its whole text
  const std::size_t equals = given.find('=');
  if (equals == std::string::npos) {
    throw spec::InputError(
        text.position(),
        fmt::format("'{}' is no NAME=VALUE, e.g. reaching=12.5; a value and its unit are one "
                    "word in quotes, 'reaching=12.5 V'",
                    given));
  }
  const auto gain =
      std::ranges::find_if(gains, [&](const auto& label) { return label.name == given.substr(0, equals); });
  if (gain == gains.end()) {
    throw spec::InputError(text.position(), fmt::format("no tuned gain is called '{}'; there are {}",
                                                        given.substr(0, equals), names_of(gains)));
  }
  const spec::Measure measure = spec::parse_measure(text, equals + 1);
  spec::require_unit(text, measure, gain->unit);
  if (!std::isfinite(measure.value)) throw spec::InputError(text.at(equals + 1), "a gain must be finite");
  values[static_cast<std::size_t>(gain - gains.begin())] = measure.value;
}

void append_derived(const spec::Problem& problem, std::vector<double>& gains) {
  const analysis::DerivedGains derived(problem);
  std::vector<double> values(static_cast<std::size_t>(derived.size()));
  const analysis::Underived missing = derived.derive(gains, values);
  if (missing.cause >= 0) {
    throw UsageError(fmt::format("gains cannot be derived from these ({}); give others",
                                 derived.causes()[static_cast<std::size_t>(missing.cause)]));
  }
  gains.insert(gains.end(), values.begin(), values.end());
}

}  // namespace

std::vector<double> gain_values(const spec::Problem& problem, const rollout::Program& program,
                                const std::vector<tuner::BestGain>& result,
                                const std::vector<std::string>& given) {
  const Labels gains = Labels(program.gains).first(static_cast<std::size_t>(program.tuned()));
  Values values(gains.size());
  for (const tuner::BestGain& gain : result) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (gains[i].name == gain.name) values[i] = gain.value;
    }
  }
  for (const std::string& text : given) set(gains, text, values);

  std::vector<double> complete;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) {
      throw UsageError(fmt::format("gain '{}' has no value; give --gains {}=VALUE or --result FILE.h5",
                                   gains[i].name, gains[i].name));
    }
    complete.push_back(*values[i]);
  }
  append_derived(problem, complete);
  return complete;
}

}  // namespace gainswarm::cli
