#include "host/engine/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "host/engine/auto_engine.hpp"
#include "host/engine/cpu_engine.hpp"
#include "host/engine/cuda_engine.hpp"
#include "host/engine/reference_engine.hpp"

namespace gainswarm::engine {
namespace {

constexpr std::array widths = {0, 1, 2, 4, 8, 16, 32, 64};

void check(const Options& options, const rollout::Program& program) {
  if (std::find(widths.begin(), widths.end(), options.simd) == widths.end()) {
    throw std::runtime_error(
        fmt::format("no engine with {} lanes (vectors are powers of two); use 1, 2, 4, 8, 16, 32, 64, or 0 "
                    "for the host's best",
                    options.simd));
  }
  if (options.threads < 0) {
    throw std::runtime_error(fmt::format(
        "cannot use {} threads (the number is negative); use 0 for all of the host's", options.threads));
  }
  if (program.ticks < 1 || program.substeps < 1) {
    throw std::runtime_error(
        "cannot run a rollout without steps (its duration is shorter than a step); make it longer");
  }
}

}  // namespace

std::unique_ptr<Engine> make_engine(const Options& wanted, const rollout::Program& program,
                                    const rollout::ScenarioTable& scenarios) {
  check(wanted, program);
  Options options = wanted;
  options.supervision.interrupted = options.interrupted;
  if (options.name == "reference")
    return std::make_unique<ReferenceEngine>(program, scenarios, options.threads, options.interrupted);
  if (options.name == "cpu") {
    return std::make_unique<CpuEngine>(program, scenarios, options);
  }
  if (options.name == "cuda") return std::make_unique<CudaEngine>(program, scenarios, options.supervision);
  if (options.name == "auto") return choose_engine(options, program, scenarios);
  throw std::runtime_error(
      fmt::format("no engine '{}' (known are auto, cpu, cuda, reference); choose one of them", options.name));
}

}  // namespace gainswarm::engine
