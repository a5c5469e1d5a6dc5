// An engine whose rollouts are plain functions of the gains, and the problems that go with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tune.hpp"

namespace gainswarm::tuner::tests {

constexpr std::int64_t steps = 100;

/// What one rollout gives; all of it but the cost has a default.
struct Rollout {
  double cost = 0;
  std::vector<double> terms{};
  std::vector<double> requirements{};
  std::int64_t survived = steps;
  std::int32_t cause = -1;
  double success = 1;
  std::vector<double> metrics{};
};

/// Gains of one candidate, number of the scenario -> rollout.
using Function = std::function<Rollout(std::span<const double>, std::int64_t)>;

class FunctionEngine : public engine::Engine {
 public:
  FunctionEngine(const rollout::Program& program, Function function, std::int64_t scenarios = 1)
      : program_(&program), function_(std::move(function)), scenarios_(scenarios) {}

  void evaluate(std::span<const double> gains, engine::Outcome& outcome) override;
  [[nodiscard]] std::string description() const override { return "function"; }

 private:
  const rollout::Program* program_;
  Function function_;
  std::int64_t scenarios_;
};

/// Runs some candidates in the time of one, and notes how many each batch had.
class WideEngine final : public FunctionEngine {
 public:
  WideEngine(const rollout::Program& program, Function function, std::int64_t scenarios,
             std::int64_t side_by_side)
      : FunctionEngine(program, std::move(function), scenarios),
        gains_(program.gains.size()),
        side_by_side_(side_by_side) {}

  void evaluate(std::span<const double> gains, engine::Outcome& outcome) override {
    batches_.push_back(gains.size() / gains_);
    FunctionEngine::evaluate(gains, outcome);
  }
  [[nodiscard]] std::int64_t side_by_side() const override { return side_by_side_; }
  [[nodiscard]] const std::vector<std::size_t>& batches() const { return batches_; }

 private:
  std::size_t gains_;
  std::int64_t side_by_side_;
  std::vector<std::size_t> batches_;
};

/// A problem with gains g0, g1, ... and the program that belongs to it.
struct Case {
  spec::Problem problem;
  rollout::Program program;

  explicit Case(std::size_t gains, double low = 0, double high = 1);
  /// Adds a gain that is not tuned, which the program does not know.
  void fix_gain(std::size_t place, const std::string& name, double value);
  void add_term(const std::string& name, double weight);
  void add_requirement(const std::string& name, double below, double above = -spec::infinity);
  /// Adds the output that a program for validation has.
  void add_success();
  /// After the success.
  void add_metric(const std::string& name, const std::string& unit);

  [[nodiscard]] Tuning tune(const Function& function, std::int64_t scenarios = 1,
                            const Observer& observer = {}) const;
};

/// Whether one of the warnings contains the text.
bool warns(const Tuning& tuning, const std::string& text);

/// (g0 - 0.3)^2 + (g1 - 0.3)^2 + ...
Rollout bowl(std::span<const double> gains, std::int64_t scenario);
/// 1 + bowl.
Rollout offset_bowl(std::span<const double> gains, std::int64_t scenario);

}  // namespace gainswarm::tuner::tests
