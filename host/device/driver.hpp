// NVIDIA's driver, found while the program runs: one binary works with and without it.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gainswarm::device {

/// A call of the driver that failed.
class DriverError : public std::runtime_error {
 public:
  DriverError(int status, const std::string& message) : std::runtime_error(message), status_(status) {}
  [[nodiscard]] int status() const { return status_; }  ///< CUresult

 private:
  int status_;
};

/// How the reason begins where there is no driver, which then has nothing to say of devices.
constexpr std::string_view driver_not_found = "NVIDIA's driver was not found";

/// What the driver says of a device.
struct DeviceInfo {
  int index = 0;
  std::string name;
  int capability = 0;       ///< compute capability, 10 * major + minor
  std::int64_t memory = 0;  ///< bytes
  int multiprocessors = 0;
  int resident_threads = 0;  ///< the most of a multiprocessor
  double clock = 0;          ///< Hz
  bool ecc = false;
  bool time_limit = false;  ///< the driver ends a launch that takes seconds, because a display waits for it
};

/// e.g. "9.0".
inline std::string capability_name(int capability) {
  return std::to_string(capability / 10) + "." + std::to_string(capability % 10);
}

class Driver {
 public:
  /// Throws std::runtime_error with the reason when there is no driver or it does not start.
  Driver();
  [[nodiscard]] std::string version() const;  ///< e.g. "13.0": the newest CUDA that it runs
  [[nodiscard]] std::vector<DeviceInfo> devices() const;

 private:
  friend class Device;
  friend class Memory;
  struct Functions;
  std::shared_ptr<const Functions> functions_;
};

class Memory;

/// Code that was loaded onto a device, and a kernel of it. Valid as long as the device.
struct Module {
  struct CUmod_st* module = nullptr;
};
struct Kernel {
  struct CUfunc_st* function = nullptr;
};

/// One device, and the context in which this process uses it. For one thread, that which made it. All members
/// throw DriverError.
class Device {
 public:
  Device(const Driver& driver, int index);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  [[nodiscard]] std::int64_t free_memory() const;  ///< bytes
  /// `code` is a cubin for this device.
  Module load(const std::string& code);
  [[nodiscard]] Kernel kernel(Module module, const char* name) const;
  /// Threads that reside on a multiprocessor when blocks have `block` threads.
  [[nodiscard]] int resident_threads(Kernel kernel, int block) const;

  void copy(Memory& to, std::int64_t offset, const void* from, std::int64_t bytes) const;
  void copy(void* to, const Memory& from, std::int64_t offset, std::int64_t bytes) const;
  /// Launches `threads` threads with `argument`, a struct that the kernel takes by value. Launches and copies
  /// run one after the other; an error of one may be told by a later call.
  void launch(Kernel kernel, std::int64_t threads, int block, void* argument) const;
  /// Waits for the end of all launches.
  void synchronise() const;
  /// Lets the device reach memory of this process at full speed. False where that is not possible: copies are
  /// slower then.
  bool pin(void* address, std::int64_t bytes) const;
  void unpin(void* address) const;

 private:
  friend class Memory;
  std::shared_ptr<const Driver::Functions> driver_;
  int device_ = 0;
  std::vector<struct CUmod_st*> modules_;
};

/// Memory of a device.
class Memory {
 public:
  Memory(const Device& device, std::int64_t bytes);
  ~Memory();
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  [[nodiscard]] std::int64_t bytes() const { return bytes_; }
  /// The address of what lies `offset` bytes into it as the device knows it; nothing here may follow it.
  template <class T>
  [[nodiscard]] T* at(std::int64_t offset = 0) const {
    return std::bit_cast<T*>(address_ + static_cast<unsigned long long>(offset));
  }

 private:
  friend class Device;
  std::shared_ptr<const Driver::Functions> driver_;
  unsigned long long address_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace gainswarm::device
