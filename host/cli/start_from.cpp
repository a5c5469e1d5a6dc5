#include "host/cli/start_from.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "host/record/record.hpp"
#include "host/spec/declared.hpp"
#include "host/spec/gains_file.hpp"

namespace gainswarm::cli {
namespace {

using spec::InputError;

spec::Position whole_file(const std::string& path) {
  return {std::make_shared<const spec::Source>(spec::Source{path, ""}), 0, 0};
}

spec::Map<spec::Quantity> gains_in(const std::string& path) {
  if (!path.ends_with(".h5")) return spec::load_gains(path);
  const spec::Position where = whole_file(path);
  spec::Map<spec::Quantity> gains;
  for (const tuner::BestGain& gain : record::read(path).tuning.gains) {
    if (gain.derived) continue;
    gains.push_back({spec::Text(gain.name, where), {.value = gain.value, .unit = "", .position = where}});
  }
  return gains;
}

/// Throws unless the problem can have the value.
void check(const spec::Text& name, const spec::Quantity& quantity, const spec::Problem& problem) {
  const spec::Gain& gain = spec::require_known(problem.gains, name, "gain of the problem");
  for (const auto& declared : problem.controller.gains) {
    if (declared.name.str() == name.str())
      spec::require_same_unit(quantity.unit, declared.value, name, quantity.position);
  }
  if (gain.fixed && *gain.fixed != quantity.value) {
    throw InputError(
        quantity.position,
        fmt::format("'{}' is {}, and the problem fixes it at {} (these gains could not be compared as "
                    "a whole); give it bounds or the same value",
                    name.str(), quantity.value, *gain.fixed));
  }
  if (!gain.fixed && !(gain.low <= quantity.value && quantity.value <= gain.high)) {
    throw InputError(
        quantity.position,
        fmt::format("'{}' is {}, outside its bounds {} and {} (the search begins there); widen them",
                    name.str(), quantity.value, gain.low, gain.high));
  }
}

}  // namespace

std::vector<double> gains_in_use(const std::string& path, const spec::Problem& problem,
                                 const rollout::Program& program) {
  const spec::Map<spec::Quantity> given = gains_in(path);
  for (const auto& [name, quantity] : given) check(name, quantity, problem);
  std::vector<double> values;
  for (std::int64_t i = 0; i < program.tuned(); ++i) {
    const std::string& name = program.gains[static_cast<std::size_t>(i)].name;
    const auto found = std::ranges::find_if(given, [&](const auto& gain) { return gain.name.str() == name; });
    if (found == given.end()) {
      throw InputError(whole_file(path),
                       fmt::format("the gain '{}' is missing (gains are compared as a whole); add it", name));
    }
    values.push_back(found->value.value);
  }
  return values;
}

}  // namespace gainswarm::cli
