#include "tests/engine/random_program.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace gainswarm::engine {
namespace {

using graph::Graph;
using graph::InputKind;
using graph::NodeId;
using graph::Op;

constexpr std::array number_operations = {Op::add,    Op::subtract,     Op::multiply,       Op::divide,
                                          Op::fma,    Op::negate,       Op::square_root,    Op::absolute,
                                          Op::floor,  Op::exponent,     Op::multiply,       Op::round_nearest,
                                          Op::select, Op::power_of_two, Op::negate_by_bit_1};
constexpr std::array condition_operations = {Op::less,       Op::less_equal,  Op::equal,      Op::bit_0,
                                             Op::logical_or, Op::logical_and, Op::logical_not};

template <class Container>
auto pick(Random& random, const Container& from) {
  return from[static_cast<std::size_t>(any_integer(random, 0, static_cast<int>(std::size(from)) - 1))];
}

/// Nodes that a block may use, grown at random.
class Pool {
 public:
  Pool(Random& random, Graph& graph) : random_(random), graph_(graph) {
    for (int i = 0; i < 3; ++i) numbers_.push_back(graph.constant(any_number(random)));
    conditions_.push_back(graph.condition(false));
  }

  void add_inputs(InputKind kind, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      numbers_.push_back(graph_.input(kind, static_cast<std::uint32_t>(i)));
    }
  }
  void grow(int nodes) {
    for (int i = 0; i < nodes; ++i) {
      if (any_integer(random_, 0, 3) == 0) {
        grow_condition();
      } else {
        grow_number();
      }
    }
  }
  /// Prefers what was grown last.
  NodeId number() { return recent(numbers_); }
  NodeId condition() { return recent(conditions_); }

 private:
  NodeId recent(const std::vector<NodeId>& nodes) {
    const int last = static_cast<int>(nodes.size()) - 1;
    const int first = any_integer(random_, 0, 1) == 0 ? 0 : last / 2;
    return nodes[static_cast<std::size_t>(any_integer(random_, first, last))];
  }
  void grow_condition() {
    const Op op = pick(random_, condition_operations);
    const bool logical = op == Op::logical_and || op == Op::logical_or || op == Op::logical_not;
    const auto operand = [&] { return logical ? condition() : number(); };
    const NodeId a = operand();
    conditions_.push_back(graph_.apply(op, a, graph::arity(op) > 1 ? operand() : 0));
  }
  /// As functions have that know a range only.
  void grow_ranged() {
    const NodeId size = graph_.apply(Op::absolute, number());
    const NodeId largest = graph_.constant(any_integer(random_, 1, 100000));
    const NodeId within = graph_.apply(Op::less_equal, size, largest);
    numbers_.push_back(graph_.apply(Op::select, within, number(), graph_.constant(std::nan(""))));
  }
  void grow_number() {
    if (any_integer(random_, 0, 15) == 0) return grow_ranged();
    const Op op = pick(random_, number_operations);
    const int count = graph::arity(op);
    const bool reciprocal = op == Op::divide && any_integer(random_, 0, 1) == 0;
    const NodeId a = op == Op::select ? condition() : reciprocal ? graph_.constant(1) : number();
    const NodeId b = count > 1 ? number() : 0;
    numbers_.push_back(graph_.apply(op, a, b, count > 2 ? number() : 0));
  }

  Random& random_;
  Graph& graph_;
  std::vector<NodeId> numbers_;
  std::vector<NodeId> conditions_;
};

/// New values for all registers; some keep their own.
std::vector<NodeId> assignments(Random& random, rollout::Program& program, Pool& pool) {
  std::vector<NodeId> roots;
  for (std::uint32_t i = 0; i < program.registers.size(); ++i) {
    const bool unchanged = any_integer(random, 0, 2) == 0;
    roots.push_back(unchanged ? program.graph.input(InputKind::reg, i) : pool.number());
  }
  return roots;
}

/// Fails no earlier than at some tick, so that rollouts differ in how far they get.
rollout::Failure random_failure(Random& random, Graph& graph, Pool& pool, int ticks) {
  const NodeId tick = graph.input(InputKind::tick);
  const NodeId late = graph.apply(Op::less_equal, graph.constant(any_integer(random, 0, ticks)), tick);
  return {"failure", graph.apply(Op::logical_and, late, pool.condition())};
}

