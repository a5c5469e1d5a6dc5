#include "host/device/carry_text.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

namespace gainswarm::device {
namespace {

std::string carry_function(const rollout::Program& program) {
  std::string text =
      "\n  template <class Transfer>\n"
      "  GAINSWARM_HOST_DEVICE static void carry(Registers& registers, Delays& delays, "
      "const Transfer& transfer) {\n";
  for (std::size_t i = 0; i < program.registers.size(); ++i)
    text += fmt::format("    transfer({0}, registers.r{0});\n", i);
  std::int64_t row = std::ssize(program.registers);
  for (std::size_t i = 0; i < program.delays.size(); ++i) {
    const std::int64_t places = program.delays[i].places();
    text += fmt::format(
        "    GAINSWARM_UNROLL_LITTLE\n    for (std::int64_t i = 0; i < {}; ++i) transfer({} + i, "
        "delays.d{}[i]);\n",
        places, row, i);
    row += places;
  }
  return text + "  }\n";
}

/// The oldest place of a delay is not carried: it moves on with every substep.
std::string resume_function(const rollout::Program& program) {
  std::string text = "\n  GAINSWARM_HOST_DEVICE static void resume(Count survived, Registers& registers) {\n";
  for (std::size_t i = 0; i < program.delays.size(); ++i) {
    text += fmt::format("    registers.oldest{} = static_cast<std::int32_t>(survived % {});\n", i,
                        program.delays[i].places());
  }
  return text + "  }\n";
}

}  // namespace

std::int64_t carried(const rollout::Program& program) {
  return std::ssize(program.registers) + rollout::places(program);
}

std::string carry_text(const rollout::Program& program) {
  return carry_function(program) + resume_function(program);
}

}  // namespace gainswarm::device
