#include "host/engine/device_code.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <string_view>
#include <vector>

#include "host/engine/dependence.hpp"
#include "host/graph/reach.hpp"

namespace gainswarm::engine {
namespace {

using graph::InputKind;
using graph::Node;
using graph::NodeId;
using graph::Op;

/// A number as a literal of the precision: exact, and no double among floats, which would cost a conversion.
/// Negative ones in parentheses, or a sign before them would make a decrement.
std::string literal(double value, graph::Precision precision) {
  const bool is_float = precision == graph::Precision::float32;
  if (std::isfinite(value)) {
    const std::string text = fmt::format("{:a}{}", value, is_float ? "F" : "");
    return std::signbit(value) ? "(" + text + ")" : text;
  }
  if (is_float) {
    return fmt::format("arithmetic::bits_as<float>({:#x}U)",
                       std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  }
  return fmt::format("arithmetic::bits_as<double>({:#x}ULL)", std::bit_cast<std::uint64_t>(value));
}

/// The operation on operands that are names or literals. Every compiler is told not to contract; the words
/// that are no operators are those of cuda/arithmetic.hpp.
std::string operation(Op op, const std::string& a, const std::string& b, const std::string& c) {
  switch (op) {
    case Op::add:
      return a + " + " + b;
    case Op::subtract:
      return a + " - " + b;
    case Op::multiply:
      return a + " * " + b;
    case Op::divide:
      return a + " / " + b;
    case Op::negate:
      return "-" + a;
    case Op::less:
      return a + " < " + b;
    case Op::less_equal:
      return a + " <= " + b;
    case Op::equal:
      return a + " == " + b;
    case Op::logical_and:
      return a + " & " + b;
    case Op::logical_or:
      return a + " | " + b;
    case Op::logical_not:
      return "!" + a;
    case Op::select:
      return a + " ? " + b + " : " + c;
    case Op::fma:
      return fmt::format("arithmetic::fma({}, {}, {})", a, b, c);
    default:
      return fmt::format("arithmetic::{}({})", graph::name(op), a);
  }
}

/// Text from a configuration that is to stand in a comment: no line of it may end the comment or go on.
std::string in_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char letter) { return letter < ' ' || letter == '\\' || letter == '?'; }, ' ');
  return text;
}

std::string comment(const rollout::Label& label) {
  return in_one_line(label.unit.empty() ? label.name : label.name + ", " + label.unit);
}

const char* type_of(const graph::Graph& graph, NodeId id) {
  return graph.is_condition(id) ? "bool" : "Number";
}

using Nodes = std::vector<NodeId>;

/// A block of code: what it computes, and how slow a value must be to be handed to it instead.
struct Block {
  Nodes roots;
  Rate own = Rate::rollout;  ///< values that change less often are carried to the block
};

class DeviceCode {
 public:
  explicit DeviceCode(const rollout::Program& program);
  std::string text() &&;

 private:
  [[nodiscard]] bool is_carried(NodeId id, Rate block) const;
  /// Nodes that the block computes, and into `carried` those that it is handed.
  Nodes computed(const Block& block, std::set<NodeId>& carried) const;
  void find_carried(const Block& block);
  [[nodiscard]] std::string operand(NodeId id, Rate block) const;
  [[nodiscard]] std::string expression(NodeId id, Rate block) const;

  void line(const std::string& text) { text_ += text + "\n"; }
  void write_struct(const char* name, const Nodes& members);
  void write_registers_struct();
  void begin_function(const std::string& signature);
  void write_values(const Block& block);
  void write_members(const char* name, const Nodes& members);
  void write_assignments(const Nodes& roots, Rate block);
  void write_start();
  void write_ticks();
  void write_substep();
  void write_finish();

  const rollout::Program& program_;
  const Dependence dependence_;
  Block start_, before_loops_, tick_, before_substeps_, substep_, finish_;
  std::string text_;
};

