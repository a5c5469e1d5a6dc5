// The oracle of the other engines: an interpreter over the graph.
#pragma once

#include "host/engine/engine.hpp"
#include "host/engine/worker_pool.hpp"

namespace gainswarm::engine {

class ReferenceEngine final : public Engine {
 public:
  /// `interrupted` is asked before every rollout, and every stage of one.
  ReferenceEngine(rollout::Program program, rollout::ScenarioTable scenarios, int threads,
                  support::AskInterrupted interrupted = {});
  void evaluate(std::span<const double> gains, Outcome& outcome) override;
  void compete(std::span<const double> gains, const Competition& competition, Outcome& outcome) override;
  [[nodiscard]] std::string description() const override;

 private:
  [[nodiscard]] std::span<const double> gains_of(std::span<const double> gains, std::int64_t particle) const;

  rollout::Program program_;
  rollout::ScenarioTable scenarios_;
  support::AskInterrupted interrupted_;
  WorkerPool workers_;
};

}  // namespace gainswarm::engine
