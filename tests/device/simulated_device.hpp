// Simulated CUDA devices (tests/device/simulated): the whole way of the engine cuda without one.
#pragma once

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "host/engine/engine.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::tests {

/// While it lives, this process finds simulated devices and a cache of its own that begins empty. At most one
/// at a time.
class SimulatedDevice {
 public:
  /// Settings are those that tests/device/simulated/driver.cpp names.
  SimulatedDevice(std::initializer_list<std::pair<std::string, std::string>> settings = {}) {
    std::string folder = std::filesystem::temp_directory_path() / "gainswarm-simulated-device-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    cache_ = folder;
    set("GAINSWARM_CACHE", cache_);
    set("LD_LIBRARY_PATH", libraries());
    set("CUDA_PATH", libraries());
    for (const auto& [name, value] : settings) set(name, value);
  }
  ~SimulatedDevice() {
    for (const auto& [name, value] : before_) {
      value.empty() ? unsetenv(name.c_str()) : setenv(name.c_str(), value.c_str(), 1);
    }
    std::error_code ignored;
    std::filesystem::remove_all(cache_, ignored);
  }
  SimulatedDevice(const SimulatedDevice&) = delete;
  SimulatedDevice& operator=(const SimulatedDevice&) = delete;

  void set(const std::string& name, const std::string& value) {
    const char* old = std::getenv(name.c_str());
    before_.try_emplace(name, old != nullptr ? old : "");
    setenv(name.c_str(), value.c_str(), 1);
  }
  [[nodiscard]] const std::filesystem::path& cache() const { return cache_; }

  /// Why there can be none here; empty if there can.
  static std::string missing() {
    if (!std::filesystem::is_directory(libraries())) return "no simulated devices in " + libraries();
    return std::system("c++ --version > /dev/null 2>&1") == 0 ? "" : "simulated devices need a C++ compiler";
  }

  /// An engine that runs on it and waits for nothing long.
  static engine::Options options(const std::string& engine = "cuda") {
    using std::chrono::milliseconds;
    engine::Options options;
    options.name = engine;
    options.supervision = {.program = support::program_folder() + "/gainswarm",
                           .patience = milliseconds(20'000),
                           .restarts = 2,
                           .back_off = milliseconds(0),
                           .rest = milliseconds(0)};
    return options;
  }

 private:
  static std::string libraries() { return support::program_folder() + "/simulated_device"; }

  std::filesystem::path cache_;
  std::map<std::string, std::string> before_;
};

/// A fixture of tests that need one: they skip with the reason where there can be none.
template <class Base = testing::Test>
class OnSimulatedDevice : public Base {
 protected:
  void SetUp() override {
    if (!SimulatedDevice::missing().empty()) GTEST_SKIP() << SimulatedDevice::missing();
  }
};

}  // namespace gainswarm::tests
