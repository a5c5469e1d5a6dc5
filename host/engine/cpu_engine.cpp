#include "host/engine/cpu_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "host/engine/arithmetic_mode.hpp"
#include "host/engine/batch.hpp"
#include "host/engine/lane_block.hpp"
#include "host/engine/lanes.hpp"
#include "host/engine/staged_rollouts.hpp"

namespace gainswarm::engine {

CpuEngine::CpuEngine(rollout::Program program, rollout::ScenarioTable scenarios, int simd, int threads,
                     std::string reason, support::AskInterrupted interrupted)
    : program_(std::move(program)),
      scenarios_(std::move(scenarios)),
      reason_(std::move(reason)),
      interrupted_(std::move(interrupted)),
      lanes_(simd > 0 ? simd : best_lanes(program_, host_processor())),
      code_(program_, lanes_),
      workers_(threads) {}

void CpuEngine::evaluate(std::span<const double> gains, Outcome& outcome) {
  is_double() ? evaluate_as<double>(gains, outcome) : evaluate_as<float>(gains, outcome);
}

void CpuEngine::compete(std::span<const double> gains, const Competition& competition, Outcome& outcome) {
  if (!program_.least_cost) return evaluate(gains, outcome);
  is_double() ? compete_as<double>(gains, competition, outcome)
              : compete_as<float>(gains, competition, outcome);
}

/// A job is a block of lanes in one scenario.
template <class T>
void CpuEngine::evaluate_as(std::span<const double> gains, Outcome& outcome) {
  const std::int64_t particles = particle_count(program_, gains);
  const std::int64_t blocks = (particles + lanes_ - 1) / lanes_;
  resize(outcome, program_.outputs.size(), particles * scenarios_.scenarios);
  workers_.run(blocks * scenarios_.scenarios, [&](std::int64_t job) {
    support::give_up_if(interrupted_);
    const StandardArithmetic standard;
    const std::int64_t scenario = job / blocks;
    const std::vector<T> columns = rounded<T>(scenario_row(scenarios_, scenario));
    LaneBlock<T> block(program_, lanes_, gains, job % blocks * lanes_);
    block.run(code_.function(), columns.data(), 0, program_.ticks);
    block.store(outcome, scenario * particles);
  });
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
    StagedRollouts<T> rollouts(program_, scenarios_, lanes_, own.gains, workers_, results);
    rollouts.run(code_.function(), *own.competition, [&] { support::give_up_if(interrupted_); });
    if (count != particles) place(part, scenarios, first, outcome);
  }
}

std::int64_t CpuEngine::side_by_side() const {
  const std::int64_t threads = workers_.threads(), scenarios = scenarios_.scenarios;
  const std::int64_t rounds = (scenarios + threads - 1) / threads;
  return lanes_ * (rounds * threads / scenarios);
}

std::string CpuEngine::description() const {
  return fmt::format("cpu (LLVM {}, {}, {} {} of {}, {}{})", llvm_version(), host_processor().name, lanes_,
                     lanes_ == 1 ? "lane" : "lanes", precision_name(program_),
                     thread_count_name(workers_.threads()), reason_.empty() ? "" : "; " + reason_);
}

}  // namespace gainswarm::engine
