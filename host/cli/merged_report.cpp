#include "host/cli/merged_report.hpp"

#include <fmt/format.h>

#include "host/cli/table.hpp"

namespace gainswarm::cli {
namespace {

std::string standing(const tuner::MergedRun& run) {
  if (run.failed > 0) return fmt::format("fails in {}", count(run.failed));
  return run.requirements_met ? "" : "requirements NOT met";
}

}  // namespace

std::string merged_section(const tuner::Tuning& tuning, const Style& style) {
  if (!tuning.merged) return "";
  const tuner::Merged& merged = *tuning.merged;
  Table table({1, 2, 3});
  table.add({"search", "seed", "cost in its own", "cost in all", "", ""});
  for (std::size_t i = 0; i < merged.runs.size(); ++i) {
    const tuner::MergedRun& run = merged.runs[i];
    table.add({run.result, fmt::format("{}", run.seed), number(run.own_cost), number(run.cost), standing(run),
               static_cast<std::int64_t>(i) == merged.chosen ? "*" : ""});
  }
  return fmt::format(
      "{}\n{}  * chosen\n",
      style.bold(fmt::format("Chosen from {} searches, in all their {} training scenarios together",
                             merged.runs.size(), count(merged.scenarios))),
      table.text());
}

nlohmann::ordered_json merged_json(const tuner::Merged& merged) {
  auto runs = nlohmann::ordered_json::array();
  for (const tuner::MergedRun& run : merged.runs) {
    runs.push_back({{"result", run.result},
                    {"seed", run.seed},
                    {"own_cost", run.own_cost},
                    {"cost", run.cost},
                    {"requirements_met", run.requirements_met},
                    {"failed_scenarios", run.failed}});
  }
  return {{"scenarios", merged.scenarios}, {"chosen", merged.chosen}, {"runs", runs}};
}

}  // namespace gainswarm::cli
