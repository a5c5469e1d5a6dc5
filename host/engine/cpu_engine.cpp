#include "host/engine/cpu_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "host/engine/arithmetic_mode.hpp"
#include "host/engine/batch.hpp"
#include "host/engine/lanes.hpp"

namespace gainswarm::engine {
namespace {

/// What one call of the compiled rollout reads and writes.
template <class T>
struct LaneBuffers {
  LaneBuffers(std::size_t gain_count, std::size_t output_count, std::size_t lanes)
      : gains(gain_count * lanes), outputs(output_count * lanes), survived(lanes), cause(lanes) {}

  std::vector<T> gains;    ///< [gain][lane]
  std::vector<T> outputs;  ///< [output][lane]
  std::vector<std::int64_t> survived;
  std::vector<std::int32_t> cause;
};

template <class T>
std::vector<T> rounded(std::span<const double> values) {
  std::vector<T> result(values.size());
  std::transform(values.begin(), values.end(), result.begin(),
                 [](double value) { return static_cast<T>(value); });
  return result;
}

}  // namespace

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
  if (program_.graph.precision() == graph::Precision::float64) {
    evaluate_as<double>(gains, outcome);
  } else {
    evaluate_as<float>(gains, outcome);
  }
}

template <class T>
void CpuEngine::evaluate_as(std::span<const double> gains, Outcome& outcome) {
  const std::int64_t particles = particle_count(program_, gains);
  const std::int64_t blocks = (particles + lanes_ - 1) / lanes_;
  resize(outcome, program_.outputs.size(), particles * scenarios_.scenarios);
  workers_.run(blocks * scenarios_.scenarios, [&](std::int64_t job) {
    support::give_up_if(interrupted_);
    run_block<T>(gains, job / blocks, static_cast<std::size_t>(job % blocks * lanes_), outcome);
  });
}

/// Runs one particle a lane in one scenario. Lanes beyond the last particle repeat it.
template <class T>
void CpuEngine::run_block(std::span<const double> gains, std::int64_t scenario, std::size_t first_particle,
                          Outcome& outcome) const {
  const StandardArithmetic standard;
  const std::size_t dimensions = program_.gains.size();
  const auto lanes = static_cast<std::size_t>(lanes_);
  const auto particles = static_cast<std::size_t>(particle_count(program_, gains));
  LaneBuffers<T> buffers(dimensions, program_.outputs.size(), lanes);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const std::size_t particle = std::min(first_particle + lane, particles - 1);
    for (std::size_t i = 0; i < dimensions; ++i) {
      buffers.gains[i * lanes + lane] = static_cast<T>(gains[particle * dimensions + i]);
    }
  }
  const auto delayed =
      std::make_unique_for_overwrite<T[]>(static_cast<std::size_t>(rollout::places(program_)) * lanes);
  const std::vector<T> columns = rounded<T>(scenario_row(scenarios_, scenario));
  code_.function()(buffers.gains.data(), columns.data(), buffers.outputs.data(), buffers.survived.data(),
                   buffers.cause.data(), delayed.get());

  const std::size_t used = std::min(lanes, particles - first_particle);
  const std::size_t first = static_cast<std::size_t>(scenario) * particles + first_particle;
  for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
    std::copy_n(&buffers.outputs[i * lanes], used, &outcome.outputs[i * outcome.survived.size() + first]);
  }
  std::copy_n(buffers.survived.data(), used, &outcome.survived[first]);
  std::copy_n(buffers.cause.data(), used, &outcome.cause[first]);
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
