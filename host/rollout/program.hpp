// One rollout as graphs: all that an engine needs to know, and nothing about any engine.
//
//   registers = start(gain, scenario)
//   for tick = 0 .. ticks - 1:
//     registers = tick(gain, scenario, registers, tick)
//     for substep = 0 .. substeps - 1:
//       failures, registers = substep(gain, scenario, registers, tick, substep)
//       registers = delays(registers, entering values)
//   outputs = finish(gain, scenario, registers, survived)
//
// In a competition the ticks are run in stages, and what the cost cannot fall below any more tells after each
// of them which candidates have lost: see cuda/competition.hpp.
//
// Failure conditions see the new values. A failure ends the rollout; it keeps the number of substeps
// completed before, the cause, and its registers as they were on entry of the failing substep: the last good
// state is what the finish block reads. In a block every root reads the registers as they were on entry (all
// are assigned at once).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/graph/graph.hpp"

namespace gainswarm::rollout {

/// A named value with its unit.
struct Label {
  std::string name;
  std::string unit;
};

/// Conditions that end a rollout, tested after every substep in this order.
struct Failure {
  std::string cause;
  graph::NodeId condition = 0;  ///< in terms of the registers before the substep
};

/// A value that comes back `steps` substeps later. Let e(n) be the entering node's value in substep n, from
/// 0: once substep n is completed, the register is e(n + 1 - steps), or what it was at the start while there
/// is no such value. Delays live in memory, whose cost does not depend on their length.
struct Delay {
  std::uint32_t reg = 0;       ///< no block but `start` assigns it
  graph::NodeId entering = 0;  ///< in terms of the registers before the substep
  std::int64_t steps = 2;      ///< at least 2; one step is an ordinary register
  /// Values in memory beside the register.
  [[nodiscard]] std::int64_t places() const { return steps - 1; }
};

/// The most substeps of a stage, if a tick has no more: a device takes some tenths of a second for them.
constexpr std::int64_t stage_steps = 100'000;

struct Program {
  graph::Graph graph{graph::Precision::float64};
  std::vector<Label> gains;
  /// How many of the gains, the last ones, the host derives from those before (see
  /// analysis/derived_gains.hpp).
  std::int64_t derived = 0;
  std::vector<Label> scenario_columns;
  std::vector<Label> registers;
  std::vector<Label> outputs;

  std::vector<graph::NodeId> start;    ///< one root a register
  std::vector<graph::NodeId> tick;     ///< one root a register; the register's own input node: unchanged
  std::vector<graph::NodeId> substep;  ///< likewise
  std::vector<Failure> failures;
  std::vector<Delay> delays;
  /// One root an output, in this order: the rollout's cost (always finite, >= 0 unless the user's terms go
  /// below); each objective term's unweighted value; each requirement's value; in a program for validation,
  /// 1 for success, else 0, and each metric's value.
  std::vector<graph::NodeId> finish;
  std::int64_t terms = 0;         ///< outputs 1 .. terms
  std::int64_t requirements = 0;  ///< outputs terms + 1 .. terms + requirements
  std::int64_t metrics = 0;       ///< outputs success() + 1 .. success() + metrics
  [[nodiscard]] std::int64_t success() const { return 1 + terms + requirements; }

  /// Over the registers as they are before the tick block: what the cost cannot fall below any more, whatever
  /// happens. Nothing: it can become anything, or the problem wants every rollout run to its end.
  std::optional<graph::NodeId> least_cost;
  std::string falling_term;  ///< the first that can become anything; empty: none, or nobody asked

  /// What `simulate` records at each tick: nodes over the registers as they are before the tick block, and
  /// `tick`.
  std::vector<Label> signals;
  std::vector<graph::NodeId> signal_roots;

  std::int64_t ticks = 0;
  std::int64_t substeps = 1;  ///< per tick
  double control_period = 0;  ///< s
  [[nodiscard]] std::int64_t steps() const { return ticks * substeps; }
  /// Whether a launch of whole rollouts could run into a device's time limit, so that they need stages, too.
  [[nodiscard]] bool is_long() const { return steps() > stage_steps; }
  /// Ticks of a stage; the last may be shorter.
  [[nodiscard]] std::int64_t stage_ticks() const;
  /// Number of gains that a search moves.
  [[nodiscard]] std::int64_t tuned() const { return static_cast<std::int64_t>(gains.size()) - derived; }
};

/// All that a substep computes: the registers' new values, the failures' conditions, what enters the delays.
std::vector<graph::NodeId> substep_roots(const Program& program);

/// Names of the tuned gains that nothing in a rollout reads, but for what `simulate` records.
std::vector<std::string> idle_gains(const Program& program);

/// Values in memory of all delays.
std::int64_t places(const Program& program);

/// A weighted sum of terms beyond this is no cost: the rollout costs the penalty instead.
constexpr double largest_cost(graph::Precision precision) {
  return precision == graph::Precision::float32 ? 1e38 : 1e300;
}

/// SHA-256 (hex) of the program's meaning: equal hashes, equal bits.
std::string hash(const Program& program);

}  // namespace gainswarm::rollout
