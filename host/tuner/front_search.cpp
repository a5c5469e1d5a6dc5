#include "host/tuner/front_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/swarm/swarm.hpp"

namespace gainswarm::tuner {
namespace {

void append(const std::vector<double>& row, std::vector<double>& table) {
  table.insert(table.end(), row.begin(), row.end());
}

/// Row `index` of a table.
std::vector<double> row(const std::vector<double>& table, std::size_t index, std::size_t columns) {
  const auto begin = table.begin() + static_cast<std::ptrdiff_t>(index * columns);
  return {begin, begin + static_cast<std::ptrdiff_t>(columns)};
}

bool are_finite(const std::vector<double>& numbers) {
  return std::ranges::all_of(numbers, [](double number) { return std::isfinite(number); });
}

bool are_nan(const std::vector<double>& numbers) {
  return std::ranges::all_of(numbers, [](double number) { return std::isnan(number); });
}

bool is_sound(const FrontSearch& search, std::size_t objectives, const swarm::State& swarms) {
  const std::size_t points = search.objectives.size() / objectives;
  const std::size_t scaled = points == 0 ? 0 : objectives;
  return search.objectives.size() == points * objectives && are_finite(search.objectives) &&
         search.positions.size() == points * static_cast<std::size_t>(swarms.dimensions) &&
         swarm::are_in_box(search.positions) &&
         search.best_objectives.size() == swarms.best_costs.size() * objectives &&
         search.ideal.size() == scaled && are_finite(search.ideal) && search.nadir.size() == scaled &&
         are_finite(search.nadir) && search.reach.size() == scaled && are_finite(search.reach) &&
         search.stay_objectives.size() == search.first.size() * objectives &&
         are_finite(search.stay_objectives) && search.last.size() == search.first.size();
}

}  // namespace

FrontSearch saved(const FrontParts& parts, std::size_t objectives) {
  const std::vector<double> none(objectives, std::numeric_limits<double>::quiet_NaN());
  FrontSearch search;
  search.ideal = parts.extent.ideal;
  search.nadir = parts.extent.nadir;
  search.reach = parts.reach;
  for (const Compromise& one : parts.front) {
    append(one.objectives, search.objectives);
    append(one.position, search.positions);
  }
  for (const std::vector<double>& best : parts.best_objectives)
    append(best.empty() ? none : best, search.best_objectives);
  for (const Stay& stay : parts.stays) {
    append(stay.objectives, search.stay_objectives);
    search.first.push_back(stay.first);
    search.last.push_back(stay.last);
  }
  return search;
}

FrontParts restored(const FrontSearch& search, std::size_t objectives, const swarm::State& swarms) {
  const swarm::UnsoundState unsound("the saved front is none that these swarms come to");
  if (!is_sound(search, objectives, swarms)) throw unsound;
  FrontParts parts;
  parts.extent = {search.ideal, search.nadir};
  parts.reach = search.reach;
  const auto dimensions = static_cast<std::size_t>(swarms.dimensions);
  for (std::size_t i = 0; i * objectives < search.objectives.size(); ++i)
    parts.front.push_back({row(search.objectives, i, objectives), row(search.positions, i, dimensions)});
  for (std::size_t i = 0; i < swarms.best_costs.size(); ++i) {
    std::vector<double> best = row(search.best_objectives, i, objectives);
    if (are_nan(best)) best.clear();
    if (!are_finite(best)) throw unsound;
    parts.best_objectives.push_back(std::move(best));
  }
  for (std::size_t i = 0; i < search.first.size(); ++i)
    parts.stays.push_back({row(search.stay_objectives, i, objectives), search.first[i], search.last[i]});
  return parts;
}

}  // namespace gainswarm::tuner
