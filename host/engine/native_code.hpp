// A program compiled to the machine code of this host.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "host/rollout/dependence.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

/// A compiled rollout of a number of lanes at a time, from one tick to another; `void*` is T* with T the
/// program's precision. All lanes of the results are written.
///   gains      [gain][lane]        scenario   [column], or [column][lane]: see ScenarioOf
///   outputs    [output][lane]      survived, cause   [lane], as in Outcome
///   delayed    [place][lane], all delays one behind the other
///   registers  [register][lane]
///   first, end the ticks: those from `first` to before `end`, at least one
/// Before the first tick of all, registers and delayed are written, not read. Else they are as the call for
/// the ticks before has left them, and no lane has failed. After lanes that stand before the program's end,
/// the first output is what the cost cannot fall below, and there are no others.
using RolloutFunction = void(const void* gains, const void* scenario, void* outputs, std::int64_t* survived,
                             std::int32_t* cause, void* delayed, void* registers, std::int64_t first,
                             std::int64_t end);

/// The processor as LLVM knows it.
struct HostProcessor {
  std::string triple;
  std::string name;       ///< e.g. "znver5"
  std::string features;   ///< e.g. "+avx512f,..."
  int vector_bits = 128;  ///< widest vectors
  bool has_fma = false;   ///< else every fma is a call of the mathematical library
};
HostProcessor host_processor();

/// Machine code of one program, for `lanes` rollouts at a time. May be called from many threads at once.
class NativeCode {
 public:
  /// Throws std::runtime_error with LLVM's message when the host cannot be compiled for.
  NativeCode(const rollout::Program& program, int lanes, rollout::ScenarioOf scenario_of);
  ~NativeCode();
  NativeCode(NativeCode&&) noexcept;
  NativeCode& operator=(NativeCode&&) noexcept;

  [[nodiscard]] RolloutFunction* function() const { return function_; }

 private:
  struct Library;
  std::unique_ptr<Library> library_;
  RolloutFunction* function_ = nullptr;
};

/// What NativeCode would run for lanes that share a scenario, as assembler text.
std::string assembly(const rollout::Program& program, int lanes);

/// Version of the LLVM in use, e.g. "19.1.7".
std::string llvm_version();

}  // namespace gainswarm::engine
