// The door to HDF5: owned identifiers and checked return codes. Only this folder includes hdf5.h.
#pragma once

#include <hdf5.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace gainswarm::record {

/// A failed HDF5 call: "operation (reason)".
class Hdf5Error : public std::runtime_error {
 public:
  /// Takes the reason from HDF5's error stack.
  explicit Hdf5Error(const std::string& operation);
  Hdf5Error(const std::string& operation, const std::string& reason);
};

/// The result of an HDF5 call, which is negative on failure.
template <class Result>
Result checked(Result result, const std::string& operation) {
  if (result < 0) throw Hdf5Error(operation);
  return result;
}

/// Owns one HDF5 identifier.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle(hid_t id, Close closer, const std::string& operation)
      : id_(checked(id, operation)), close_(closer) {}
  /// A destructor cannot report a failure: what holds unwritten data is closed by close().
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&&) = delete;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  [[nodiscard]] hid_t id() const { return id_; }
  void close(const std::string& operation) { checked(close_(std::exchange(id_, -1)), operation); }

 private:
  hid_t id_;
  Close close_;
};

/// Keeps HDF5 from printing its error stack while in scope; errors travel as exceptions. To be created before
/// anything else of HDF5 is used: it also keeps HDF5 from tidying up when the program ends, which crashes
/// after a file could not be closed (HDF5 1.10.8 on a full disk) and is not needed, since everything here is
/// closed by its owner.
class SilentErrors {
 public:
  SilentErrors();
  ~SilentErrors();
  SilentErrors(const SilentErrors&) = delete;
  SilentErrors& operator=(const SilentErrors&) = delete;

 private:
  H5E_auto2_t function_ = nullptr;
  void* data_ = nullptr;
};

Handle new_property_list(hid_t list_class);
/// For files and groups: entries keep their order; no times, so that equal runs give equal bytes.
Handle group_properties(hid_t list_class);
/// UTF-8 text of exactly `size` bytes, padded with NUL.
Handle text_type(std::size_t size);
/// Access properties of a result file: the newest format that HDF5 1.10 writes (whose metadata carry
/// checksums), no file locks (they fail on some network file systems; nobody shares our temporary file).
Handle file_access();

/// A name that stays inside its group.
void refuse_unless_plain(const std::string& name);

// The types in memory and in the file, little-endian (support/digest.cpp asserts that the machine is, too).
inline hid_t type_of(const double*) {
  return H5T_NATIVE_DOUBLE;
}
inline hid_t type_of(const std::int64_t*) {
  return H5T_NATIVE_INT64;
}
inline hid_t type_of(const std::uint64_t*) {
  return H5T_NATIVE_UINT64;
}
inline hid_t type_of(const std::uint8_t*) {
  return H5T_NATIVE_UINT8;
}

}  // namespace gainswarm::record
