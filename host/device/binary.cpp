#include "host/device/binary.hpp"

#include <elf.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <regex>
#include <stdexcept>
#include <string_view>

namespace gainswarm::device {
namespace {

constexpr std::uint64_t bytes_of_instruction = 16;

/// The number that the pattern captures in the assembler's report.
int reported(const std::string& log, const char* pattern) {
  std::smatch match;
  if (!std::regex_search(log, match, std::regex(pattern))) {
    throw std::runtime_error("the device's assembler did not report '" + std::string(pattern) +
                             "' (another version of the CUDA toolkit?); its log was: " + log);
  }
  return std::stoi(match[1]);
}

/// A plain struct at some place of a file.
template <class T>
T part(std::string_view file, std::uint64_t offset) {
  if (offset > file.size() || file.size() - offset < sizeof(T)) {
    throw std::runtime_error("the device's machine code is damaged (it ends early); compile it again");
  }
  T result;
  std::memcpy(&result, file.data() + offset, sizeof(T));
  return result;
}

/// The kernel's instructions.
std::string_view kernel_section(const Binary& binary, const std::string& kernel) {
  const std::string_view file = binary.code;
  const std::string wanted = ".text." + kernel;
  const auto header = part<Elf64_Ehdr>(file, 0);
  const auto section = [&](unsigned index) {
    return part<Elf64_Shdr>(file, header.e_shoff + std::uint64_t{index} * sizeof(Elf64_Shdr));
  };
  const Elf64_Shdr names = section(header.e_shstrndx);
  for (unsigned i = 0; i < header.e_shnum; ++i) {
    const Elf64_Shdr candidate = section(i);
    const std::uint64_t name = names.sh_offset + candidate.sh_name;
    if (name >= file.size() || file.substr(name, wanted.size() + 1) != wanted + '\0') continue;
    if (candidate.sh_offset > file.size() || file.size() - candidate.sh_offset < candidate.sh_size) break;
    return file.substr(candidate.sh_offset, candidate.sh_size);
  }
  throw std::runtime_error("the device's machine code has no kernel '" + kernel + "'; compile it again");
}

}  // namespace

Resources resources(const Binary& binary, const std::string& kernel) {
  const std::size_t begin = std::min(binary.log.find("'" + kernel + "'"), binary.log.size());
  const std::string log = binary.log.substr(begin);
  return {.registers = reported(log, "Used (\\d+) registers"),
          .stack = reported(log, "(\\d+) bytes stack frame"),
          .spilled = reported(log, "(\\d+) bytes spill stores") + reported(log, "(\\d+) bytes spill loads")};
}

bool spills(const Binary& binary) {
  return std::regex_search(binary.log, std::regex("[1-9]\\d* bytes spill (stores|loads)"));
}

int registers_wanted(const Binary& binary) {
  const std::regex report(
      "(\\d+) bytes stack frame, (\\d+) bytes spill stores[^\\n]*\\n[^\\n]*Used (\\d+) registers");
  int wanted = 0;
  for (std::sregex_iterator kernel(binary.log.begin(), binary.log.end(), report), end; kernel != end;
       ++kernel) {
    // What dead times delay is on the stack, too, and was not spilled.
    const int spilled = std::min(std::stoi((*kernel)[1]), std::stoi((*kernel)[2]));
    wanted = std::max(wanted, std::stoi((*kernel)[3]) + spilled / 4);
  }
  return wanted;
}

std::int64_t instructions(const Binary& binary, const std::string& kernel) {
  return static_cast<std::int64_t>(kernel_section(binary, kernel).size() / bytes_of_instruction);
}

std::int64_t double_instructions(const Binary& binary, const std::string& kernel) {
  // The low 9 bits of an instruction say what it does, the 3 above them where its operands are.
  constexpr std::array<unsigned, 4> doubles{0x028, 0x029, 0x02a, 0x02b};  // DMUL, DADD, DSETP, DFMA
  const std::string_view code = kernel_section(binary, kernel);
  std::int64_t count = 0;
  for (std::size_t at = 0; at < code.size(); at += bytes_of_instruction) {
    const unsigned operation = part<std::uint16_t>(code, at) & 0x1ffU;
    count += std::ranges::find(doubles, operation) != doubles.end() ? 1 : 0;
  }
  return count;
}

}  // namespace gainswarm::device
