// Memory that two processes share through a file descriptor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace gainswarm::device {

class SharedMemory {
 public:
  /// New and empty. Throws std::system_error.
  SharedMemory();
  /// What another process made; takes the descriptor over.
  explicit SharedMemory(int descriptor) : descriptor_(descriptor) {}
  ~SharedMemory();
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] std::span<std::byte> bytes() const { return {address_, size_}; }
  /// Makes it at least this large, for both processes; may invalidate bytes(). Throws std::system_error, also
  /// when the machine has not that much memory.
  void grow(std::int64_t size);
  /// Whether the other process has made it larger than bytes(). Throws std::system_error.
  [[nodiscard]] bool outgrown() const { return file_size() > size_; }
  /// Sees all of it; invalidates bytes(). Throws std::system_error.
  void follow() { map(file_size()); }

 private:
  [[nodiscard]] std::size_t file_size() const;
  void map(std::size_t size);

  int descriptor_ = -1;
  std::byte* address_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace gainswarm::device
