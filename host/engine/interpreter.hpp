// Runs one rollout of a program, node by node: the meaning of a program, written for clarity.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "host/rollout/program.hpp"

namespace gainswarm::engine {

struct Rollout {
  std::vector<double> outputs;
  std::int64_t survived = 0;  ///< substeps completed without failure
  std::int32_t cause = -1;    ///< -1: no failure, else index into Program::failures
};

/// A rollout before one of its ticks, or after its end.
struct Standing {
  std::vector<double> gains, scenario;
  std::int64_t tick = 0, survived = 0;
  std::int32_t cause = -1;
  std::vector<double> registers;
  std::vector<std::vector<double>> delayed;  ///< [delay][place]
};

class Interpreter {
 public:
  /// Called before every tick block, and after the last one of a rollout that did not fail, with the values
  /// of Program::signal_roots.
  using Observer = std::function<void(std::int64_t tick, std::span<const double> signals)>;

  /// The program must outlive the interpreter.
  explicit Interpreter(const rollout::Program& program);

  /// Gains and scenario values are rounded to the program's precision.
  Rollout run(std::span<const double> gains, std::span<const double> scenario, const Observer& observe = {});

  /// The same in parts: begin() a rollout, advance() it to before the tick `end`, and so on. Then look at
  /// what finish() gives, or least_cost() as long as it has not ended.
  Standing begin(std::span<const double> gains, std::span<const double> scenario);
  void advance(Standing& standing, std::int64_t end, const Observer& observe = {});
  Rollout finish(const Standing& standing);
  double least_cost(const Standing& standing);

 private:
  /// Roots of one block and the nodes they need, operands first.
  struct Block {
    std::vector<graph::NodeId> roots;
    std::vector<graph::NodeId> nodes;
  };
  Block make_block(std::vector<graph::NodeId> roots) const;
  /// The values of the block's roots, from the inputs and registers as they are.
  std::vector<double> evaluate(const Block& block);
  [[nodiscard]] double input(const graph::Node& node) const;
  [[nodiscard]] double rounded(double value) const;
  /// What comes out of the delays enters the registers; `entering` are the values behind the failures.
  void move_delays(std::vector<double>::const_iterator entering);
  /// One substep; false when it failed, then the registers are as before.
  bool step();

  const rollout::Program& program_;
  Block start_, tick_block_, substep_block_, finish_, least_cost_, signals_;
  std::vector<double> values_;  ///< [node]
  Standing at_;                 ///< `tick` is the one that is run
  std::int64_t substep_ = 0;
};

}  // namespace gainswarm::engine
