// Rollouts as machine code: LLVM compiles the program's whole loop over vectors of lanes, threads take blocks
// of lanes.
#pragma once

#include "host/engine/engine.hpp"
#include "host/engine/lane_codes.hpp"
#include "host/engine/worker_pool.hpp"

namespace gainswarm::engine {

class CpuEngine final : public Engine {
 public:
  /// Takes of the options what is for it. `reason`: why this engine, for the description; empty if it was
  /// asked for. The options' `interrupted` is asked before every block of lanes.
  CpuEngine(rollout::Program program, rollout::ScenarioTable scenarios, const Options& options,
            std::string reason = "");
  void evaluate(std::span<const double> gains, Outcome& outcome) override;
  void compete(std::span<const double> gains, const Competition& competition, Outcome& outcome) override;
  /// What fills lanes and threads that one candidate's scenarios leave idle.
  [[nodiscard]] std::int64_t side_by_side() const override;
  [[nodiscard]] std::string description() const override;

 private:
  /// T is the program's precision.
  template <class T>
  void evaluate_as(std::span<const double> gains, Outcome& outcome);
  template <class T>
  void compete_as(std::span<const double> gains, const Competition& competition, Outcome& outcome);
  [[nodiscard]] BatchShape shape(std::int64_t particles) const {
    return {particles, scenarios_.scenarios, lanes_, workers_.threads()};
  }
  [[nodiscard]] bool is_double() const { return program_.graph.precision() == graph::Precision::float64; }

  rollout::Program program_;
  rollout::ScenarioTable scenarios_;
  std::string reason_;
  support::AskInterrupted interrupted_;
  int lanes_;
  WorkerPool workers_;
  LaneCodes codes_;
};

}  // namespace gainswarm::engine
