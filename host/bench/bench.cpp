#include "host/bench/bench.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <span>
#include <stdexcept>
#include <tuple>

#include "host/bench/contenders.hpp"
#include "host/bench/reference_work.hpp"
#include "host/bench/simd_kernel.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::bench {
namespace {

constexpr std::int64_t kParticles = 2048;       ///< of a round, at most
constexpr std::int64_t kFewestParticles = 128;  ///< fill the lanes of two threads; waking them hardly counts
constexpr std::int64_t kFirstParticles = 64;    ///< a small first generation

/// One round of them all.
double seconds_of_round(Contenders& contenders) {
  return seconds_of([&] {
    for (const Contender& contender : contenders.all()) contender.run();
  });
}

/// So many that the rounds which are needed at least take the time that is given, found from a round of
/// few.
std::int64_t particles_for(double seconds, Contenders& contenders, std::span<const double> gains) {
  contenders.take(gains.first(kFewestParticles * kGains));
  const double round = seconds / static_cast<double>(fewest_rounds + 1);  // one is not counted
  const double times = std::floor(round / seconds_of_round(contenders));
  constexpr std::int64_t most = kParticles / kFewestParticles;
  return kFewestParticles * static_cast<std::int64_t>(std::clamp(times, 1.0, static_cast<double>(most)));
}

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

void compare_costs(const Contenders& contenders, Report& report) {
  const auto& [one, two, single, simd, simd_two, scalar] = contenders;
  report.scalar_difference = largest_difference(scalar.costs, one.costs());
  report.handwritten_difference = largest_difference(simd.costs, one.costs());
  report.float_difference = largest_difference(single.costs(), one.costs());
  report.agree = report.scalar_difference < 1e-9 && report.handwritten_difference < 1e-9 &&
                 report.float_difference < 1e-3 && std::ranges::equal(one.costs(), two.costs()) &&
                 simd.costs == simd_two.costs && !one.failed() && !single.failed();
}

}  // namespace

std::string reference_work_path() {
  return support::shipped("configs/bench/reference_work.yaml");
}

Report run(const Options& options) {
  require_native_kernels();
  const std::vector<double> gains = reference_gains(kParticles);
  options.progress("compiling", {});
  Report report;
  report.processor = processor_name();
  report.handwritten_lanes = simd_lanes();
  report.first_evaluation_seconds = first_evaluation(options, gains);
  std::vector<double> later(5);
  std::generate(later.begin(), later.end(), [&] { return first_evaluation(options, gains); });
  report.later_evaluation_seconds = median(later);

  Contenders contenders(options);
  report.engine = contenders.one.engine->description();
  const std::int64_t particles = particles_for(options.seconds, contenders, gains);
  contenders.take(std::span(gains).first(static_cast<std::size_t>(particles * kGains)));
  report.speeds = measure(contenders.all(), options.seconds, options.progress);
  note_ratios(report);
  compare_costs(contenders, report);
  return report;
}

}  // namespace gainswarm::bench
