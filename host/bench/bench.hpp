// What `gainswarm bench` measures: the cpu engine on the reference work, from YAML, beside kernels written by
// hand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/bench/measure.hpp"

namespace gainswarm::bench {

/// Path of the reference work as YAML, configs/bench/reference_work.yaml of the tree this was built from.
std::string reference_work_path();

struct Options {
  std::string work = reference_work_path();
  std::string engine = "cpu";              ///< the engine to be measured
  double seconds = 8;                      ///< of measuring, about; engines cpu and reference
  std::int64_t most_rollouts = 1'000'000;  ///< in a batch, on devices
  OnProgress progress = [](const std::string&, std::optional<double>) {};
};

struct Report {
  std::string processor;
  std::string engine;  ///< its description of itself, in double on one thread
  int handwritten_lanes = 0;
  std::vector<Speed> speeds;  ///< trajectory-steps per second

  double cpu_double_over_scalar = 0;
  double cpu_double_over_handwritten = 0;
  double cpu_float_over_cpu_double = 0;
  double two_threads_over_one = 0;
  /// The same of threads that share nothing: below 2 where the cores share a clock, caches or neighbours.
  double handwritten_two_threads_over_one = 0;
  /// From the YAML text to the first costs, the first time in this process.
  double first_evaluation_seconds = 0;
  double later_evaluation_seconds = 0;  ///< the same again, median

  /// Largest relative difference from the engine's costs in double.
  double scalar_difference = 0, handwritten_difference = 0, float_difference = 0;
  /// Whether every kernel computed the same costs: 1e-9 in double, 1e-3 in float, and no rollout failed.
  bool agree = false;
};

/// Throws InputError when the work cannot be read and std::runtime_error when an engine or a kernel cannot
/// run here.
Report run(const Options& options);

}  // namespace gainswarm::bench
