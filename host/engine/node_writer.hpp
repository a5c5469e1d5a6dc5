// The nodes of a program as LLVM values, each written once at the outermost place where it can be.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "host/engine/vector_code.hpp"
#include "host/rollout/dependence.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

/// Places of the generated function; each dominates the ones below it.
enum class Place : std::uint8_t { before_loops, tick, substep, finish };

/// Where input nodes find their values. Numbers, scalar where the same for all lanes.
struct InputSources {
  LLVMValueRef gains = nullptr;     ///< address of [gain][lane]
  LLVMValueRef scenario = nullptr;  ///< address of [column], or [column][lane] where each has its own
  LLVMValueRef tick = nullptr;
  LLVMValueRef substep = nullptr;
  LLVMValueRef survived = nullptr;
};

class NodeWriter {
 public:
  NodeWriter(VectorCode& code, const rollout::Program& program, const rollout::Dependence& dependence);

  InputSources& inputs() { return inputs_; }
  /// The registers as the nodes written at this place read them.
  std::vector<LLVMValueRef>& registers(Place place) { return table(registers_, place); }

  /// Writes at the builder's position whatever the roots need that is not there yet and changes at most at
  /// `fastest`.
  void write(std::span<const graph::NodeId> roots, Place place,
             rollout::Rate fastest = rollout::Rate::substep);
  /// A node's value as seen from a place: a constant, or written before.
  [[nodiscard]] LLVMValueRef value(graph::NodeId id, Place place) const;
  LLVMValueRef vector_value(graph::NodeId id, Place place);

 private:
  using Values = std::vector<LLVMValueRef>;
  using Tables = std::array<Values, 4>;  ///< one a place

  static Values& table(Tables& tables, Place place) { return tables[static_cast<std::size_t>(place)]; }
  static const Values& table(const Tables& tables, Place place) {
    return tables[static_cast<std::size_t>(place)];
  }
  [[nodiscard]] Place home(graph::NodeId id, Place place) const;
  /// Nodes to be written for the roots, ascending.
  [[nodiscard]] std::vector<graph::NodeId> missing(std::span<const graph::NodeId> roots, Place place,
                                                   rollout::Rate fastest) const;
  LLVMValueRef input(const graph::Node& node, Place place);
  LLVMValueRef operation(const graph::Node& node, Place place);

  VectorCode& code_;
  const rollout::Program& program_;
  const rollout::Dependence& dependence_;
  InputSources inputs_;
  Tables values_;   ///< [place][node]
  Tables vectors_;  ///< [place][node]: the values as vectors
  Tables registers_;
};

}  // namespace gainswarm::engine
