// A library that is opened while the program runs, because it may not be installed.
#pragma once

#include <dlfcn.h>

#include <span>
#include <stdexcept>
#include <string>

namespace gainswarm::support {

class SharedLibrary {
 public:
  /// Opens the first of the files that can be opened; it stays open. Throws std::runtime_error with the first
  /// reason when none can.
  explicit SharedLibrary(std::span<const std::string> files) {
    std::string reason;
    for (const std::string& file : files) {
      handle_ = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
      if (handle_ != nullptr) return;
      const std::string error = dlerror();
      if (reason.empty()) reason = error;
    }
    throw std::runtime_error(reason);
  }

  /// Throws std::runtime_error when the library has no such function.
  template <class Function>
  [[nodiscard]] Function* function(const char* name) const {
    void* address = dlsym(handle_, name);
    if (address == nullptr) throw std::runtime_error(dlerror());
    return reinterpret_cast<Function*>(address);
  }

 private:
  void* handle_ = nullptr;
};

}  // namespace gainswarm::support
