// What stands between the plant's outputs and what the law sees of them.
//
// At each control tick, in the order in which a signal meets them: noise, a first-order filter, the
// converter's quantum, the delay of the transmission. Before the start the plant stood as it starts, without
// noise: filters have settled there and delay lines are full of it.
#pragma once

#include <optional>
#include <vector>

#include "host/rollout/noise.hpp"
#include "host/rollout/registers.hpp"
#include "host/rollout/symbols.hpp"

namespace gainswarm::rollout {

/// What the law sees at a tick, and what the registers become.
struct Reading {
  std::vector<Value> values;
  Changes changes;
};

class Sensors {
 public:
  /// Adds the registers.
  Sensors(const ParsedProblem& problem, const Symbols& symbols, Registers& registers, graph::Graph& graph);

  [[nodiscard]] Reading read(const std::vector<Value>& outputs) const;

 private:
  /// One output's sensor with its registers.
  struct Channel {
    spec::Sensor sensor;
    std::optional<noise::State<Value>> noise;
    std::optional<Value> filtered;
    double kept = 0;  ///< of the filter's value over a control period
    std::vector<Value> line;
  };
  [[nodiscard]] Value read(const Channel& channel, Value value, Changes& changes) const;

  std::vector<Channel> channels_;
};

}  // namespace gainswarm::rollout
