// The contenders of `gainswarm bench` on one set of particles: the engine, and kernels written by hand.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/bench/bench.hpp"
#include "host/bench/measure.hpp"
#include "host/bench/reference_work.hpp"
#include "host/engine/engine.hpp"

namespace gainswarm::bench {

/// The way of every tuning run: YAML text -> problem -> program -> engine. Throws std::runtime_error when the
/// work is not that of the kernels by hand.
std::unique_ptr<engine::Engine> engine_for(const Options& options, const std::string& precision, int threads);

/// An engine with the gains that it is to evaluate and what came of them.
struct EngineRun {
  std::unique_ptr<engine::Engine> engine;
  std::span<const double> gains;
  engine::Outcome outcome;

  void operator()() { engine->evaluate(gains, outcome); }
  /// Costs come first among the outputs.
  [[nodiscard]] std::span<const double> costs() const { return outcome.output(0); }
  [[nodiscard]] bool failed() const;
};

/// A kernel written by hand with its costs.
struct KernelRun {
  void (*kernel)(const double*, std::int64_t, double*);
  std::span<const double> gains;
  std::vector<double> costs;

  void operator()() { kernel(gains.data(), static_cast<std::int64_t>(costs.size()), costs.data()); }
};

struct Contenders {
  EngineRun one, two, single;  ///< in double on one thread and on two, in float
  KernelRun simd, simd_two, scalar;

  explicit Contenders(const Options& options);
  /// From now on they compete on these gains, the scalar kernel, which is slow, on the first of them.
  void take(std::span<const double> gains);
  [[nodiscard]] std::array<Contender, 6> all();
};

}  // namespace gainswarm::bench
