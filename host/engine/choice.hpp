// What `engine: auto` once measured, kept on disk in the folder of the device code.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "host/device/supervised_device.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::engine {

struct Choice {
  using Clock = std::chrono::system_clock;

  bool devices = false;  ///< else the processor
  std::string speeds;    ///< what was measured, for people
  Clock::time_point measured;
};

/// A choice is measured anew after this time.
constexpr std::chrono::hours choice_lifetime{24 * 30};

/// What a choice depends on: program, devices, processor (a description with its lanes and threads), size of
/// a batch by powers of two, version.
std::string choice_key(const rollout::Program& program, const device::Devices& devices,
                       const std::string& processor, std::int64_t rollouts);

class ChoiceCache {
 public:
  explicit ChoiceCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// What was kept; nothing when there is no such file, it is damaged, or too old at the time.
  [[nodiscard]] std::optional<Choice> find(const std::string& key, Choice::Clock::time_point now) const;
  /// A choice that cannot be kept is measured again the next time.
  void keep(const std::string& key, const Choice& choice) const;

 private:
  [[nodiscard]] std::filesystem::path file(const std::string& key) const {
    return folder_ / (key + ".choice");
  }
  std::filesystem::path folder_;
};

/// "measured now", or "known from 2026-03-31" (UTC).
std::string origin(const Choice& choice, bool is_known);

}  // namespace gainswarm::engine
