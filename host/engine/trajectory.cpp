#include "host/engine/trajectory.hpp"

#include "host/engine/batch.hpp"
#include "host/rollout/time_grid.hpp"

namespace gainswarm::engine {

Trajectory simulate(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
                    std::int64_t scenario, std::span<const double> gains, std::int64_t stride,
                    const support::AskInterrupted& interrupted) {
  Trajectory trajectory;
  trajectory.columns.resize(program.signal_roots.size());
  const rollout::TimeGrid times(program.control_period, 1, graph::Precision::float64);
  const auto record = [&](std::int64_t tick, std::span<const double> signals) {
    support::give_up_if(interrupted);
    if (tick % stride != 0 && tick != program.ticks) return;
    trajectory.time.push_back(times.at(static_cast<double>(tick)));
    for (std::size_t i = 0; i < signals.size(); ++i) trajectory.columns[i].push_back(signals[i]);
  };
  trajectory.rollout = Interpreter(program).run(gains, scenario_row(scenarios, scenario), record);
  return trajectory;
}

}  // namespace gainswarm::engine
