// Machine code for a device, and what it takes of the device.
#pragma once

#include <cstdint>
#include <string>

#include "host/device/program_text.hpp"

namespace gainswarm::device {

/// What the assembler reports of a kernel.
struct Resources {
  int registers = 0;  ///< of a thread
  int stack = 0;      ///< bytes of a thread
  int spilled = 0;    ///< bytes stored to and loaded from memory for lack of registers
};

struct Binary {
  std::string code;  ///< a cubin: an ELF file
  std::string log;   ///< of the compiler and the assembler
};

/// Reads the assembler's report of a kernel, by default that of the rollouts. Throws std::runtime_error when
/// the log holds none.
Resources resources(const Binary& binary, const std::string& kernel = kernel_name);

/// Whether any of its kernels keeps something in memory for lack of registers.
bool spills(const Binary& binary);

/// Registers with which none of its kernels would spill, about: what one has, and 4 bytes each for what it
/// keeps on the stack for lack of more.
int registers_wanted(const Binary& binary);

/// Instructions of a kernel, from the size of its section: 16 bytes each since compute capability 7.0, some
/// of them padding. Throws std::runtime_error when the code is no ELF file with that kernel.
std::int64_t instructions(const Binary& binary, const std::string& kernel = kernel_name);

/// Those among them that compute with doubles (DADD, DMUL, DFMA, DSETP). Throws like instructions().
std::int64_t double_instructions(const Binary& binary, const std::string& kernel = kernel_name);

}  // namespace gainswarm::device
