#include "host/device/swarm_runner.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "cuda/swarm_steps.hpp"

namespace gainswarm::device {

SwarmRunner::SwarmRunner(LoadedProgram& program, const SwarmWork& work, std::span<const std::byte> memory,
                         std::int64_t iteration)
    : program_(program), work_(work), layout_(work), part_(part_size()) {
  check(memory);
  const auto allocate = [this](std::int64_t bytes) {
    return std::make_unique<Memory>(program_.device, bytes);
  };
  const std::int64_t rollouts = part_ * program_.work.scenarios;
  memory_ = allocate(layout_.constant_bytes + layout_.snapshot_bytes);
  leaders_ = allocate(work_.swarms * 4);
  gains_ = allocate(work_.elements() * program_.work.number());
  outputs_ = allocate(rollouts * program_.work.outputs * program_.work.number());
  survived_ = allocate(rollouts * 8);
  cause_ = allocate(rollouts * 4);
  scratch_ = allocate(rollouts * 8);
  if (program_.work.has_stages()) staged_ = std::make_unique<StagedRollouts>(program_, rollouts);
  program_.device.copy(*memory_, 0, memory.data(), layout_.constant_bytes);
  // The whole snapshot: kernels leave gaps between its arrays, and all of it is copied back.
  program_.device.copy(*memory_, layout_.constant_bytes,
                       &memory[static_cast<std::size_t>(layout_.snapshot_after(iteration))],
                       layout_.snapshot_bytes);
  swarm::find_leaders(program_.swarm, view());
}

void SwarmRunner::check(std::span<const std::byte> memory) const {
  if (layout_.bytes > static_cast<std::int64_t>(memory.size())) {
    throw std::runtime_error("the shared memory is too small for the swarms");
  }
}

std::int64_t SwarmRunner::part_size() const {
  const Work& work = program_.work;
  const std::int64_t swarms =
      layout_.constant_bytes + layout_.snapshot_bytes + work_.swarms * 4 + work_.elements() * work.number();
  const std::int64_t carried = work.has_stages() ? StagedRollouts::bytes_of_rollout(work) : 0;
  return program_.fitting_particles(work_.rows(), swarms, work.result_bytes() + 8 + carried, "the swarms");
}

swarm::View SwarmRunner::view() const {
  return {.swarms = static_cast<std::int32_t>(work_.swarms),
          .particles = static_cast<std::int32_t>(work_.particles),
          .dimensions = static_cast<std::int32_t>(work_.dimensions),
          .positions = at<double>(layout_.positions),
          .velocities = at<double>(layout_.velocities),
          .best_positions = at<double>(layout_.best_positions),
          .best_costs = at<double>(layout_.best_costs),
          .stalled = at<std::int64_t>(layout_.stalled),
          .exemplars = at<std::int64_t>(layout_.exemplars),
          .leaders = leaders_->at<std::int32_t>(),
          .learning_probabilities = memory_->at<const double>(layout_.probabilities)};
}

double SwarmRunner::run(const swarm::Rules& rules, std::span<std::byte> memory, const OnProgress& progress) {
  check(memory);
  if (program_.work.single_precision) {
    run_as<float>(rules, progress);
  } else {
    run_as<double>(rules, progress);
  }
  const std::int64_t snapshot = layout_.snapshot_after(std::int64_t{rules.iteration} + 1);
  program_.device.copy(&memory[static_cast<std::size_t>(snapshot)], *memory_, layout_.constant_bytes,
                       layout_.snapshot_bytes);
  return program_.take_launch_seconds();
}

template <class Number>
void SwarmRunner::run_as(const swarm::Rules& rules, const OnProgress& progress) {
  const swarm::View swarms = view();
  if (rules.iteration > 0 && work_.learns) swarm::move_towards_exemplars(program_.swarm, swarms, rules);
  if (rules.iteration > 0 && !work_.learns) swarm::move_towards_global_best(program_.swarm, swarms, rules);
  program_.swarm.for_each(
      work_.elements(), gains::MapToGains<Number>{memory_->at<const gains::Scale>(layout_.scales),
                                                  work_.dimensions, swarms.positions, gains_->at<Number>()});
  for (std::int64_t first = 0; first < work_.rows(); first += part_) {
    judge<Number>(first, std::min(part_, work_.rows() - first), progress);
  }
  swarm::take_costs(program_.swarm, swarms, at<double>(layout_.costs));
  program_.device.synchronise();
}

/// Runs and ranks the particles [first, first + count). If the program knows competitions, they compete with
/// their personal bests.
template <class Number>
void SwarmRunner::judge(std::int64_t first, std::int64_t count, const OnProgress& progress) {
  const std::int64_t scenarios = program_.work.scenarios, rollouts = count * scenarios;
  rollout::Batch<Number> batch;
  batch.count = rollouts;
  batch.gains = gains_->at<Number>(first * work_.dimensions * program_.work.number());
  batch.scenarios = program_.scenarios.at<Number>();
  batch.outputs = outputs_->at<Number>();
  batch.survived = survived_->at<std::int64_t>();
  batch.cause = cause_->at<std::int32_t>();
  batch.stride = rollouts;
  batch.particles = count;
  program_.device.synchronise();  // so that only rollouts are timed with them
  const aggregate::Rule over_scenarios{static_cast<aggregate::Kind>(work_.aggregate),
                                       work_.aggregate_parameter};
  std::optional<CostLimits> competition;
  if (program_.work.competes) {
    const double* bests = at<double>(layout_.best_costs) + first;
    competition = {over_scenarios, bests, scratch_->at<double>()};
  }
  if (staged_) {
    staged_->run(batch, competition, progress);
  } else {
    program_.launcher.run(batch, progress);
  }
  const ranked_cost::Rule rule{.over_scenarios = over_scenarios,
                               .terms = work_.terms,
                               .requirements = work_.requirements,
                               .limits = memory_->at<const ranked_cost::Limits>(layout_.limits),
                               .steps = work_.steps};
  program_.swarm.for_each(
      count, ranked_cost::RankCosts<Number>{
                 .rule = rule,
                 .rollouts = {scenarios, count, batch.outputs, rollouts, batch.survived, batch.cause},
                 .scratch = scratch_->at<double>(),
                 .costs = at<double>(layout_.costs) + first,
                 .tallies = at<ranked_cost::Tally>(layout_.tallies) + first});
}

}  // namespace gainswarm::device
