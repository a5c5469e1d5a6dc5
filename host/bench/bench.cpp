#include "host/bench/bench.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <memory>
#include <span>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <utility>

#include "host/bench/reference_work.hpp"
#include "host/bench/scalar_kernel.hpp"
#include "host/bench/simd_kernel.hpp"
#include "host/engine/engine.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::bench {
namespace {

constexpr std::int64_t kParticles = 2048;      ///< long enough a round that waking a thread does not count
constexpr std::int64_t kScalarParticles = 64;  ///< the scalar kernel is slow: a part of the same particles
constexpr std::int64_t kFirstParticles = 64;   ///< a small first generation

/// The way of every tuning run: YAML text -> problem -> program -> engine.
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

/// An engine with the gains that it is to evaluate and what came of them.
struct EngineRun {
  std::unique_ptr<engine::Engine> engine;
  std::span<const double> gains;
  engine::Outcome outcome;

  void operator()() { engine->evaluate(gains, outcome); }
  /// Costs come first among the outputs.
  [[nodiscard]] std::span<const double> costs() const { return std::span(outcome.outputs).first(kParticles); }
  [[nodiscard]] bool failed() const {
    return std::any_of(outcome.cause.begin(), outcome.cause.end(), [](auto cause) { return cause >= 0; });
  }
};

/// A kernel written by hand with its costs.
struct KernelRun {
  void (*kernel)(const double*, std::int64_t, double*);
  std::span<const double> gains;
  std::vector<double> costs;

  void operator()() { kernel(gains.data(), static_cast<std::int64_t>(costs.size()), costs.data()); }
};

/// The kernel by hand on two threads that share nothing: what two cores of this machine can give.
struct TwoThreadRun {
  std::span<const double> gains;
  std::vector<double> costs;

  void operator()() {
    const auto half = static_cast<std::int64_t>(costs.size()) / 2;
    const std::jthread other([&] { run_simd(gains.data() + half * kGains, half, costs.data() + half); });
    run_simd(gains.data(), half, costs.data());
  }
};

double first_evaluation(const Options& options, std::span<const double> gains) {
  return seconds_of([&] {
    EngineRun run{engine_for(options, "double", 0), gains.first(kFirstParticles * kGains), {}};
    run();
  });
}

double largest_difference(std::span<const double> costs, std::span<const double> expected) {
  double largest = 0;
  for (std::size_t i = 0; i < costs.size(); ++i) {
    largest = std::max(largest, std::abs(costs[i] / expected[i] - 1));
  }
  return largest;
}

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

/// The kernels by hand were compiled for the processor that built them.
void require_native_kernels() {
#if defined(__x86_64__)
  const int lanes = simd_lanes();
  const bool runs = lanes == 8   ? __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
                    : lanes == 4 ? __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
                                 : true;
  if (!runs) {
    throw std::runtime_error(
        "the kernels by hand need vectors of " + std::to_string(lanes) +
        " doubles (they were compiled on another processor); build again on this machine");
  }
#endif
}

/// The speeds are those of the contenders in run(), in its order.
void note_ratios(Report& report) {
  const auto& [engine, engine_two, engine_float, simd, simd_two, scalar] =
      std::tie(report.speeds[0], report.speeds[1], report.speeds[2], report.speeds[3], report.speeds[4],
               report.speeds[5]);
  report.cpu_double_over_scalar = ratio(engine, scalar);
  report.cpu_double_over_handwritten = ratio(engine, simd);
  report.cpu_float_over_cpu_double = ratio(engine_float, engine);
  report.two_threads_over_one = ratio(engine_two, engine);
  report.handwritten_two_threads_over_one = ratio(simd_two, simd);
}

}  // namespace

std::string reference_work_path() {
  return support::shipped("configs/bench/reference_work.yaml");
}

Report run(const Options& options) {
  require_native_kernels();
  const std::vector<double> gains = reference_gains(kParticles);
  Report report;
  report.processor = processor_name();
  report.handwritten_lanes = simd_lanes();
  report.first_evaluation_seconds = first_evaluation(options, gains);
  std::vector<double> later(5);
  std::generate(later.begin(), later.end(), [&] { return first_evaluation(options, gains); });
  report.later_evaluation_seconds = median(later);

  EngineRun one{engine_for(options, "double", 1), gains, {}},
      two{engine_for(options, "double", 2), gains, {}};
  EngineRun single{engine_for(options, "float", 1), gains, {}};
  KernelRun simd{run_simd, gains, std::vector<double>(kParticles)};
  TwoThreadRun simd_two{gains, std::vector<double>(kParticles)};
  KernelRun scalar{run_scalar, gains, std::vector<double>(kScalarParticles)};
  report.engine = one.engine->description();

  constexpr double steps = kParticles * kSteps, scalar_steps = kScalarParticles * kSteps;
  const std::array<Contender, 6> contenders{
      Contender{"cpu double", steps, std::ref(one)},
      Contender{"cpu double two threads", steps, std::ref(two)},
      Contender{"cpu float", steps, std::ref(single)},
      Contender{"handwritten", steps, std::ref(simd)},
      Contender{"handwritten two threads", steps, std::ref(simd_two)},
      Contender{"scalar", scalar_steps, std::ref(scalar)},
  };
  report.speeds = measure(contenders, options.seconds);
  note_ratios(report);

  report.scalar_difference = largest_difference(scalar.costs, one.costs());
  report.handwritten_difference = largest_difference(simd.costs, one.costs());
  report.float_difference = largest_difference(single.costs(), one.costs());
  report.agree = report.scalar_difference < 1e-9 && report.handwritten_difference < 1e-9 &&
                 report.float_difference < 1e-3 && std::ranges::equal(one.costs(), two.costs()) &&
                 simd.costs == simd_two.costs && !one.failed() && !single.failed();
  return report;
}

}  // namespace gainswarm::bench
