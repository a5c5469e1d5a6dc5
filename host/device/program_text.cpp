#include "host/device/program_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "host/device/bit_operation.hpp"
#include "host/device/carry_text.hpp"
#include "host/device/delays_text.hpp"
#include "host/device/number_table.hpp"
#include "host/device/program_blocks.hpp"
#include "host/device/rare_case.hpp"
#include "host/device/words.hpp"

namespace gainswarm::device {
namespace {

using graph::InputKind;
using graph::Node;
using graph::NodeId;
using graph::Op;
using rollout::Rate;

class ProgramText {
 public:
  explicit ProgramText(const rollout::Program& program)
      : program_(program), blocks_(program), numbers_(program.graph), optimistic_(has_rare_cases()) {}
  std::string text() &&;

 private:
  [[nodiscard]] const char* type_of(NodeId id) const {
    return program_.graph.is_condition(id) ? "bool" : "Number";
  }
  /// Whether the substep computes anything that has rare cases.
  [[nodiscard]] bool has_rare_cases() const;
  [[nodiscard]] std::string operand(NodeId id, Rate block) const;
  [[nodiscard]] std::string expression(NodeId id, Rate block) const;

  void line(const std::string& text) { text_ += text + "\n"; }
  void write_struct(const char* name, const Block& members);
  void write_registers_struct();
  /// A function that computes the block's values and ends with the lines that `write_end` writes.
  template <class WriteEnd>
  void write_function(std::string_view signature, const Block& block, WriteEnd write_end);
  void write_members(const char* name, const Block& members);
  void write_assignments(const char* to, const Block& block);
  void write_delays();
  void write_failures(const Block& block);
  void write_outputs(const Block& block);
  void write_functions();
  void write_stage_functions();
  void write_kernel(const char* name, const char* type, const char* argument, const char* functor);

