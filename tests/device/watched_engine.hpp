// An engine that tells who moved the swarms.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/engine/engine.hpp"

namespace gainswarm::tests {

/// Passes everything on, and counts who moved the swarms.
class Watched : public engine::Engine {
 public:
  explicit Watched(std::unique_ptr<engine::Engine> engine) : engine_(std::move(engine)) {}
  void evaluate(std::span<const double> gains, engine::Outcome& outcome) override {
    engine_->evaluate(gains, outcome);
  }
  void compete(std::span<const double> gains, const engine::Competition& competition,
               engine::Outcome& outcome) override {
    engine_->compete(gains, competition, outcome);
  }
  bool advance(const swarm::Job& job, const swarm::State& state, swarm::Generation& next) override {
    const bool moved = engine_->advance(job, state, next);
    (moved ? by_engine : by_host) += 1;
    return moved;
  }
  [[nodiscard]] std::string description() const override { return engine_->description(); }
  [[nodiscard]] std::vector<std::string> incidents() const override { return engine_->incidents(); }

  int by_engine = 0, by_host = 0;

 private:
  std::unique_ptr<engine::Engine> engine_;
};

}  // namespace gainswarm::tests
