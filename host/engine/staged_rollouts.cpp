#include "host/engine/staged_rollouts.hpp"

#include <algorithm>
#include <utility>

#include "host/engine/arithmetic_mode.hpp"
#include "host/engine/batch.hpp"

namespace gainswarm::engine {

template <class T>
StagedRollouts<T>::StagedRollouts(const rollout::Program& program, const rollout::ScenarioTable& scenarios,
                                  const BatchShape& batch, rollout::ScenarioOf scenario_of,
                                  std::span<const double> gains, WorkerPool& workers, Outcome& outcome)
    : program_(program),
      scenarios_(scenarios),
      particles_(batch.particles),
      scenario_of_(scenario_of),
      workers_(workers),
      outcome_(outcome),
      heats_(scenario_of == rollout::ScenarioOf::block ? static_cast<std::size_t>(batch.scenarios) : 1) {
  resize(outcome, program.outputs.size(), particles_ * batch.scenarios);
  const std::int64_t blocks = batch.blocks(scenario_of) / std::ssize(heats_);  // of each
  workers.run(std::ssize(heats_), [&](std::int64_t heat) {
    const StandardArithmetic standard;
    for (std::int64_t block = heat * blocks; block < (heat + 1) * blocks; ++block) {
      heats_[static_cast<std::size_t>(heat)].emplace_back(program, batch.lanes, gains,
                                                          batch.in_block(block, scenario_of));
    }
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
  std::vector<LaneBlock<T>*> jobs;
  for (Heat& heat : heats_) {
    for (LaneBlock<T>& block : heat) jobs.push_back(&block);
  }
  workers_.run(std::ssize(jobs), [&](std::int64_t job) {
    before_block();
    const StandardArithmetic standard;
    LaneBlock<T>& block = *jobs[static_cast<std::size_t>(job)];
    block.run(function, block.columns(scenarios_, scenario_of_).data(), first, end);
    block.store(outcome_);
  });
}

template <class T>
void StagedRollouts<T>::pack() {
  workers_.run(std::ssize(heats_), [&](std::int64_t heat) {
    keep<T>(heats_[static_cast<std::size_t>(heat)],
            [&](std::int64_t rollout) { return outcome_.cause[static_cast<std::size_t>(rollout)] == -1; });
  });
}

template class StagedRollouts<double>;
template class StagedRollouts<float>;

}  // namespace gainswarm::engine
