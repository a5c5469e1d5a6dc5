#include "host/cli/front_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "host/cli/front_point.hpp"
#include "host/cli/table.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::ordered_json;
using tuner::Front;

/// The ends of a front that is not empty, points between them at equal steps, and the knee.
std::set<std::int64_t> shown_points(const Front& front) {
  const std::int64_t points = front.points(), most = 8, shown = std::min(points, most);
  std::set<std::int64_t> chosen;
  for (std::int64_t row = 0; row < shown; ++row)
    chosen.insert(shown > 1 ? row * (points - 1) / (shown - 1) : 0);
  chosen.insert(front.knee);
  return chosen;
}

std::vector<std::string> heading(const Front& front) {
  std::vector<std::string> cells(front.objectives);
  cells.insert(cells.begin(), "point");
  if (!front.validated_in.empty()) {
    cells.push_back("success in " + front.validated_in);
    cells.emplace_back("median cost");
  }
  return cells;
}

std::vector<std::string> row(const Front& front, std::int64_t point) {
  std::vector<std::string> cells{fmt::format("{}", point)};
  for (const tuner::Named& objective : objectives_of(front, point)) cells.push_back(number(objective.value));
  if (!front.validated_in.empty()) {
    const auto at = static_cast<std::size_t>(point);
    cells.push_back(fmt::format("{:.2f} %", 100 * front.success_rates[at]));
    cells.push_back(number(front.median_costs[at]));
  }
  return cells;
}

double final_hypervolume(const Front& front) {
  return front.hypervolume.empty() ? 0 : front.hypervolume.back();
}

ordered_json known(double value) {
  return std::isnan(value) ? ordered_json(nullptr) : ordered_json(value);
}

ordered_json point_json(const Front& front, std::int64_t point) {
  ordered_json objectives = ordered_json::object(), gains = ordered_json::object();
  for (const auto& [name, value] : objectives_of(front, point)) objectives[name] = value;
  const auto at = static_cast<std::size_t>(point);
  for (std::size_t i = 0; i < front.gains.size(); ++i)
    gains[front.gains[i]] = front.gain_values[at * front.gains.size() + i];
  return {{"objectives", objectives},
          {"gains", gains},
          {"success_rate", known(front.success_rates[at])},
          {"median_cost", known(front.median_costs[at])}};
}

}  // namespace

std::string front_section(const tuner::Tuning& tuning, const Style& style) {
  if (!tuning.front) return "";
  const Front& front = *tuning.front;
  const std::string title = style.bold(fmt::format("Front of {} compromises, hypervolume {}", front.points(),
                                                   number(final_hypervolume(front)))) +
                            "\n";
  if (front.points() == 0)
    return title + "  no gains were found that meet the requirements in every scenario\n";
  Table table({0, 1, 2, 3, 4, 5, 6});
  table.add(heading(front));
  for (const std::int64_t point : shown_points(front)) table.add(row(front, point));
  return title + table.text() +
         fmt::format("  the best gains are its knee, point {}; export and simulate take any --point\n",
                     front.knee);
}

ordered_json front_json(const Front& front) {
  ordered_json points = ordered_json::array(), reference = ordered_json::array();
  for (std::int64_t point = 0; point < front.points(); ++point) points.push_back(point_json(front, point));
  for (const double value : front.reference) reference.push_back(known(value));
  ordered_json validated_in = nullptr;
  if (!front.validated_in.empty()) validated_in = front.validated_in;
  return {{"points", points},
          {"knee", front.knee},
          {"reference", reference},
          {"hypervolume", final_hypervolume(front)},
          {"validated_in", validated_in}};
}

}  // namespace gainswarm::cli