std::vector<rollout::Label> labels(std::size_t count) {
  return {count, rollout::Label{"label", ""}};
}

/// Some registers become the ends of delays, shorter and longer than the rollout.
void add_delays(Random& random, rollout::Program& program, Pool& pool) {
  for (std::uint32_t i = 0; i < program.registers.size(); ++i) {
    if (any_integer(random, 0, 3) != 0) continue;
    program.tick[i] = program.substep[i] = program.graph.input(InputKind::reg, i);
    program.delays.push_back({i, pool.number(), any_integer(random, 2, 20)});
  }
}

void write_loops(Random& random, rollout::Program& program, Pool& pool) {
  pool.add_inputs(InputKind::reg, program.registers.size());
  pool.add_inputs(InputKind::tick, 1);
  pool.grow(any_integer(random, 0, 40));
  program.tick = assignments(random, program, pool);
  pool.add_inputs(InputKind::substep, 1);
  pool.grow(any_integer(random, 0, 60));
  program.substep = assignments(random, program, pool);
  add_delays(random, program, pool);
  for (int i = any_integer(random, 0, 3); i > 0; --i) {
    program.failures.push_back(random_failure(random, program.graph, pool, static_cast<int>(program.ticks)));
  }
}

}  // namespace

int any_integer(Random& random, int low, int high) {
  return std::uniform_int_distribution(low, high)(random);
}

double any_number(Random& random) {
  using Limits = std::numeric_limits<double>;
  constexpr std::array odd = {
      0.0,    -0.0,   1.0,  -1.0,   0.5,  2.0,    Limits::infinity(), -Limits::infinity(),
      1e-310, -1e-40, 1e39, -1e308, 1e17, 1023.5, Limits::quiet_NaN()};
  if (any_integer(random, 0, 7) == 0) return pick(random, odd);
  const double mantissa = std::uniform_real_distribution(-2.0, 2.0)(random);
  return std::ldexp(mantissa, any_integer(random, 0, 3) == 0 ? any_integer(random, -60, 60) : 0);
}

rollout::Program random_program(Random& random, graph::Precision precision) {
  rollout::Program program;
  program.graph = Graph(precision);
  program.gains = labels(static_cast<std::size_t>(any_integer(random, 1, 4)));
  program.scenario_columns = labels(static_cast<std::size_t>(any_integer(random, 1, 3)));
  program.registers = labels(static_cast<std::size_t>(any_integer(random, 1, 6)));
  program.outputs = labels(static_cast<std::size_t>(any_integer(random, 1, 4)));
  program.ticks = any_integer(random, 1, 12);
  program.substeps = any_integer(random, 1, 4);

  Pool uniform(random, program.graph);
  uniform.add_inputs(InputKind::scenario, program.scenario_columns.size());
  uniform.grow(5);
  Pool pool = uniform;
  pool.add_inputs(InputKind::gain, program.gains.size());
  pool.grow(any_integer(random, 0, 20));
  for (std::size_t i = 0; i < program.registers.size(); ++i) {
    program.start.push_back(any_integer(random, 0, 2) == 0 ? uniform.number() : pool.number());
  }
  Pool in_finish = pool;
  write_loops(random, program, pool);

  in_finish.add_inputs(InputKind::reg, program.registers.size());
  in_finish.add_inputs(InputKind::survived, 1);
  in_finish.grow(any_integer(random, 0, 20));
  for (std::size_t i = 0; i < program.outputs.size(); ++i) program.finish.push_back(in_finish.number());
  return program;
}

rollout::ScenarioTable random_scenarios(Random& random, const rollout::Program& program, int most) {
  rollout::ScenarioTable table;
  table.scenarios = any_integer(random, 1, most);
  table.columns = static_cast<std::int64_t>(program.scenario_columns.size());
  for (std::int64_t i = 0; i < table.scenarios * table.columns; ++i)
    table.values.push_back(any_number(random));
  return table;
}

std::vector<double> random_gains(Random& random, const rollout::Program& program, int particles) {
  std::vector<double> gains(program.gains.size() * static_cast<std::size_t>(particles));
  for (double& gain : gains) gain = any_number(random);
  return gains;
}

}  // namespace gainswarm::engine
