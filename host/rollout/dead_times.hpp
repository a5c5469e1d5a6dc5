// Dead times of the plant: signals that act a whole number of integration steps later.
//
// What a signal does within a step comes back as it was. One that is held over the step is kept exactly, as
// one value. Of any other the values at the step's beginning and end are kept, and for Runge-Kutta the one in
// the middle, where the method's continuous extension of order 3 (Hairer, Norsett & Wanner, Solving Ordinary
// Differential Equations I, section II.6) keeps the whole at order 4 (section II.17). Beginning and end are
// kept apart because signals jump between two steps: at the start, and at the ticks of a sampled law.
//
// Before the start the plant stood as it starts, no input acting.
#pragma once

#include <optional>
#include <vector>

#include "host/rollout/registers.hpp"
#include "host/rollout/symbols.hpp"

namespace gainswarm::rollout {

/// Most values that the dead times of a plant keep in memory, all together, for each rollout.
constexpr std::int64_t most_kept_values = 10'000;

/// What enters each dead time at the beginning, in the middle and at the end of a step.
struct Entering {
  std::vector<Value> start, middle, end;
};

/// What comes out of each dead time as a rollout starts.
std::vector<Value> before_start(const ParsedProblem& problem, const Symbols& symbols, graph::Graph& graph);

class DeadTimes {
 public:
  /// Adds the registers. Throws InputError at a dead time that is no whole number of steps, that scenarios
  /// vary, or that needs too much memory.
  DeadTimes(const ParsedProblem& problem, const Symbols& symbols, Registers& registers, graph::Graph& graph);

  [[nodiscard]] bool empty() const { return lines_.empty(); }
  /// Whether nothing but Entering::start matters.
  [[nodiscard]] bool all_held() const;
  /// What comes out `offset` steps after a substep began: 0, 1/2 or 1.
  [[nodiscard]] std::vector<Value> at(double offset) const;
  /// How many steps each lasts.
  [[nodiscard]] std::vector<std::int64_t> steps() const;
  /// All that they added.
  [[nodiscard]] std::vector<Value> registers() const;
  /// Tells the registers what a substep makes of them.
  void advance(const Entering& entering, Registers& registers) const;

 private:
  struct Line {
    std::int64_t steps;
    Value start;
    std::optional<Value> middle, end;  ///< of a signal that is not held
  };
  std::vector<Line> lines_;
};

}  // namespace gainswarm::rollout
