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

class Interpreter {
 public:
  /// Called before every tick block, and after the last one of a rollout that did not fail, with the values
  /// of Program::signal_roots.
  using Observer = std::function<void(std::int64_t tick, std::span<const double> signals)>;

  /// The program must outlive the interpreter.
  explicit Interpreter(const rollout::Program& program);

  /// Gains and scenario values are rounded to the program's precision.
  Rollout run(std::span<const double> gains, std::span<const double> scenario, const Observer& observe = {});

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
  bool advance(Rollout& rollout);

  const rollout::Program& program_;
  Block start_, tick_block_, substep_block_, finish_, signals_;
  std::vector<std::vector<double>> delayed_;  ///< [delay][place]
  std::vector<double> values_;                ///< [node]
  std::vector<double> gains_, scenario_, registers_;
  std::int64_t tick_ = 0, substep_ = 0, survived_ = 0;
};

}  // namespace gainswarm::engine
