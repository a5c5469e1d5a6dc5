#include "host/device/staged_rollouts.hpp"

#include <algorithm>

namespace gainswarm::device {

StagedRollouts::StagedRollouts(LoadedProgram& program, std::int64_t rollouts)
    : program_(program),
      carried_(program.device, rollouts * program.work.carried * program.work.number()),
      running_(program.device, rollouts * 8),
      count_(program.device, 8) {}

std::int64_t StagedRollouts::bytes_of_rollout(const Work& work) {
  return work.carried * work.number() + 8;
}

template <class Number>
void StagedRollouts::run(const rollout::Batch<Number>& batch, const std::optional<CostLimits>& competition,
                         const OnProgress& progress) {
  const Work& work = program_.work;
  rollout::Stage<Number> stage;
  stage.batch = batch;
  stage.carried = carried_.at<Number>();
  stage.count = batch.count;
  while (stage.count > 0) {
    stage.end_tick = std::min(stage.first_tick + work.stage_ticks, work.ticks);
    program_.stages->run(stage, progress);
    if (stage.end_tick == work.ticks) return;
    if (competition) give_up_losers(batch, *competition);
    stage.count = list_running(batch.cause, batch.count);
    stage.running = running_.at<std::int64_t>();
    stage.first_tick = stage.end_tick;
  }
}

template <class Number>
void StagedRollouts::give_up_losers(const rollout::Batch<Number>& batch, const CostLimits& limits) const {
  const competition::GiveUpLosers<Number> functor{.over_scenarios = limits.over_scenarios,
                                                  .scenarios = program_.work.scenarios,
                                                  .particles = batch.particles,
                                                  .costs = batch.outputs,
                                                  .cause = batch.cause,
                                                  .limits = limits.limits,
                                                  .scratch = limits.scratch};
  program_.swarm.for_each(batch.particles, functor);
}

/// Gives their number.
std::int64_t StagedRollouts::list_running(const std::int32_t* cause, std::int64_t rollouts) {
  std::int64_t count = 0;
  program_.device.copy(count_, 0, &count, 8);
  program_.swarm.for_each(rollouts, competition::ListRunning{.cause = cause,
                                                             .running = running_.at<std::int64_t>(),
                                                             .count = count_.at<std::int64_t>()});
  program_.device.copy(&count, count_, 0, 8);
  return count;
}

template void StagedRollouts::run(const rollout::Batch<float>& batch,
                                  const std::optional<CostLimits>& competition, const OnProgress& progress);
template void StagedRollouts::run(const rollout::Batch<double>& batch,
                                  const std::optional<CostLimits>& competition, const OnProgress& progress);

}  // namespace gainswarm::device
