#include "host/device/driver.hpp"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "host/support/shared_library.hpp"

namespace gainswarm::device {
namespace {

/// Attributes of a device, numbered as cuda.h does.
enum Attribute : int {
  clock_rate = 13,  ///< kHz
  multiprocessor_count = 16,
  kernel_exec_timeout = 17,
  ecc_enabled = 32,
  max_threads_per_multiprocessor = 39,
  compute_capability_major = 75,
  compute_capability_minor = 76,
};

/// Where the loader looks, and where the driver of a node is put into containers and bare systems.
support::SharedLibrary open_driver() {
  const std::array<std::string, 4> files{"libcuda.so.1", "/usr/local/nvidia/lib64/libcuda.so.1",
                                         "/usr/lib/x86_64-linux-gnu/libcuda.so.1", "/usr/lib64/libcuda.so.1"};
  try {
    return support::SharedLibrary(files);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(fmt::format("{}: {}", driver_not_found, error.what()));
  }
}

}  // namespace

/// The functions of the driver that are used, as cuda.h declares them; 0 is success.
struct Driver::Functions {
  template <class Function>
  Function* find(const char* name) const {
    return file.function<Function>(name);
  }

  support::SharedLibrary file = open_driver();
  int (*init)(unsigned) = find<int(unsigned)>("cuInit");
  int (*error_name)(int, const char**) = find<int(int, const char**)>("cuGetErrorName");
  int (*error_text)(int, const char**) = find<int(int, const char**)>("cuGetErrorString");
  int (*driver_version)(int*) = find<int(int*)>("cuDriverGetVersion");
  int (*device_count)(int*) = find<int(int*)>("cuDeviceGetCount");
  int (*device_get)(int*, int) = find<int(int*, int)>("cuDeviceGet");
  int (*device_name)(char*, int, int) = find<int(char*, int, int)>("cuDeviceGetName");
  int (*device_memory)(std::size_t*, int) = find<int(std::size_t*, int)>("cuDeviceTotalMem_v2");
  int (*attribute)(int*, int, int) = find<int(int*, int, int)>("cuDeviceGetAttribute");
  int (*retain)(struct CUctx_st**, int) = find<int(struct CUctx_st**, int)>("cuDevicePrimaryCtxRetain");
  int (*release)(int) = find<int(int)>("cuDevicePrimaryCtxRelease_v2");
  int (*make_current)(struct CUctx_st*) = find<int(struct CUctx_st*)>("cuCtxSetCurrent");
  int (*synchronise)() = find<int()>("cuCtxSynchronize");
  int (*memory_info)(std::size_t*, std::size_t*) = find<int(std::size_t*, std::size_t*)>("cuMemGetInfo_v2");
  int (*allocate)(unsigned long long*,
                  std::size_t) = find<int(unsigned long long*, std::size_t)>("cuMemAlloc_v2");
  int (*free)(unsigned long long) = find<int(unsigned long long)>("cuMemFree_v2");
  int (*copy_in)(unsigned long long, const void*,
                 std::size_t) = find<int(unsigned long long, const void*, std::size_t)>("cuMemcpyHtoD_v2");
  int (*copy_out)(void*, unsigned long long,
                  std::size_t) = find<int(void*, unsigned long long, std::size_t)>("cuMemcpyDtoH_v2");
  int (*pin)(void*, std::size_t, unsigned) = find<int(void*, std::size_t, unsigned)>("cuMemHostRegister_v2");
  int (*unpin)(void*) = find<int(void*)>("cuMemHostUnregister");
  int (*load)(struct CUmod_st**, const void*) = find<int(struct CUmod_st**, const void*)>("cuModuleLoadData");
  int (*unload)(struct CUmod_st*) = find<int(struct CUmod_st*)>("cuModuleUnload");
  int (*function)(struct CUfunc_st**, struct CUmod_st*, const char*) =
      find<int(struct CUfunc_st**, struct CUmod_st*, const char*)>("cuModuleGetFunction");
  int (*occupancy)(int*, struct CUfunc_st*, int, std::size_t) =
      find<int(int*, struct CUfunc_st*, int, std::size_t)>("cuOccupancyMaxActiveBlocksPerMultiprocessor");
  int (*launch)(struct CUfunc_st*, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned,
                struct CUstream_st*, void**, void**) =
      find<int(struct CUfunc_st*, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned,
               struct CUstream_st*, void**, void**)>("cuLaunchKernel");

