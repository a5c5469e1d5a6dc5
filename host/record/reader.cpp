#include "host/record/reader.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

namespace gainswarm::record {
namespace {

constexpr hsize_t most_links = 1000;  ///< of a group whose names we do not know
constexpr std::size_t longest_name = 1000;

/// Checksummed chunks, nothing else: no storage in other files, no virtual datasets, no filter that could
/// need a plugin.
hsize_t chunk_elements(const Handle& dataset, int rank) {
  const Handle properties(H5Dget_create_plist(dataset.id()), H5Pclose, "reading how it is stored");
  if (checked(H5Pget_layout(properties.id()), "reading how it is stored") != H5D_CHUNKED) {
    throw Hdf5Error("checking how it is stored", "not in checksummed chunks");
  }
  if (checked(H5Pget_nfilters(properties.id()), "reading the filters") != 1 ||
      H5Pget_filter2(properties.id(), 0, nullptr, nullptr, nullptr, 0, nullptr, nullptr) !=
          H5Z_FILTER_FLETCHER32) {
    throw Hdf5Error("checking how it is stored", "filters other than the checksum");
  }
  std::array<hsize_t, H5S_MAX_RANK> chunk{};
  checked(H5Pget_chunk(properties.id(), rank, chunk.data()), "reading the chunk");
  return std::accumulate(chunk.begin(), chunk.begin() + rank, hsize_t{1}, std::multiplies<>());
}

/// a * b, or the largest number there is.
std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  std::uint64_t result = 0;
  return __builtin_mul_overflow(a, b, &result) ? UINT64_MAX : result;
}

}  // namespace

std::size_t Reader::Dataset::elements() const {
  return std::accumulate(size.begin(), size.end(), std::size_t{1}, std::multiplies<>());
}

void Reader::refuse_unless_hard_link(const std::string& name) const {
  refuse_unless_plain(name);
  H5L_info_t info{};
  checked(H5Lget_info(group_, name.c_str(), &info, H5P_DEFAULT), "finding " + path_ + "/" + name);
  if (info.type != H5L_TYPE_HARD) {
    throw Hdf5Error("opening " + path_ + "/" + name, "links to other places are not followed");
  }
}

Handle Reader::open_group(const std::string& name) const {
  refuse_unless_hard_link(name);
  return {H5Gopen2(group_, name.c_str(), H5P_DEFAULT), H5Gclose, "opening " + path_ + "/" + name};
}

Reader::Dataset Reader::open_dataset(const std::string& name, int rank) {
  refuse_unless_hard_link(name);
  const std::string path = path_ + "/" + name;
  Dataset dataset{Handle(H5Dopen2(group_, name.c_str(), H5P_DEFAULT), H5Dclose, "opening " + path), path,
                  std::vector<hsize_t>(static_cast<std::size_t>(rank))};
  const Handle space(H5Dget_space(dataset.handle.id()), H5Sclose, "reading the shape of " + path);
  if (checked(H5Sget_simple_extent_ndims(space.id()), "reading the shape of " + path) != rank) {
    throw Hdf5Error("reading " + path, "unexpected number of dimensions");
  }
  checked(H5Sget_simple_extent_dims(space.id(), dataset.size.data(), nullptr),
          "reading the shape of " + path);
  const Handle type(H5Dget_type(dataset.handle.id()), H5Tclose, "reading the type of " + path);
  dataset.element_size = H5Tget_size(type.id());

  const hsize_t chunk = chunk_elements(dataset.handle, rank);
  std::uint64_t bytes = dataset.element_size;
  for (const hsize_t size : dataset.size) bytes = product(bytes, size);
  if (bytes > *budget_ || product(chunk, dataset.element_size) > *budget_) {
    throw Hdf5Error("reading " + path, "larger than any result");
  }
  // A chunk that was never written would read as zeros.
  if (H5Dget_storage_size(dataset.handle.id()) < bytes)
    throw Hdf5Error("reading " + path, "data are missing");
  *budget_ -= bytes;
  return dataset;
}

std::vector<std::string> Reader::links() const {
  H5G_info_t info{};
  checked(H5Gget_info(group_, &info), "listing " + path_);
  if (info.nlinks > most_links) throw Hdf5Error("listing " + path_, "too many entries");
  std::vector<std::string> names;
  for (hsize_t i = 0; i < info.nlinks; ++i) {
    std::array<char, longest_name + 1> name{};
    const auto length = checked(H5Lget_name_by_idx(group_, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, i,
                                                   name.data(), name.size(), H5P_DEFAULT),
                                "listing " + path_);
    if (static_cast<std::size_t>(length) > longest_name)
      throw Hdf5Error("listing " + path_, "a name is too long");
    names.emplace_back(name.data());
  }
  return names;
}

Axis Reader::counted_axis(const std::string& name, std::int64_t& size, const About& about) {
  std::vector<std::int64_t> numbers;
  Axis result = axis(name, numbers, about);
  size = static_cast<std::int64_t>(numbers.size());
  return result;
}

void Reader::read(const Dataset& dataset, std::vector<std::string>& texts) {
  const Handle type(H5Dget_type(dataset.handle.id()), H5Tclose, "reading the type of " + dataset.path);
  if (H5Tget_class(type.id()) != H5T_STRING ||
      checked(H5Tis_variable_str(type.id()), "reading a type") != 0) {
    throw Hdf5Error("reading " + dataset.path, "not text of a fixed length");
  }
  std::string bytes(dataset.elements() * dataset.element_size, '\0');
  const Handle memory = text_type(dataset.element_size);
  checked(H5Dread(dataset.handle.id(), memory.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()),
          "reading " + dataset.path);
  texts.clear();
  for (std::size_t start = 0; start < bytes.size(); start += dataset.element_size) {
    const std::string text = bytes.substr(start, dataset.element_size);
    texts.push_back(text.substr(0, text.find_last_not_of('\0') + 1));
  }
}

void Reader::read_numbers(const Dataset& dataset, hid_t type, void* data) {
  const Handle stored(H5Dget_type(dataset.handle.id()), H5Tclose, "reading the type of " + dataset.path);
  if (checked(H5Tequal(stored.id(), type), "comparing types") == 0) {
    throw Hdf5Error("reading " + dataset.path, "unexpected type of numbers");
  }
  checked(H5Dread(dataset.handle.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "reading " + dataset.path);
}

}  // namespace gainswarm::record
