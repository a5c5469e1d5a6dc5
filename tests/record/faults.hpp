// Makes system calls fail: this program's own open, pwrite, fsync, ... stand in front of the C library's,
// also for HDF5.
#pragma once

namespace gainswarm::record {

/// While it lives, the system call number `first` (counted from 0 over all that write) fails with `error`,
/// and with `lasting` every later one, too, as on a full disk.
class Fault {
 public:
  Fault(long first, bool lasting, int error);
  ~Fault();
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;
  /// Whether the fault has struck.
  [[nodiscard]] bool struck() const;
};

}  // namespace gainswarm::record
