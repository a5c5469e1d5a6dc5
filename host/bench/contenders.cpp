#include "host/bench/contenders.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <thread>

#include "host/bench/scalar_kernel.hpp"
#include "host/bench/simd_kernel.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::bench {
namespace {

constexpr std::size_t scalar_share = 32;  ///< of the particles, the scalar kernel gets one in so many

/// The kernel by hand on two threads that share nothing: what two cores of this machine can give.
void run_simd_on_two_threads(const double* gains, std::int64_t particles, double* costs) {
  const std::int64_t half = particles / 2;
  const std::jthread other([=] { run_simd(gains + half * kGains, particles - half, costs + half); });
  run_simd(gains, half, costs);
}

}  // namespace

std::unique_ptr<engine::Engine> engine_for(const Options& options, const std::string& precision,
                                           int threads) {
  const std::array<std::string, 1> overrides{"simulation.precision=" + precision};
  const spec::Problem problem = spec::load_problem(options.work, overrides);
  const rollout::Program program = rollout::build_program(problem, rollout::Purpose::training);
  if (program.steps() != kSteps || program.gains.size() != kGains) {
    throw std::runtime_error(options.work + " is not the reference work of the kernels by hand (it has " +
                             std::to_string(program.steps()) + " steps and " +
                             std::to_string(program.gains.size()) + " gains); restore configs/bench");
  }
  const rollout::ScenarioTable scenarios =
      rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
  return engine::make_engine({options.engine, 0, threads}, program, scenarios);
}

bool EngineRun::failed() const {
  return std::ranges::any_of(outcome.cause, [](auto cause) { return cause >= 0; });
}

Contenders::Contenders(const Options& options)
    : one{engine_for(options, "double", 1), {}, {}},
      two{engine_for(options, "double", 2), {}, {}},
      single{engine_for(options, "float", 1), {}, {}},
      simd{run_simd, {}, {}},
      simd_two{run_simd_on_two_threads, {}, {}},
      scalar{run_scalar, {}, {}} {}

void Contenders::take(std::span<const double> gains) {
  for (EngineRun* run : {&one, &two, &single}) run->gains = gains;
  const std::size_t particles = gains.size() / kGains;
  for (KernelRun* run : {&simd, &simd_two, &scalar}) {
    run->gains = gains;
    run->costs.resize(run == &scalar ? particles / scalar_share : particles);
  }
}

std::array<Contender, 6> Contenders::all() {
  const auto engine = [](const char* name, EngineRun& run) {
    const std::size_t particles = run.gains.size() / kGains;
    return Contender{name, static_cast<double>(particles * kSteps), std::ref(run)};
  };
  const auto kernel = [](const char* name, KernelRun& run) {
    return Contender{name, static_cast<double>(run.costs.size() * kSteps), std::ref(run)};
  };
  return {
      engine("cpu double", one),   engine("cpu double two threads", two),       engine("cpu float", single),
      kernel("handwritten", simd), kernel("handwritten two threads", simd_two), kernel("scalar", scalar)};
}

}  // namespace gainswarm::bench