  void check(int status, const char* what) const {
    if (status == 0) return;
    const char* name = nullptr;
    const char* text = nullptr;
    error_name(status, &name);
    error_text(status, &text);
    throw DriverError(status, fmt::format("the CUDA driver cannot {} ({}: {})", what,
                                          name != nullptr ? name : std::to_string(status),
                                          text != nullptr ? text : "unknown error"));
  }
};

Driver::Driver() : functions_(std::make_shared<Functions>()) {
  functions_->check(functions_->init(0), "start");
}

std::string Driver::version() const {
  int version = 0;
  functions_->check(functions_->driver_version(&version), "tell its version");
  return fmt::format("{}.{}", version / 1000, version % 1000 / 10);
}

std::vector<DeviceInfo> Driver::devices() const {
  int count = 0;
  functions_->check(functions_->device_count(&count), "count the devices");
  std::vector<DeviceInfo> devices;
  for (int index = 0; index < count; ++index) {
    int device = 0;
    functions_->check(functions_->device_get(&device, index), "open a device");
    const auto attribute = [&](Attribute which) {
      int value = 0;
      functions_->check(functions_->attribute(&value, which, device), "describe a device");
      return value;
    };
    std::array<char, 256> name{};
    std::size_t memory = 0;
    functions_->check(functions_->device_name(name.data(), static_cast<int>(name.size()) - 1, device),
                      "name a device");
    functions_->check(functions_->device_memory(&memory, device), "tell a device's memory");
    devices.push_back(
        {.index = index,
         .name = name.data(),
         .capability = 10 * attribute(compute_capability_major) + attribute(compute_capability_minor),
         .memory = static_cast<std::int64_t>(memory),
         .multiprocessors = attribute(multiprocessor_count),
         .resident_threads = attribute(max_threads_per_multiprocessor),
         .clock = 1e3 * attribute(clock_rate),
         .ecc = attribute(ecc_enabled) != 0,
         .time_limit = attribute(kernel_exec_timeout) != 0});
  }
  return devices;
}

Device::Device(const Driver& driver, int index) : driver_(driver.functions_) {
  driver_->check(driver_->device_get(&device_, index), "open the device");
  struct CUctx_st* context = nullptr;
  driver_->check(driver_->retain(&context, device_), "make a context");
  driver_->check(driver_->make_current(context), "enter the context");
}

Device::~Device() {
  for (struct CUmod_st* module : modules_) driver_->unload(module);
  driver_->release(device_);
}

std::int64_t Device::free_memory() const {
  std::size_t free = 0;
  std::size_t total = 0;
  driver_->check(driver_->memory_info(&free, &total), "tell the free memory");
  return static_cast<std::int64_t>(free);
}

Module Device::load(const std::string& code) {
  Module loaded;
  driver_->check(driver_->load(&loaded.module, code.data()), "load the program");
  modules_.push_back(loaded.module);
  return loaded;
}

Kernel Device::kernel(Module module, const char* name) const {
  Kernel kernel;
  driver_->check(driver_->function(&kernel.function, module.module, name), "find the kernel");
  return kernel;
}

int Device::resident_threads(Kernel kernel, int block) const {
  int blocks = 0;
  driver_->check(driver_->occupancy(&blocks, kernel.function, block, 0), "tell the occupancy");
  return blocks * block;
}

void Device::copy(Memory& to, std::int64_t offset, const void* from, std::int64_t bytes) const {
  if (bytes == 0) return;
  driver_->check(driver_->copy_in(to.address_ + static_cast<unsigned long long>(offset), from,
                                  static_cast<std::size_t>(bytes)),
                 "copy to the device");
}

void Device::copy(void* to, const Memory& from, std::int64_t offset, std::int64_t bytes) const {
  if (bytes == 0) return;
  driver_->check(driver_->copy_out(to, from.address_ + static_cast<unsigned long long>(offset),
                                   static_cast<std::size_t>(bytes)),
                 "copy from the device");
}

void Device::launch(Kernel kernel, std::int64_t threads, int block, void* argument) const {
  const std::int64_t blocks = (threads + block - 1) / block;
  if (blocks > std::numeric_limits<std::int32_t>::max()) {
    throw DriverError(1, fmt::format("{} threads are too many for one launch", threads));
  }
  std::array<void*, 1> arguments{argument};
  driver_->check(driver_->launch(kernel.function, static_cast<unsigned>(blocks), 1, 1,
                                 static_cast<unsigned>(block), 1, 1, 0, nullptr, arguments.data(), nullptr),
                 "launch the kernel");
}

void Device::synchronise() const {
  driver_->check(driver_->synchronise(), "run the kernel");
}

bool Device::pin(void* address, std::int64_t bytes) const {
  return driver_->pin(address, static_cast<std::size_t>(bytes), 0) == 0;
}

void Device::unpin(void* address) const {
  driver_->unpin(address);
}

Memory::Memory(const Device& device, std::int64_t bytes) : driver_(device.driver_), bytes_(bytes) {
  if (bytes_ > 0) {
    driver_->check(driver_->allocate(&address_, static_cast<std::size_t>(bytes_)),
                   "allocate memory of the device");
  }
}

Memory::~Memory() {
  if (address_ != 0) driver_->free(address_);
}

}  // namespace gainswarm::device
