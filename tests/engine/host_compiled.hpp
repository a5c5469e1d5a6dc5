// Generated device code, compiled by the host compiler and run: what a device would compute, without one.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "host/engine/engine.hpp"

namespace gainswarm::engine {

class HostCompiled {
 public:
  /// Whether there is the compiler that the tests were built with.
  static bool possible();
  /// Compiles device_code(program). Throws std::runtime_error when the compiler refuses it.
  explicit HostCompiled(const rollout::Program& program);
  ~HostCompiled();
  HostCompiled(const HostCompiled&) = delete;
  HostCompiled& operator=(const HostCompiled&) = delete;

  /// The rollouts in launches of at most `most` each.
  [[nodiscard]] Outcome evaluate(const rollout::ScenarioTable& scenarios, std::span<const double> gains,
                                 std::int64_t most) const;

 private:
  template <class Number>
  void launch(const rollout::ScenarioTable& scenarios, std::span<const double> gains, std::int64_t most,
              Outcome& outcome) const;

  const rollout::Program& program_;
  std::filesystem::path folder_;
  void* kernel_ = nullptr;
};

}  // namespace gainswarm::engine
