#include "host/cli/gain_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "host/cli/command.hpp"
#include "host/spec/number.hpp"

namespace gainswarm::cli {
namespace {

using Values = std::vector<std::optional<double>>;

std::string names_of(const rollout::Program& program) {
  std::string names;
  for (const rollout::Label& gain : program.gains) names += (names.empty() ? "" : ", ") + gain.name;
  return names;
}

void set(const rollout::Program& program, const std::string& given, Values& values) {
  const auto source = std::make_shared<spec::Source>(spec::Source{"--gains", given});
  const spec::Text text(given, {source, 1, 1});
  const std::size_t equals = given.find('=');
  if (equals == std::string::npos) {
    throw spec::InputError(text.position(), "expected NAME=VALUE, e.g. " + program.gains.at(0).name + "=1.5");
  }
  const auto gain = std::find_if(program.gains.begin(), program.gains.end(),
                                 [&](const auto& label) { return label.name == given.substr(0, equals); });
  if (gain == program.gains.end()) {
    throw spec::InputError(text.position(), fmt::format("no tuned gain is called '{}'; there are {}",
                                                        given.substr(0, equals), names_of(program)));
  }
  const spec::Measure measure = spec::parse_measure(text, equals + 1);
  spec::require_unit(text, measure, gain->unit);
  if (!std::isfinite(measure.value)) throw spec::InputError(text.at(equals + 1), "a gain must be finite");
  values[static_cast<std::size_t>(gain - program.gains.begin())] = measure.value;
}

}  // namespace

std::vector<double> gain_values(const rollout::Program& program, const std::vector<tuner::BestGain>& result,
                                const std::vector<std::string>& given) {
  Values values(program.gains.size());
  for (const tuner::BestGain& gain : result) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (program.gains[i].name == gain.name) values[i] = gain.value;
    }
  }
  for (const std::string& text : given) set(program, text, values);

  std::vector<double> complete;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) {
      throw UsageError(fmt::format("gain '{}' has no value; give --gains {}=VALUE or --result FILE.h5",
                                   program.gains[i].name, program.gains[i].name));
    }
    complete.push_back(*values[i]);
  }
  return complete;
}

}  // namespace gainswarm::cli