DeviceCode::DeviceCode(const rollout::Program& program)
    : program_(program),
      dependence_(analyse(program)),
      start_{program.start, Rate::rollout},
      tick_{program.tick, Rate::tick},
      substep_{program.substep, Rate::substep},
      finish_{program.finish, Rate::rollout} {
  for (const rollout::Failure& failure : program.failures) substep_.roots.push_back(failure.condition);
  before_substeps_.own = Rate::tick;
  find_carried(substep_);
  find_carried(before_substeps_);
  find_carried(tick_);
}

/// Registers, ticks and literals are at hand everywhere and need not be carried.
bool DeviceCode::is_carried(NodeId id, Rate block) const {
  const Node& node = program_.graph[id];
  if (node.op == Op::constant) return false;
  if (node.op == Op::input && node.input != InputKind::gain && node.input != InputKind::scenario)
    return false;
  return dependence_.rate[id] < block;
}

Nodes DeviceCode::computed(const Block& block, std::set<NodeId>& carried) const {
  Nodes nodes = graph::reach(program_.graph, block.roots, [&](NodeId id, auto visit) {
    if (!is_carried(id, block.own)) graph::visit_operands(program_.graph[id], visit);
  });
  std::erase_if(nodes, [&](NodeId id) {
    if (is_carried(id, block.own)) carried.insert(id);
    return is_carried(id, block.own) || program_.graph.is_constant(id);
  });
  return nodes;
}

/// Adds what the block is handed to the roots of the blocks that compute it.
void DeviceCode::find_carried(const Block& block) {
  std::set<NodeId> carried;
  computed(block, carried);
  for (const NodeId id : carried) {
    Block& source = dependence_.rate[id] == Rate::rollout ? before_loops_ : before_substeps_;
    if (std::ranges::find(source.roots, id) == source.roots.end()) source.roots.push_back(id);
  }
}

std::string DeviceCode::operand(NodeId id, Rate block) const {
  const Node& node = program_.graph[id];
  if (node.op == Op::constant) {
    if (program_.graph.is_condition(id)) return node.value != 0 ? "true" : "false";
    return literal(node.value, program_.graph.precision());
  }
  std::string name = fmt::format("n{}", id);
  if (!is_carried(id, block)) return name;
  return (dependence_.rate[id] == Rate::rollout ? "constants." : "tick_constants.") + name;
}

std::string DeviceCode::expression(NodeId id, Rate block) const {
  const Node& node = program_.graph[id];
  if (node.op != Op::input) {
    return operation(node.op, operand(node.a, block), operand(node.b, block), operand(node.c, block));
  }
  switch (node.input) {
    case InputKind::gain:
      return fmt::format("gain[{}]", node.index);
    case InputKind::scenario:
      return fmt::format("scenario[{}]", node.index);
    case InputKind::reg:
      return fmt::format("registers.r{}", node.index);
    case InputKind::tick:
      return "tick";
    case InputKind::substep:
      return "substep";
    case InputKind::survived:
      break;
  }
  return "survived";
}

void DeviceCode::write_struct(const char* name, const Nodes& members) {
  line(fmt::format("  struct {} {{", name));
  for (const NodeId id : members) line(fmt::format("    {} n{};", type_of(program_.graph, id), id));
  line("  };");
}

void DeviceCode::write_registers_struct() {
  line("  struct Registers {");
  for (std::size_t i = 0; i < program_.registers.size(); ++i) {
    line(fmt::format("    Number r{};  // {}", i, comment(program_.registers[i])));
  }
  line("  };");
}

void DeviceCode::begin_function(const std::string& signature) {
  line("\n  GAINSWARM_HOST_DEVICE static " + signature + " {");
}

void DeviceCode::write_values(const Block& block) {
  std::set<NodeId> carried;
  for (const NodeId id : computed(block, carried)) {
    line(fmt::format("    const {} n{} = {};", type_of(program_.graph, id), id, expression(id, block.own)));
  }
}

void DeviceCode::write_members(const char* name, const Nodes& members) {
  for (const NodeId id : members) line(fmt::format("    {0}.n{1} = n{1};", name, id));
}

