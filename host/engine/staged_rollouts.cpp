#include "host/engine/staged_rollouts.hpp"

#include <algorithm>
#include <utility>

#include "host/engine/arithmetic_mode.hpp"
#include "host/engine/batch.hpp"

namespace gainswarm::engine {

template <class T>
StagedRollouts<T>::StagedRollouts(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
                                  std::int64_t lanes, std::span<const double> gains, WorkerPool& workers,
                                  Outcome& outcome)
    : program_(program),
      particles_(particle_count(program, gains)),
      workers_(workers),
      outcome_(outcome),
      heats_(static_cast<std::size_t>(scenarios.scenarios)) {
  resize(outcome, program.outputs.size(), particles_ * scenarios.scenarios);
  workers.run(scenarios.scenarios, [&](std::int64_t scenario) {
    const StandardArithmetic standard;
    Heat& heat = heats_[static_cast<std::size_t>(scenario)];
    heat.columns = rounded<T>(scenario_row(scenarios, scenario));
    const std::int64_t end = (scenario + 1) * particles_;
    for (std::int64_t first = scenario * particles_; first < end; first += lanes)
      heat.blocks.emplace_back(program, lanes, gains, Rollouts{first, std::min(first + lanes, end)});
  });
}

template <class T>
void StagedRollouts<T>::run(RolloutFunction* function, const Competition& competition,
                            const std::function<void()>& before_block) {
  for (std::int64_t tick = 0; tick < program_.ticks; tick += program_.stage_ticks()) {
    const std::int64_t end = std::min(tick + program_.stage_ticks(), program_.ticks);
    run_stage(function, tick, end, before_block);
    if (end == program_.ticks) return;
    give_up_losers(competition, particles_, outcome_);
    pack();
  }
}

template <class T>
void StagedRollouts<T>::run_stage(RolloutFunction* function, std::int64_t first, std::int64_t end,
                                  const std::function<void()>& before_block) {
  std::vector<std::pair<std::size_t, LaneBlock<T>*>> jobs;  // scenario, block
  for (std::size_t scenario = 0; scenario < heats_.size(); ++scenario) {
    for (LaneBlock<T>& block : heats_[scenario].blocks) jobs.emplace_back(scenario, &block);
  }
  workers_.run(std::ssize(jobs), [&](std::int64_t job) {
    before_block();
    const StandardArithmetic standard;
    const auto& [scenario, block] = jobs[static_cast<std::size_t>(job)];
    block->run(function, heats_[scenario].columns.data(), first, end);
    block->store(outcome_);
  });
}

template <class T>
void StagedRollouts<T>::pack() {
  workers_.run(std::ssize(heats_), [&](std::int64_t scenario) {
    keep<T>(heats_[static_cast<std::size_t>(scenario)].blocks,
            [&](std::int64_t rollout) { return outcome_.cause[static_cast<std::size_t>(rollout)] == -1; });
  });
}

template class StagedRollouts<double>;
template class StagedRollouts<float>;

}  // namespace gainswarm::engine
