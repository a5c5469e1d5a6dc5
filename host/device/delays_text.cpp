#include "host/device/delays_text.hpp"

#include <fmt/format.h>

#include "host/device/words.hpp"

namespace gainswarm::device {

std::string delays_struct(const rollout::Program& program) {
  std::string text = "  struct Delays {\n";
  for (std::size_t i = 0; i < program.delays.size(); ++i) {
    const rollout::Delay& delay = program.delays[i];
    text +=
        fmt::format("    Number d{}[{}];  // {}\n", i, delay.places(), comment(program.registers[delay.reg]));
  }
  return text + "  };\n";
}

std::string delays_at_start(const rollout::Program& program) {
  std::string text;
  for (std::size_t i = 0; i < program.delays.size(); ++i) {
    text += fmt::format("    for (Number& place : delays.d{}) place = registers.r{};\n", i,
                        program.delays[i].reg);
    text += fmt::format("    registers.oldest{} = 0;\n", i);
  }
  return text;
}

}  // namespace gainswarm::device