/// All registers at once: the values were computed before.
void DeviceCode::write_assignments(const Nodes& roots, Rate block) {
  for (std::size_t i = 0; i < program_.registers.size(); ++i) {
    const Node& node = program_.graph[roots[i]];
    const bool unchanged = node.op == Op::input && node.input == InputKind::reg && node.index == i;
    if (!unchanged) line(fmt::format("    registers.r{} = {};", i, operand(roots[i], block)));
  }
}

void DeviceCode::write_start() {
  begin_function("void start(const Number* gain, const Number* scenario, Registers& registers)");
  write_values(start_);
  write_assignments(start_.roots, start_.own);
  line("  }");
  begin_function(
      "void before_loops(const Number* gain, const Number* scenario, const Registers& registers, "
      "Constants& constants)");
  write_values(before_loops_);
  write_members("constants", before_loops_.roots);
  line("  }");
}

void DeviceCode::write_ticks() {
  begin_function("void tick(const Constants& constants, Number tick, Registers& registers)");
  write_values(tick_);
  write_assignments(tick_.roots, tick_.own);
  line("  }");
  begin_function(
      "void before_substeps(const Constants& constants, Number tick, const Registers& registers, "
      "TickConstants& tick_constants)");
  write_values(before_substeps_);
  write_members("tick_constants", before_substeps_.roots);
  line("  }");
}

void DeviceCode::write_substep() {
  begin_function(
      "std::int32_t substep(const Constants& constants, const TickConstants& tick_constants, Number tick, "
      "Number substep, Registers& registers)");
  write_values(substep_);
  for (std::size_t i = 0; i < program_.failures.size(); ++i) {
    const rollout::Failure& failure = program_.failures[i];
    line(fmt::format("    if ({}) return {};  // {}", operand(failure.condition, substep_.own), i,
                     in_one_line(failure.cause)));
  }
  write_assignments(substep_.roots, substep_.own);
  line("    return -1;\n  }");
}

void DeviceCode::write_finish() {
  line("\n  template <class Output>");
  line(
      "  GAINSWARM_HOST_DEVICE static void finish(const Number* gain, const Number* scenario, const "
      "Registers& "
      "registers, Number survived, const Output& output) {");
  write_values(finish_);
  for (std::size_t i = 0; i < finish_.roots.size(); ++i) {
    line(fmt::format("    output({}, {});  // {}", i, operand(finish_.roots[i], finish_.own),
                     comment(program_.outputs[i])));
  }
  line("  }");
}

std::string DeviceCode::text() && {
  const bool is_float = program_.graph.precision() == graph::Precision::float32;
  const bool is_long = program_.steps() > std::numeric_limits<std::int32_t>::max();
  line("#include \"cuda/arithmetic.hpp\"\n#include \"cuda/rollout.hpp\"\n");
  line("namespace gainswarm::generated {\n\nstruct Program {");
  line(fmt::format("  using Number = {};", is_float ? "float" : "double"));
  line(fmt::format("  using Count = std::int{}_t;", is_long ? 64 : 32));
  line(fmt::format("  static constexpr Count ticks = {}, substeps = {};", program_.ticks, program_.substeps));
  line(fmt::format("  static constexpr std::int64_t gains = {}, columns = {};\n", program_.gains.size(),
                   program_.scenario_columns.size()));
  write_struct("Constants", before_loops_.roots);
  write_struct("TickConstants", before_substeps_.roots);
  write_registers_struct();
  write_start();
  write_ticks();
  write_substep();
  write_finish();
  line("};\n");
  line(fmt::format("GAINSWARM_KERNEL({}) {}(rollout::Batch<Program::Number> batch) {{", block_threads,
                   kernel_name));
  line("  for_each_index(batch.count, rollout::Rollout<Program>{batch});\n}");
  line("\n}  // namespace gainswarm::generated");
  return std::move(text_);
}

}  // namespace

std::string device_code(const rollout::Program& program) {
  return DeviceCode(program).text();
}

}  // namespace gainswarm::engine
