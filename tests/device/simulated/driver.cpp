// Stands in for NVIDIA's driver: a device's memory is memory of the process, its kernels are functions that
// the simulated NVRTC compiled, and it fails on command. The environment says how:
//   SIMULATED_DEVICES   how many there are (1)
//   SIMULATED_MEMORY    bytes of each (2^40, that is: no limit)
//   SIMULATED_WHOLE     1: rollouts that run to their end in one launch run into the time limit
//   SIMULATED_STACK     bytes of them that the first launch takes for stacks, and keeps (0)
//   SIMULATED_FAULTS    space-separated: a fault and its probability at every launch, e.g. "719 0.1 kill
//   0.01":
//                       a CUresult, which then stays; kill (the process ends); hang; garbage (an answer that
//                       is no message); long (a launch of more than 32 rollouts runs into the time limit)
//   SIMULATED_DEAD      index of a device on which every launch fails
//   SIMULATED_END       a file: once it exists, every launch fails
//   SIMULATED_STARTS    a file that grows by a byte whenever a process starts the driver
#include <dlfcn.h>
#include <elf.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bit>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>

namespace {

constexpr int success = 0, invalid_value = 1, out_of_memory = 2, not_found = 500, launch_timeout = 702;

int sticky = success;  ///< the error that ended the context
int current_device = 0;
void* whole_rollouts = nullptr;  ///< the kernel
std::int64_t used = 0;

std::string setting(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

std::int64_t memory() {
  return std::stoll(setting("SIMULATED_MEMORY", "1099511627776"));
}

int take_stacks() {
  static bool taken = false;
  if (taken) return success;
  taken = true;
  used += std::stoll(setting("SIMULATED_STACK", "0"));
  return used <= memory() ? success : out_of_memory;
}

/// What happens at a launch of so many indices: an error, or the end.
int fault(std::int64_t count) {
  static std::mt19937_64 random(std::random_device{}());
  if (setting("SIMULATED_DEAD", "-1") == std::to_string(current_device)) return 719;
  if (::access(setting("SIMULATED_END", "/nonexistent").c_str(), F_OK) == 0) return 719;
  std::istringstream faults(setting("SIMULATED_FAULTS", ""));
  std::string kind;
  double probability = 0;
  while (faults >> kind >> probability) {
    if (std::uniform_real_distribution()(random) >= probability) continue;
    if (kind == "kill") std::raise(SIGKILL);
    if (kind == "hang") ::pause();
    if (kind == "garbage") {
      constexpr int channel = 3;
      if (::send(channel, "nonsense", 8, 0) < 0) std::abort();
    } else if (kind == "long") {
      if (count > 32) return launch_timeout;
    } else {
      return std::stoi(kind);
    }
  }
  return success;
}

/// A shared library in a temporary file, for dlopen.
void* open_library(const char* image) {
  Elf64_Ehdr header;
  std::memcpy(&header, image, sizeof(header));
  const std::size_t size = header.e_shoff + std::size_t{header.e_shnum} * header.e_shentsize;
  std::string path = std::filesystem::temp_directory_path() / "gainswarm-simulated-module-XXXXXX";
  const int file = ::mkstemp(path.data());
  if (file < 0 || ::write(file, image, size) != static_cast<ssize_t>(size)) return nullptr;
  ::close(file);
  void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  ::unlink(path.c_str());
  return handle;
}

}  // namespace

extern "C" {

int cuInit(unsigned /*flags*/) {
  const std::string starts = setting("SIMULATED_STARTS", "");
  if (!starts.empty()) std::ofstream(starts, std::ios::app) << '.';
  return success;
}

int cuGetErrorName(int /*status*/, const char** name) {
  *name = "SIMULATED_ERROR";
  return success;
}

int cuGetErrorString(int /*status*/, const char** text) {
  *text = "fails on command";
  return success;
}

int cuDriverGetVersion(int* version) {
  *version = 13000;
  return success;
}

int cuDeviceGetCount(int* count) {
  *count = std::stoi(setting("SIMULATED_DEVICES", "1"));
  return success;
}

int cuDeviceGet(int* device, int index) {
  *device = index;
  return success;
}

int cuDeviceGetName(char* name, int size, int /*device*/) {
  std::strncpy(name, "Simulated", static_cast<std::size_t>(size));
  return success;
}

int cuDeviceTotalMem_v2(std::size_t* bytes, int /*device*/) {
  *bytes = static_cast<std::size_t>(memory());
  return success;
}

int cuDeviceGetAttribute(int* value, int attribute, int /*device*/) {
  switch (attribute) {
    case 13:
      *value = 1000000;
      break;
    case 16:
      *value = 2;
      break;
    case 39:
      *value = 128;
      break;
    case 75:
      *value = 9;
      break;
    default:
      *value = 0;
  }
  return success;
}

int cuDevicePrimaryCtxRetain(void** context, int device) {
  current_device = device;
  *context = &current_device;
  return success;
}

int cuDevicePrimaryCtxRelease_v2(int /*device*/) {
  return success;
}

int cuCtxSetCurrent(void* /*context*/) {
  return success;
}

int cuCtxSynchronize() {
  return sticky;
}

int cuMemGetInfo_v2(std::size_t* free, std::size_t* total) {
  *total = static_cast<std::size_t>(memory());
  *free = static_cast<std::size_t>(memory() - used);
  return sticky;
}

int cuMemAlloc_v2(std::uintptr_t* address, std::size_t bytes) {
  if (sticky != success) return sticky;
  if (used + static_cast<std::int64_t>(bytes) > memory()) return out_of_memory;
  // Filled with what no result looks like, and its size before it.
  auto* block = static_cast<std::size_t*>(std::malloc(bytes + 64));
  std::memset(block, 0xa5, bytes + 64);
  *block = bytes;
  used += static_cast<std::int64_t>(bytes);
  *address = reinterpret_cast<std::uintptr_t>(block) + 64;
  return success;
}

int cuMemFree_v2(std::uintptr_t address) {
  auto* block = std::bit_cast<std::size_t*>(address - 64);
  used -= static_cast<std::int64_t>(*block);
  std::free(block);
  return success;
}

int cuMemcpyHtoD_v2(std::uintptr_t to, const void* from, std::size_t bytes) {
  if (sticky == success) std::memcpy(std::bit_cast<void*>(to), from, bytes);
  return sticky;
}

int cuMemcpyDtoH_v2(void* to, std::uintptr_t from, std::size_t bytes) {
  if (sticky == success) std::memcpy(to, std::bit_cast<const void*>(from), bytes);
  return sticky;
}

int cuMemHostRegister_v2(void* /*address*/, std::size_t /*bytes*/, unsigned /*flags*/) {
  return sticky;
}

int cuMemHostUnregister(void* /*address*/) {
  return sticky;
}

int cuModuleLoadData(void** module, const void* image) {
  *module = open_library(static_cast<const char*>(image));
  return *module != nullptr ? success : invalid_value;
}

int cuModuleUnload(void* module) {
  ::dlclose(module);
  return success;
}

int cuModuleGetFunction(void** function, void* module, const char* name) {
  *function = ::dlsym(module, name);
  if (std::string(name) == "rollouts") whole_rollouts = *function;
  return *function != nullptr ? success : not_found;
}

int cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void* /*function*/, int block,
                                                std::size_t /*shared*/) {
  *blocks = 128 / block;
  return success;
}

int cuLaunchKernel(void* function, unsigned blocks, unsigned, unsigned, unsigned block, unsigned, unsigned,
                   unsigned, void* /*stream*/, void** arguments, void** /*extra*/) {
  const std::int64_t count = *static_cast<const std::int64_t*>(arguments[0]);  // see cuda/portability.hpp
  if (std::int64_t{blocks} * block < count) return invalid_value;
  if (sticky == success) sticky = take_stacks();
  const bool too_long = function == whole_rollouts && count > 0 && setting("SIMULATED_WHOLE", "0") == "1";
  if (sticky == success && too_long) sticky = launch_timeout;
  if (sticky == success) sticky = fault(count);
  if (sticky == success) reinterpret_cast<void (*)(const void*)>(function)(arguments[0]);
  return success;
}
}