  const rollout::Program& program_;
  const ProgramBlocks blocks_;
  const NumberTable numbers_;
  const bool optimistic_;
  std::string text_;
};

bool ProgramText::has_rare_cases() const {
  return std::ranges::any_of(blocks_.needed(blocks_.substep), [&](NodeId id) {
    return !blocks_.is_handed(id, Rate::substep) && with_rare_case(program_.graph, id);
  });
}

std::string ProgramText::operand(NodeId id, Rate block) const {
  const Node& node = program_.graph[id];
  if (node.op == Op::constant) {
    if (program_.graph.is_condition(id)) return node.value != 0 ? "true" : "false";
    return numbers_.operand(node.value);
  }
  std::string name = fmt::format("n{}", id);
  if (!blocks_.is_handed(id, block)) return name;
  return (blocks_.rate(id) == Rate::rollout ? "constants." : "tick_constants.") + name;
}

std::string ProgramText::expression(NodeId id, Rate block) const {
  const Node& node = program_.graph[id];
  const auto phrase = [&](std::string_view of, const Phrase& said) {
    std::vector<std::string> operands;
    for (const NodeId other : said.operands) operands.push_back(operand(other, block));
    return fmt::format("{}{}({})", of, said.word, fmt::join(operands, ", "));
  };
  const auto is_computed = [&](NodeId other) { return !blocks_.is_handed(other, block); };
  if (const auto by_bits = bit_operation(program_.graph, id, is_computed)) {
    return phrase("arithmetic::", *by_bits);
  }
  const bool in_manner = optimistic_ && block == Rate::substep;
  if (const auto rare = with_rare_case(program_.graph, id); rare && in_manner)
    return phrase("manner.", *rare);
  if (node.op != Op::input) {
    return operation(node.op, operand(node.a, block), operand(node.b, block), operand(node.c, block));
  }
  switch (node.input) {
    case InputKind::gain:
      return fmt::format("gain[{}]", node.index);
    case InputKind::scenario:
      return fmt::format("scenario[{}]", node.index);
    case InputKind::reg:
      return fmt::format("{}registers.r{}{}", in_manner ? "manner.read(" : "", node.index,
                         in_manner ? ")" : "");
    case InputKind::tick:
      return "tick";
    case InputKind::substep:
      return "substep";
    case InputKind::survived:
      break;
  }
  return "survived";
}

void ProgramText::write_struct(const char* name, const Block& members) {
  line(fmt::format("  struct {} {{", name));
  for (const NodeId id : members.roots) line(fmt::format("    {} n{};", type_of(id), id));
  line("  };");
}

void ProgramText::write_registers_struct() {
  line("  struct Registers {");
  for (std::size_t i = 0; i < program_.registers.size(); ++i) {
    line(fmt::format("    Number r{};  // {}", i, comment(program_.registers[i])));
  }
  for (std::size_t i = 0; i < program_.delays.size(); ++i) {
    line(fmt::format("    std::int32_t oldest{};  // place in d{}", i, i));
  }
  line("  };");
}

template <class WriteEnd>
void ProgramText::write_function(std::string_view signature, const Block& block, WriteEnd write_end) {
  line(fmt::format("  GAINSWARM_HOST_DEVICE static {} {{", signature));
  for (const NodeId id : blocks_.needed(block)) {
    if (blocks_.is_handed(id, block.own)) continue;
    line(fmt::format("    const {} n{} = {};", type_of(id), id, expression(id, block.own)));
  }
  write_end();
  line("  }");
}

void ProgramText::write_members(const char* name, const Block& members) {
  for (const NodeId id : members.roots) line(fmt::format("    {0}.n{1} = n{1};", name, id));
}

/// All registers at once: the values were computed before.
void ProgramText::write_assignments(const char* to, const Block& block) {
  for (std::size_t i = 0; i < program_.registers.size(); ++i) {
    const Node& node = program_.graph[block.roots[i]];
    const bool unchanged = node.op == Op::input && node.input == InputKind::reg && node.index == i;
    if (!unchanged) line(fmt::format("    {}.r{} = {};", to, i, operand(block.roots[i], block.own)));
  }
}

/// The oldest value leaves, the new one takes its place.
void ProgramText::write_delays() {
  for (std::size_t i = 0; i < program_.delays.size(); ++i) {
    const rollout::Delay& delay = program_.delays[i];
    line(fmt::format("    next.r{} = delays.d{}[registers.oldest{}];", delay.reg, i, i));
    line(fmt::format("    delays.d{}[registers.oldest{}] = {};", i, i,
                     operand(delay.entering, Rate::substep)));
    line(fmt::format("    if (++next.oldest{0} == {1}) next.oldest{0} = 0;", i, delay.places()));
  }
}

void ProgramText::write_failures(const Block& block) {
  if (optimistic_) {
    std::vector<std::string> failures{"false"};
    for (const rollout::Failure& failure : program_.failures)
      failures.push_back(operand(failure.condition, block.own));
    line(fmt::format("    if (manner.is_in_doubt({})) return rollout::in_doubt;",
                     fmt::join(failures, " || ")));
  }
  for (std::size_t i = 0; i < program_.failures.size(); ++i) {
    const rollout::Failure& failure = program_.failures[i];
    line(fmt::format("    if ({}) return {};  // {}", operand(failure.condition, block.own), i,
                     in_one_line(failure.cause)));
  }
}

void ProgramText::write_outputs(const Block& block) {
  for (std::size_t i = 0; i < block.roots.size(); ++i) {
    line(fmt::format("    output({}, {});  // {}", i, operand(block.roots[i], block.own),
                     comment(program_.outputs[i])));
  }
}

void ProgramText::write_functions() {
  line("");
  write_function(
      "void start(const Number* gain, const Number* scenario, Registers& registers, Delays& delays)",
      blocks_.start, [&] {
        write_assignments("registers", blocks_.start);
        text_ += delays_at_start(program_);
      });
  line("");
  write_function(
      "void before_loops(const Number* gain, const Number* scenario, const Registers& registers, "
      "Constants& constants)",
      blocks_.constants, [&] { write_members("constants", blocks_.constants); });
  line("");
  write_function("void tick(const Constants& constants, Number tick, Registers& registers)", blocks_.tick,
                 [&] { write_assignments("registers", blocks_.tick); });
  line("");
  write_function(
      "void before_substeps(const Constants& constants, Number tick, const Registers& registers, "
      "TickConstants& tick_constants)",
      blocks_.tick_constants, [&] { write_members("tick_constants", blocks_.tick_constants); });
  line("");
  if (optimistic_) line("  template <class Manner>");
  write_function(
      fmt::format("std::int32_t substep({}const Constants& constants, const TickConstants& tick_constants, "
                  "Number tick, Number substep, const Registers& registers, Registers& next, Delays& delays)",
                  optimistic_ ? "Manner manner, " : ""),
      blocks_.substep, [&] {
        write_assignments("next", blocks_.substep);
        write_failures(blocks_.substep);
        write_delays();
        line("    return -1;");
      });
  line("\n  template <class Output>");
  write_function(
      "void finish(const Number* gain, const Number* scenario, const Registers& registers, Number survived, "
      "const Output& output)",
      blocks_.finish, [&] { write_outputs(blocks_.finish); });
}

void ProgramText::write_stage_functions() {
  text_ += carry_text(program_);
  line(fmt::format("\n  static constexpr bool competes = {};", program_.least_cost.has_value()));
  if (!program_.least_cost) return;
  const Block block{{*program_.least_cost}, Rate::rollout};
  line("");
  write_function(
      "Number least_cost(const Number* gain, const Number* scenario, const Registers& registers, "
      "Number survived)",
      block, [&] { line(fmt::format("    return {};", operand(block.roots[0], block.own))); });
}

void ProgramText::write_kernel(const char* name, const char* type, const char* argument,
                               const char* functor) {
  line(fmt::format("GAINSWARM_KERNEL({}, GAINSWARM_RESIDENT_BLOCKS)", block_threads));
  line(fmt::format("{}(GAINSWARM_ARGUMENT(rollout::{}<Program::Number>) {}) {{", name, type, argument));
  line(fmt::format("  for_each_index({0}.count, rollout::{1}<Program>{{{0}}});\n}}", argument, functor));
}

std::string ProgramText::text() && {
  const bool is_float = program_.graph.precision() == graph::Precision::float32;
  const bool wide_count = program_.steps() > std::numeric_limits<std::int32_t>::max();
  line("#include \"cuda/arithmetic.hpp\"\n#include \"cuda/rollout.hpp\"");
  line(has_stages(program_) ? "#include \"cuda/rollout_stage.hpp\"\n" : "");
  line("namespace gainswarm::generated {\n");
  line(numbers_.definition() + "struct Program {");
  line(fmt::format("  using Number = {};", is_float ? "float" : "double"));
  line(fmt::format("  using Count = std::int{}_t;", wide_count ? 64 : 32));
  line(fmt::format("  static constexpr Count ticks = {}, substeps = {};", program_.ticks, program_.substeps));
  line(fmt::format("  static constexpr bool optimistic = {};", optimistic_));
  line(fmt::format("  static constexpr std::int64_t gains = {}, columns = {};\n", program_.gains.size(),
                   program_.scenario_columns.size()));
  write_struct("Constants", blocks_.constants);
  write_struct("TickConstants", blocks_.tick_constants);
  write_registers_struct();
  text_ += delays_struct(program_);
  write_functions();
  if (has_stages(program_)) write_stage_functions();
  line("};\n");
  write_kernel(kernel_name, "Batch", "batch", "Rollout");
  if (has_stages(program_)) {
    line("");
    write_kernel(stage_kernel_name, "Stage", "stage", "RolloutStage");
  }
  line("\n}  // namespace gainswarm::generated");
  return std::move(text_);
}

}  // namespace

bool has_stages(const rollout::Program& program) {
  return program.least_cost || program.is_long();
}

std::string program_text(const rollout::Program& program) {
  return ProgramText(program).text();
}

}  // namespace gainswarm::device
