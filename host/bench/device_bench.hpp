// What `gainswarm bench --engine cuda` measures: the reference work on the devices, beside the same work on
// the processor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/bench/bench.hpp"
#include "host/bench/generation_bench.hpp"

namespace gainswarm::bench {

/// The reference work as so many rollouts in one batch; medians.
struct DeviceSpeed {
  std::string precision;
  std::int64_t rollouts = 0;
  double steps_per_second = 0;         ///< of whole batches, all copying included
  double launch_seconds = 0;           ///< of a batch
  double launch_steps_per_second = 0;  ///< of the launches alone
  double share_of_bound = 0;           ///< launches alone over arithmetic_bound()
};

struct DeviceReport {
  std::string engine;
  std::string processor_engine;
  std::vector<DeviceSpeed> speeds;
  std::vector<GenerationSpeed> generations;
  double processor_double = 0, processor_float = 0;  ///< steps a second on the cpu engine, all threads
  /// From the YAML text to the first costs: what the device runs is compiled first, or found in the cache.
  std::optional<double> first_evaluation_seconds;  ///< none where there is no compiler
  double later_evaluation_seconds = 0;
  bool agree = false;  ///< every cost bit for bit that of the processor
  std::vector<std::string> incidents;
};

/// Throws what run() throws, and EngineFailed.
DeviceReport run_on_devices(const Options& options);

}  // namespace gainswarm::bench
