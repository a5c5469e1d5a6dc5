#include "host/cli/front_point.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/support/letters.hpp"

namespace gainswarm::cli {
namespace {

const tuner::Front& front_of(const record::Record& record, const std::string& path) {
  if (!record.tuning.front) {
    throw UsageError(fmt::format(
        "--point: {} has no front (its problem has no objective.pareto); leave --point out", path));
  }
  return *record.tuning.front;
}

void refuse_missing(std::int64_t point, const tuner::Front& front, const std::string& path) {
  if (front.points() == 0)
    throw UsageError(fmt::format("--point: the front of {} is empty; leave --point out", path));
  if (point >= 0 && point < front.points()) return;
  throw UsageError(fmt::format("--point: the front of {} has no point {}; its points are 0 to {}", path,
                               point, front.points() - 1));
}

/// What is wrong with the number of a point; nothing if it is one.
std::string wrong_number(const std::string& text) {
  constexpr std::size_t most_digits = 18;  // fit into 64 bits
  const std::string_view digits = std::string_view(text).substr(text.starts_with('-') ? 1 : 0);
  if (!digits.empty() && digits.size() <= most_digits && std::ranges::all_of(digits, support::is_digit))
    return "";
  return fmt::format(
      "'{}' is no number of a compromise (they are counted from 0); see the front in the report of the "
      "result",
      text);
}

}  // namespace

void add_point_option(CLI::App& command, std::optional<std::int64_t>& point) {
  command
      .add_option("--point", point,
                  "take the gains of this compromise of the front instead of its knee, numbered as in the "
                  "report and in /pareto")
      ->type_name("NUMBER")
      ->check(CLI::Validator(wrong_number, ""));
}

void choose_point(std::int64_t point, const std::string& path, record::Record& record) {
  const tuner::Front& front = front_of(record, path);
  refuse_missing(point, front, path);
  const std::size_t row = static_cast<std::size_t>(point) * front.gains.size();
  for (tuner::BestGain& gain : record.tuning.gains) {
    const auto found = std::ranges::find(front.gains, gain.name);
    if (found == front.gains.end())
      throw record::ReadError(fmt::format("{}: its front has no gain '{}'", path, gain.name));
    gain.value = front.gain_values[row + static_cast<std::size_t>(found - front.gains.begin())];
  }
}

std::vector<tuner::Named> objectives_of(const tuner::Front& front, std::int64_t point) {
  std::vector<tuner::Named> objectives;
  const std::size_t row = static_cast<std::size_t>(point) * front.objectives.size();
  for (std::size_t i = 0; i < front.objectives.size(); ++i)
    objectives.push_back({front.objectives[i], front.values[row + i]});
  return objectives;
}

}  // namespace gainswarm::cli
