#include "host/cli/trajectory_record.hpp"

#include <algorithm>

#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/plant_names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::cli {
namespace {

constexpr std::int64_t scenarios_to_try = 16;
constexpr std::int64_t most_rows = 100'000;

std::string kind_of(const spec::Problem& problem, const std::string& name) {
  const spec::Plant& plant = spec::moving_plant(problem.plant);
  if (spec::find(spec::all_states(plant), name) != nullptr) return "state";
  if (spec::find(plant.inputs, name) != nullptr) return "input";
  if (spec::find(spec::all_outputs(problem.plant), name) != nullptr) return "output";
  return spec::find(problem.references, name) != nullptr ? "reference" : "other";
}

}  // namespace

record::Response response_of(const spec::Problem& problem, const rollout::Program& program,
                             const engine::Trajectory& trajectory, const std::string& set,
                             std::int64_t scenario) {
  record::Response response{set, scenario, trajectory.time, {}};
  for (std::size_t i = 0; i < program.signals.size(); ++i) {
    const auto& [name, unit] = program.signals[i];
    record::Signal signal{
        .name = name, .unit = unit, .kind = kind_of(problem, name), .values = trajectory.columns[i]};
    if (const auto* actuator = spec::find(problem.loop.actuators, name)) {
      signal.lower = actuator->lower;
      signal.upper = actuator->upper;
    }
    response.signals.push_back(std::move(signal));
  }
  return response;
}

record::Response worst_training_response(const spec::Problem& problem, std::span<const double> gains,
                                         const support::AskInterrupted& interrupted) {
  const std::string set = "training";
  const rollout::Program program = rollout::build_program(problem, rollout::Purpose::training);
  const rollout::ScenarioTable table =
      rollout::draw_scenarios(problem, program, problem.scenarios.training, set);
  const std::int64_t stride = (program.ticks + most_rows - 1) / most_rows;
  engine::Trajectory worst;
  std::int64_t worst_scenario = -1;
  for (std::int64_t scenario = 0; scenario < std::min(table.scenarios, scenarios_to_try); ++scenario) {
    engine::Trajectory trajectory = engine::simulate(program, table, scenario, gains, stride, interrupted);
    if (worst_scenario >= 0 && trajectory.rollout.outputs[0] <= worst.rollout.outputs[0]) continue;
    worst = std::move(trajectory);
    worst_scenario = scenario;
  }
  return response_of(problem, program, worst, set, worst_scenario);
}

}  // namespace gainswarm::cli
