// Rollouts as machine code: LLVM compiles the program's whole loop over vectors of lanes, threads take blocks
// of lanes.
#pragma once

#include "host/engine/engine.hpp"
#include "host/engine/native_code.hpp"
#include "host/engine/worker_pool.hpp"

namespace gainswarm::engine {

class CpuEngine final : public Engine {
 public:
  /// `simd` and `threads` as in Options. `reason`: why this engine, for the description; empty if it was
  /// asked for. `interrupted` is asked before every block of lanes.
  CpuEngine(rollout::Program program, rollout::ScenarioTable scenarios, int simd, int threads,
            std::string reason = "", support::AskInterrupted interrupted = {});
  void evaluate(std::span<const double> gains, Outcome& outcome) override;
  void compete(std::span<const double> gains, const Competition& competition, Outcome& outcome) override;
  /// What fills the lanes, and threads that one candidate's scenarios leave idle.
  [[nodiscard]] std::int64_t side_by_side() const override;
  [[nodiscard]] std::string description() const override;

 private:
  /// T is the program's precision.
  template <class T>
  void evaluate_as(std::span<const double> gains, Outcome& outcome);
  template <class T>
  void compete_as(std::span<const double> gains, const Competition& competition, Outcome& outcome);
  [[nodiscard]] bool is_double() const { return program_.graph.precision() == graph::Precision::float64; }

  rollout::Program program_;
  rollout::ScenarioTable scenarios_;
  std::string reason_;
  support::AskInterrupted interrupted_;
  int lanes_;
  NativeCode code_;
  WorkerPool workers_;
};

}  // namespace gainswarm::engine
