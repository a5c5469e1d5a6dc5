// NVRTC, NVIDIA's compiler as a library: from a program's text to a device's machine code, without a device.
// It is loaded when it is asked for; a build needs no CUDA toolkit.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "host/device/binary.hpp"

namespace gainswarm::device {

class Nvrtc {
 public:
  /// Throws std::runtime_error with the reason and advice when no CUDA toolkit is found.
  Nvrtc();
  ~Nvrtc();
  Nvrtc(const Nvrtc&) = delete;
  Nvrtc& operator=(const Nvrtc&) = delete;

  /// e.g. "13.0".
  [[nodiscard]] std::string version() const;
  /// Compute capabilities that it compiles for, as 10 * major + minor, ascending.
  [[nodiscard]] std::vector<int> capabilities() const;
  /// Machine code of program_text()'s text for one compute capability: for as many resident blocks as their
  /// registers allow without a spill. Throws std::runtime_error with the compiler's log.
  [[nodiscard]] Binary compile(const std::string& text, int capability) const;

  /// The options that decide which bits come out: part of what identifies machine code.
  static std::vector<std::string> options(int capability);

  /// How registers may be saved.
  struct Attempt {
    int resident_blocks;   ///< of a multiprocessor
    bool numbers_in_code;  ///< none of them from constant memory, which is read ahead into registers
  };
  /// They are made one after the other until nothing spills, but for those that cannot have the registers
  /// that the attempt before has shown to be wanted. More than ten blocks hide no more latency, and threads
  /// of fewer than six have nearly all the registers there can be.
  static constexpr std::array<Attempt, 5> attempts{
      {{10, false}, {8, false}, {6, false}, {1, false}, {1, true}}};

 private:
  struct Library;
  [[nodiscard]] Binary compile(const std::string& text, const std::vector<std::string>& options) const;

  std::unique_ptr<Library> library_;
};

}  // namespace gainswarm::device
