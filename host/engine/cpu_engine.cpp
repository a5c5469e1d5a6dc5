#include "host/engine/cpu_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host/engine/arithmetic_mode.hpp"
#include "host/engine/batch.hpp"
#include "host/engine/lane_block.hpp"
#include "host/engine/lanes.hpp"
#include "host/engine/staged_rollouts.hpp"
#include "host/support/stopwatch.hpp"

namespace gainswarm::engine {

using rollout::ScenarioOf;

CpuEngine::CpuEngine(rollout::Program program, rollout::ScenarioTable scenarios, const Options& options,
                     std::string reason)
    : program_(std::move(program)),
      scenarios_(std::move(scenarios)),
      reason_(std::move(reason)),
      interrupted_(options.interrupted),
      lanes_(options.simd > 0 ? options.simd : best_lanes(program_, host_processor())),
      workers_(options.threads),
      codes_(program_, shape(options.particles)) {}

void CpuEngine::evaluate(std::span<const double> gains, Outcome& outcome) {
  is_double() ? evaluate_as<double>(gains, outcome) : evaluate_as<float>(gains, outcome);
}

void CpuEngine::compete(std::span<const double> gains, const Competition& competition, Outcome& outcome) {
  if (!program_.least_cost) return evaluate(gains, outcome);
  is_double() ? compete_as<double>(gains, competition, outcome)
              : compete_as<float>(gains, competition, outcome);
}

/// A job is a block of lanes.
template <class T>
void CpuEngine::evaluate_as(std::span<const double> gains, Outcome& outcome) {
  const BatchShape batch = shape(particle_count(program_, gains));
  resize(outcome, program_.outputs.size(), batch.particles * batch.scenarios);
  const ScenarioOf scenario_of = codes_.choose(batch);
  RolloutFunction* function = codes_.function(scenario_of);
  const support::Stopwatch stopwatch;
  workers_.run(batch.blocks(scenario_of), [&](std::int64_t job) {
    support::give_up_if(interrupted_);
    const StandardArithmetic standard;
    LaneBlock<T> block(program_, lanes_, gains, batch.in_block(job, scenario_of));
    block.run(function, block.columns(scenarios_, scenario_of).data(), 0, program_.ticks);
    block.store(outcome);
  });
  codes_.note(batch, scenario_of, stopwatch.seconds());
}

/// As many particles at a time as fit into the processor's caches, about, but not fewer than keep all threads
/// busy.
template <class T>
void CpuEngine::compete_as(std::span<const double> gains, const Competition& competition, Outcome& outcome) {
  constexpr std::int64_t bytes = 16 << 20;
  const std::int64_t particles = particle_count(program_, gains), scenarios = scenarios_.scenarios;
  const std::int64_t fitting = bytes / (LaneBlock<T>::bytes_of_rollout(program_) * scenarios);
  const std::int64_t most =
      std::max(fitting, std::int64_t{8} * lanes_ * workers_.threads() / scenarios + lanes_);
  const Candidates candidates{gains, competition};
  resize(outcome, program_.outputs.size(), particles * scenarios);
  Outcome part;
  for (std::int64_t first = 0; first < particles; first += most) {
    const std::int64_t count = std::min(most, particles - first);
    const Candidates own = candidates.part(first, count, std::ssize(program_.gains));
    Outcome& results = count == particles ? outcome : part;
    const BatchShape batch = shape(count);
    const ScenarioOf scenario_of = codes_.choose(batch);
    const support::Stopwatch stopwatch;
    StagedRollouts<T> rollouts(program_, scenarios_, batch, scenario_of, own.gains, workers_, results);
    rollouts.run(codes_.function(scenario_of), *own.competition, [&] { support::give_up_if(interrupted_); });
    codes_.note(batch, scenario_of, stopwatch.seconds());
    if (count != particles) place(part, scenarios, first, outcome);
  }
}

std::int64_t CpuEngine::side_by_side() const {
  const BatchShape one = shape(1);
  return one.side_by_side(codes_.present(one));
}

std::string CpuEngine::description() const {
  return fmt::format("cpu (LLVM {}, {}, {} {} of {}, {}{})", llvm_version(), host_processor().name, lanes_,
                     lanes_ == 1 ? "lane" : "lanes", precision_name(program_),
                     thread_count_name(workers_.threads()), reason_.empty() ? "" : "; " + reason_);
}

}  // namespace gainswarm::engine
