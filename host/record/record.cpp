#include "host/record/record.hpp"

#include <system_error>

#include "host/record/digest.hpp"
#include "host/record/layout.hpp"
#include "host/record/reader.hpp"
#include "host/record/writer.hpp"
#include "host/support/atomic_file.hpp"

namespace gainswarm::record {
namespace {

namespace fs = std::filesystem;

/// Bytes of data that read() accepts: more than the largest swarms that a problem may have.
constexpr std::uint64_t largest_file = std::uint64_t{4} << 30U;
constexpr auto version_name = "layout_version";
constexpr auto digest_name = "digest";
constexpr std::size_t digest_digits = 64;

template <class T>
void write_attribute(const Handle& file, const char* name, hid_t type, const T* value) {
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, "creating a dataspace");
  Handle attribute(H5Acreate2(file.id(), name, type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                   std::string("creating the attribute ") + name);
  checked(H5Awrite(attribute.id(), type, value), std::string("writing the attribute ") + name);
  attribute.close(std::string("closing the attribute ") + name);
}

template <class T>
void read_attribute(const Handle& file, const char* name, hid_t expected, T* value) {
  const std::string operation = std::string("reading the attribute ") + name;
  const Handle attribute(H5Aopen(file.id(), name, H5P_DEFAULT), H5Aclose, operation);
  const Handle space(H5Aget_space(attribute.id()), H5Sclose, operation);
  const Handle type(H5Aget_type(attribute.id()), H5Tclose, operation);
  if (H5Sget_simple_extent_type(space.id()) != H5S_SCALAR || H5Tequal(type.id(), expected) <= 0) {
    throw Hdf5Error(operation, "unexpected type");
  }
  checked(H5Aread(attribute.id(), expected, value), operation);
}

void refuse_other_versions(const Handle& file) {
  std::int64_t version = 0;
  read_attribute(file, version_name, H5T_NATIVE_INT64, &version);
  if (version != layout_version) {
    throw Hdf5Error("reading layout version " + std::to_string(version),
                    "this program reads version " + std::to_string(layout_version));
  }
}

void refuse_changed_content(const Handle& file, const Record& record) {
  std::string stored(digest_digits, ' ');
  read_attribute(file, digest_name, text_type(digest_digits).id(), stored.data());
  if (stored != digest(record))
    throw Hdf5Error("comparing the digest", "the file has been damaged or changed");
}

void write_file(const fs::path& path, const Record& record) {
  const SilentErrors silent;
  const Handle properties = group_properties(H5P_FILE_CREATE);
  const Handle access = file_access();
  Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, properties.id(), access.id()), H5Fclose,
              "creating the file");
  write_attribute(file, version_name, H5T_NATIVE_INT64, &layout_version);
  write_attribute(file, digest_name, text_type(digest_digits).id(), digest(record).c_str());
  Writer root(file);
  layout(root, record);
  file.close("closing the file");
}

void refuse_unless_hdf5(const fs::path& path) {
  if (H5Fis_hdf5(path.c_str()) == 0) {
    throw std::runtime_error(
        "it is no result of tune (the file has no HDF5 signature); give a result, which tune writes as "
        "NAME.h5");
  }
}

Record read_file(const fs::path& path) {
  const SilentErrors silent;
  refuse_unless_hdf5(path);
  checked(H5PLset_loading_state(0), "refusing plugins");
  const Handle access = file_access();
  const Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose, "opening the file");
  refuse_other_versions(file);
  std::uint64_t budget = largest_file;
  Reader root(file, budget);
  Record record;
  layout(root, record);
  refuse_changed_content(file, record);
  return record;
}

/// Runs `work`; whatever it throws becomes a WriteError with the path.
template <class Work>
void reporting(const fs::path& path, Work work) {
  try {
    work();
  } catch (const std::system_error& error) {
    throw WriteError("cannot write " + path.string() + ": " + error.what());
  } catch (const Hdf5Error& error) {
    throw WriteError("cannot write " + path.string() + ": " + error.what());
  }
}

}  // namespace

void write(const fs::path& path, const Record& record) {
  reporting(path, [&] {
    support::AtomicFile file(path);
    write_file(file.path(), record);
    file.commit();
  });
}

Record read(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) throw ReadError("cannot read " + path.string() + " (no such file)");
  if (!fs::is_regular_file(status)) throw ReadError("cannot read " + path.string() + " (not a regular file)");
  try {
    return read_file(path);
  } catch (const std::runtime_error& problem) {
    throw ReadError("cannot read " + path.string() + ": " + problem.what());
  }
}

void check_writable(const fs::path& path) {
  reporting(path, [&] { const support::AtomicFile probe(path); });
}

void keep_previous(const fs::path& path) {
  fs::path previous = path;
  previous += ".previous";
  reporting(path, [&] { support::keep_as(path, previous); });
}

}  // namespace gainswarm::record
