// The registers of a rollout under construction: what is carried from block to block.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/rollout/equations.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::rollout {

/// What a block makes of a register.
struct Change {
  Value reg;
  Value next;
};
using Changes = std::vector<Change>;

class Registers {
 public:
  explicit Registers(graph::Graph& graph) : graph_(&graph) {}

  /// A new register, unchanged by every block until told otherwise. Returns its value on entry of a block.
  Value add(const Label& label, Value start) {
    const Value current{graph_,
                        graph_->input(graph::InputKind::reg, static_cast<std::uint32_t>(labels_.size()))};
    labels_.push_back(label);
    start_.push_back(start.id);
    tick_.push_back(current.id);
    substep_.push_back(current.id);
    return current;
  }
  void set_start(Value reg, Value start) { start_[index(reg)] = start.id; }
  void set_tick(Value reg, Value next) { tick_[index(reg)] = next.id; }
  void set_substep(Value reg, Value next) { substep_[index(reg)] = next.id; }
  void set_tick(const Changes& changes) {
    for (const Change& change : changes) set_tick(change.reg, change.next);
  }
  void set_substep(const Changes& changes) {
    for (const Change& change : changes) set_substep(change.reg, change.next);
  }

  /// After every substep the register becomes what `entering` was `steps` - 1 substeps before; see Delay.
  void delay(Value reg, Value entering, std::int64_t steps) {
    if (steps == 1) {
      set_substep(reg, entering);
    } else {
      delays_.push_back({static_cast<std::uint32_t>(index(reg)), entering.id, steps});
    }
  }

  [[nodiscard]] const std::vector<Label>& labels() const { return labels_; }
  [[nodiscard]] const std::vector<graph::NodeId>& start() const { return start_; }
  [[nodiscard]] const std::vector<graph::NodeId>& tick() const { return tick_; }
  [[nodiscard]] const std::vector<graph::NodeId>& substep() const { return substep_; }
  [[nodiscard]] const std::vector<Delay>& delays() const { return delays_; }

 private:
  [[nodiscard]] std::size_t index(Value reg) const { return (*graph_)[reg.id].index; }

  graph::Graph* graph_;
  std::vector<Label> labels_;
  std::vector<graph::NodeId> start_, tick_, substep_;
  std::vector<Delay> delays_;
};

}  // namespace gainswarm::rollout
