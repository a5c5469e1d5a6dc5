#include "host/bench/device_bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <stdexcept>

#include "host/bench/arithmetic_bound.hpp"
#include "host/bench/empty_cache.hpp"
#include "host/bench/reference_work.hpp"
#include "host/device/nvrtc.hpp"
#include "host/engine/cuda_engine.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::bench {
namespace {

constexpr std::int64_t processor_particles = 512;
constexpr int rounds = 5;

/// Rollouts of the batches: powers of ten from a thousand on, or fewer if the largest is smaller.
std::vector<std::int64_t> sizes(std::int64_t largest) {
  std::vector<std::int64_t> result{std::min<std::int64_t>(1000, largest)};
  while (10 * result.back() <= largest) result.push_back(10 * result.back());
  return result;
}

/// The reference work in one precision.
struct Work {
  spec::Problem problem;
  rollout::Program program;
  rollout::ScenarioTable scenarios;

  Work(const std::string& path, const std::string& precision) {
    const std::array<std::string, 1> overrides{"simulation.precision=" + precision};
    problem = spec::load_problem(path, overrides);
    program = rollout::build_program(problem, rollout::Purpose::training);
    scenarios = rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
  }
};

DeviceSpeed measure_batches(engine::CudaEngine& engine, const Work& work, const std::string& precision,
                            std::int64_t rollouts) {
  const std::vector<double> gains = reference_gains(rollouts);
  engine::Outcome outcome;
  engine.evaluate(gains, outcome);
  std::vector<double> whole, launches;
  for (int round = 0; round < rounds; ++round) {
    whole.push_back(seconds_of([&] { engine.evaluate(gains, outcome); }));
    launches.push_back(engine.launch_seconds());
  }
  const double steps = static_cast<double>(rollouts * work.program.steps());
  double bound = 0;
  for (const auto& device : engine.devices()) bound += arithmetic_bound(work.program, device);
  DeviceSpeed speed{.precision = precision, .rollouts = rollouts};
  speed.steps_per_second = steps / median(whole);
  speed.launch_seconds = median(launches);
  speed.launch_steps_per_second = steps / speed.launch_seconds;
  speed.share_of_bound = speed.launch_steps_per_second / bound;
  return speed;
}

/// Speed of the processor on the work, and whether its costs are those of the devices.
double compare_with_processor(engine::CudaEngine& devices, const Work& work, std::int64_t particles,
                              DeviceReport& report) {
  const auto processor = engine::make_engine({.name = "cpu"}, work.program, work.scenarios);
  report.processor_engine = processor->description();
  const std::vector<double> gains = reference_gains(particles);
  engine::Outcome expected, actual;
  processor->evaluate(gains, expected);
  devices.evaluate(gains, actual);
  report.agree = report.agree && expected.outputs == actual.outputs && expected.survived == actual.survived;
  std::vector<double> seconds(rounds);
  for (double& one : seconds) one = seconds_of([&] { processor->evaluate(gains, expected); });
  return static_cast<double>(particles * work.program.steps()) / median(seconds);
}

/// From the YAML text to the first costs. What was opened is closed when the clock has stopped.
double first_costs(const Options& options, std::int64_t particles) {
  std::optional<Work> work;
  std::optional<engine::CudaEngine> engine;
  engine::Outcome outcome;
  return seconds_of([&] {
    work.emplace(options.work, "double");
    engine.emplace(work->program, work->scenarios, device::Supervision{});
    engine->evaluate(reference_gains(particles), outcome);
  });
}

bool has_compiler() {
  try {
    const device::Nvrtc compiler;
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace

DeviceReport run_on_devices(const Options& options) {
  DeviceReport report;
  report.agree = true;
  options.progress("first evaluations", {});
  const std::int64_t few = std::min(options.most_rollouts, processor_particles);
  if (has_compiler()) {
    const EmptyCache cache;
    report.first_evaluation_seconds = first_costs(options, few);
  }
  first_costs(options, few);  // fills the cache
  report.later_evaluation_seconds = first_costs(options, few);
  const std::vector<std::int64_t> batches = sizes(options.most_rollouts);
  Outlook outlook(2 * std::accumulate(batches.begin(), batches.end(), 0.0));
  for (const char* precision : {"double", "float"}) {
    const Work work(options.work, precision);
    engine::CudaEngine engine(work.program, work.scenarios, {});
    report.engine = engine.description();
    const double processor = compare_with_processor(engine, work, few, report);
    (work.program.graph.precision() == graph::Precision::float64 ? report.processor_double
                                                                 : report.processor_float) = processor;
    for (const std::int64_t rollouts : batches) {
      options.progress(fmt::format("{} rollouts in {}", rollouts, precision), outlook.seconds_left());
      report.speeds.push_back(measure_batches(engine, work, precision, rollouts));
      report.generations.push_back(
          measure_generations(engine, work.problem, work.program, work.scenarios.scenarios, rollouts));
      outlook.did(static_cast<double>(rollouts));
    }
    const auto incidents = engine.incidents();
    report.incidents.insert(report.incidents.end(), incidents.begin(), incidents.end());
  }
  return report;
}

}  // namespace gainswarm::bench
