// A program compiled to the machine code of this host.
#pragma once

#include <memory>
#include <string>

#include "host/engine/rollout_code.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

/// The processor as LLVM knows it.
struct HostProcessor {
  std::string triple;
  std::string name;      ///< e.g. "znver5"
  std::string features;  ///< e.g. "+avx512f,..."
  int vector_bits = 64;  ///< widest vectors
};
HostProcessor host_processor();

/// Machine code of one program, for `lanes` rollouts at a time. May be called from many threads at once.
class NativeCode {
 public:
  /// Throws std::runtime_error with LLVM's message when the host cannot be compiled for.
  NativeCode(const rollout::Program& program, int lanes);
  ~NativeCode();
  NativeCode(NativeCode&&) noexcept;
  NativeCode& operator=(NativeCode&&) noexcept;

  [[nodiscard]] RolloutFunction* function() const { return function_; }

 private:
  struct Library;
  std::unique_ptr<Library> library_;
  RolloutFunction* function_ = nullptr;
};

/// What NativeCode would run, as assembler text.
std::string assembly(const rollout::Program& program, int lanes);

/// Version of the LLVM in use, e.g. "19.1.7".
std::string llvm_version();

}  // namespace gainswarm::engine
