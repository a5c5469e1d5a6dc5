#include <fmt/core.h>

#include "host/analysis/loop_report.hpp"
#include "host/cli/description.hpp"
#include "host/cli/section.hpp"
#include "host/spec/cost_parts.hpp"
#include "host/spec/number.hpp"

namespace gainswarm::cli {
namespace {

void print_gains(const spec::Problem& problem) {
  Table table({1, 2});
  for (const auto& [name, gain] : problem.gains) {
    if (gain.fixed) {
      table.add({name.str(), spec::to_text(*gain.fixed), "", "fixed"});
    } else {
      table.add({name.str(), spec::to_text(gain.low), spec::to_text(gain.high),
                 gain.scale == spec::Scale::log ? "log" : "linear"});
    }
  }
  print_section("gains", table, problem.gains.size());
}

void print_cost(const spec::Objective& objective) {
  Table table({1});
  const std::vector<spec::CostPart> parts = spec::cost_parts(objective);
  for (const spec::CostPart& part : parts) {
    table.add({part.name, spec::to_text(part.weight), "* " + part.value.str()});
  }
  print_section(objective.pareto.empty() ? "cost" : "objectives", table, parts.size());
}

}  // namespace

void describe(const spec::Problem& problem) {
  print_name(problem.name, problem.description);
  Table table;
  table.add({"plant", problem.plant.name.str()});
  table.add({"controller", problem.controller.name.str()});
  table.add({"rollout", fmt::format("{} in steps of {}", duration(problem.simulation.duration),
                                    duration(problem.simulation.step))});
  table.add({"swarms", fmt::format("{} of {} particles, {} iterations", count(problem.swarm.swarms),
                                   count(problem.swarm.particles), count(problem.swarm.iterations))});
  fmt::print("\n{}", table.text());
  print_gains(problem);
  print_expressions("connect", problem.connect);
  print_quantities("constants", problem.constants);
  print_expressions("references", problem.references);
  print_expressions("disturbances", problem.disturbances);
  print_cost(problem.objective);
  describe(analysis::report_on_plant(problem));
}

}  // namespace gainswarm::cli
