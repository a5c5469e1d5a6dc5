#include "host/device/shared_memory.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace gainswarm::device {
namespace {

[[noreturn]] void fail(const char* operation, int error = errno) {
  throw std::system_error(error, std::generic_category(), operation);
}

}  // namespace

SharedMemory::SharedMemory() : descriptor_(::memfd_create("gainswarm", MFD_CLOEXEC)) {
  if (descriptor_ < 0) fail("making shared memory");
}

SharedMemory::~SharedMemory() {
  if (address_ != nullptr) ::munmap(address_, size_);
  if (descriptor_ >= 0) ::close(descriptor_);
}

void SharedMemory::grow(std::int64_t size) {
  const auto wanted = static_cast<std::size_t>(size);
  if (wanted <= size_) return;
  // Reserved now: memory that is missing is an error here and no signal later.
  int error = EINTR;
  while (error == EINTR) error = ::posix_fallocate(descriptor_, 0, size);
  if (error != 0) fail("growing shared memory", error);
  map(wanted);
}

std::size_t SharedMemory::file_size() const {
  struct stat status = {};
  if (::fstat(descriptor_, &status) != 0) fail("measuring shared memory");
  return static_cast<std::size_t>(status.st_size);
}

void SharedMemory::map(std::size_t size) {
  if (address_ != nullptr) ::munmap(address_, size_);
  address_ = nullptr;
  size_ = 0;
  void* address = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
  if (address == MAP_FAILED) fail("mapping shared memory");
  address_ = static_cast<std::byte*>(address);
  size_ = size;
}

}  // namespace gainswarm::device
