#include "host/bench/arithmetic_bound.hpp"

#include "host/device/bit_operation.hpp"
#include "host/device/program_blocks.hpp"
#include "host/device/rare_case.hpp"

namespace gainswarm::bench {
namespace {

using graph::Op;

/// Instructions of the pipe for doubles. Choices and steps on bits are done beside it, and so are comparisons
/// that are steps on bits. Quotients and roots are an estimate and its refinement.
double of_doubles(const graph::Graph& graph, graph::NodeId id) {
  switch (graph[id].op) {
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::fma:
      return 1;
    case Op::less:
    case Op::less_equal:
    case Op::equal:
      return device::bit_operation(graph, id, [](graph::NodeId) { return true; }) ? 0 : 1;
    case Op::divide:
      return graph.is_constant(graph[id].a) ? 5 : 8;
    case Op::square_root:
      return 8;
    default:
      return 0;
  }
}

/// Instructions of any kind: of floats a multiprocessor computes as many as it issues. Signs are part of
/// other instructions, and conditions are joined where they arise.
double of_floats(const graph::Graph& graph, graph::NodeId id) {
  const Op op = graph[id].op;
  switch (op) {
    case Op::constant:
    case Op::input:
    case Op::negate:
    case Op::absolute:
    case Op::logical_and:
    case Op::logical_or:
    case Op::logical_not:
      return 0;
    case Op::bit_0:
      return 1;
    case Op::select:  // a condition that is only expected (host/device/rare_case.hpp) chooses nothing
      return graph.is_condition(id) || device::with_rare_case(graph, id) ? 0 : 1;
    case Op::divide:
      return device::with_rare_case(graph, id) ? 4 : 8;
    case Op::square_root:
      return 8;
    default:
      return 1;
  }
}

/// Results a clock and multiprocessor (CUDA C++ Programming Guide, throughput of arithmetic instructions).
double float_rate(int capability) {
  return capability == 70 || capability == 75 || capability == 80 ? 64 : 128;
}

double double_rate(int capability) {
  if (capability == 90 || capability == 100) return 64;
  return capability == 70 || capability == 80 ? 32 : 2;
}

}  // namespace

double arithmetic_bound(const rollout::Program& program, const device::DeviceInfo& device) {
  const device::ProgramBlocks blocks(program);
  const bool is_double = program.graph.precision() == graph::Precision::float64;
  const auto instructions = [&](const device::Block& block) {
    double sum = 0;
    for (const graph::NodeId id : blocks.needed(block)) {
      if (blocks.is_handed(id, block.own)) continue;
      sum += is_double ? of_doubles(program.graph, id) : of_floats(program.graph, id);
    }
    return sum;
  };
  const double a_tick = instructions(blocks.tick) + instructions(blocks.tick_constants);
  const double a_step = instructions(blocks.substep) + a_tick / static_cast<double>(program.substeps);
  const double rate = is_double ? double_rate(device.capability) : float_rate(device.capability);
  return device.multiprocessors * device.clock * rate / a_step;
}

}  // namespace gainswarm::bench
