#include "tests/record/faults.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>

#include <cerrno>
#include <cstdarg>

namespace {

struct State {
  long calls_left = 0;
  bool armed = false;
  bool lasting = false;
  bool struck = false;
  int error = 0;
};
State state;  // the functions below have C linkage and no other place to look

bool fails() {
  if (!state.armed || state.calls_left-- > 0) return false;
  if (state.struck && !state.lasting) return false;
  state.struck = true;
  errno = state.error;
  return true;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t pwrite(int descriptor, const void* data, size_t size, off_t offset) {
  return fails() ? -1
                 : real<ssize_t(int, const void*, size_t, off_t)>("pwrite")(descriptor, data, size, offset);
}
ssize_t write(int descriptor, const void* data, size_t size) {
  return fails() ? -1 : real<ssize_t(int, const void*, size_t)>("write")(descriptor, data, size);
}
int ftruncate(int descriptor, off_t size) noexcept {
  return fails() ? -1 : real<int(int, off_t)>("ftruncate")(descriptor, size);
}
int fsync(int descriptor) {
  return fails() ? -1 : real<int(int)>("fsync")(descriptor);
}
int close(int descriptor) {
  const int result = real<int(int)>("close")(descriptor);
  return fails() ? -1 : result;
}
int rename(const char* from, const char* to) noexcept {
  return fails() ? -1 : real<int(const char*, const char*)>("rename")(from, to);
}
int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return fails() ? -1 : real<int(const char*, int, ...)>("open")(path, flags, mode);
}

}  // extern "C"

namespace gainswarm::record {

Fault::Fault(long first, bool lasting, int error) {
  state = {.calls_left = first, .armed = true, .lasting = lasting, .error = error};
}
Fault::~Fault() {
  state.armed = false;
}
bool Fault::struck() const {
  return state.struck;
}

}  // namespace gainswarm::record
