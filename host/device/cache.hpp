// Machine code for devices, kept on disk between runs and carried to machines without a compiler.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "host/device/binary.hpp"

namespace gainswarm::device {

/// Machine code as it was found or made.
struct MachineCode {
  Binary binary;
  std::string compiler;     ///< version of NVRTC that made it
  bool from_cache = false;  ///< else compiled just now
  std::string not_kept;     ///< why the cache did not take it; empty when it did
};

class Cache {
 public:
  explicit Cache(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// GAINSWARM_CACHE, else gainswarm/ in XDG_CACHE_HOME, else in .cache of HOME.
  static std::filesystem::path default_folder();

  /// What was kept under the key; nothing when there is no such file or it is damaged.
  [[nodiscard]] std::optional<MachineCode> find(const std::string& key) const;
  /// Throws std::system_error when the file cannot be written.
  void keep(const std::string& key, const MachineCode& code) const;

 private:
  [[nodiscard]] std::filesystem::path file(const std::string& key) const {
    return folder_ / (key + ".device");
  }
  std::filesystem::path folder_;
};

/// SHA-256 over all that decides the bits: the program's text, the headers that it includes, the compiler's
/// options. Not the compiler's version, which a machine without one could not know; find() tells it.
std::string cache_key(const std::string& text, int capability);

/// Code for program_text()'s text: from the cache if it holds what the compiler at hand would make, or
/// anything when there is no compiler, else compiled and kept. Throws std::runtime_error with the reason and
/// advice when there is neither, or with the compiler's log.
MachineCode machine_code(const std::string& text, int capability, const Cache& cache);

}  // namespace gainswarm::device
