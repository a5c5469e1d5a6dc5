// Replacing a file in one step: written beside its target, synchronised, renamed.
#pragma once

#include <filesystem>

namespace gainswarm::support {

/// A temporary file in the folder of its target. Unless commit() succeeds, the destructor removes it and the
/// target stays as it was. All members throw std::system_error.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path target);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  /// The empty file to write to.
  [[nodiscard]] const std::filesystem::path& path() const { return temporary_; }
  /// Puts the finished file in the target's place, on the disk and not only in the cache.
  void commit();

 private:
  std::filesystem::path target_;
  std::filesystem::path temporary_;
  int descriptor_ = -1;
  bool committed_ = false;
};

/// Gives the file at `from`, if there is one, the second name `to`; an older file of that name is replaced.
/// `from` never disappears (on a file system without hard links: it is renamed).
void keep_as(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace gainswarm::support
