#include "host/record/writer.hpp"

#include <hdf5_hl.h>

#include <numeric>

namespace gainswarm::record {
namespace {

constexpr hsize_t chunk_bytes = 1U << 20U;

/// Whole rows of at most 1 MiB, so that appending to a long run and reading a part of it stay cheap.
std::vector<hsize_t> chunk_of(const Shape& shape, std::size_t element_size) {
  std::vector<hsize_t> chunk;
  for (const Axis& axis : shape) chunk.push_back(std::max<hsize_t>(1, axis.size));
  hsize_t row_bytes = element_size;
  for (std::size_t i = 1; i < chunk.size(); ++i) row_bytes *= chunk[i];
  chunk[0] = std::min(chunk[0], std::max<hsize_t>(1, chunk_bytes / row_bytes));
  return chunk;
}

Handle dataspace(const Shape& shape) {
  std::vector<hsize_t> size;
  std::vector<hsize_t> limit;
  for (const Axis& axis : shape) {
    size.push_back(axis.size);
    // A dimension without any element yet could not hold a chunk unless it may grow.
    limit.push_back(axis.extendible || axis.size == 0 ? H5S_UNLIMITED : axis.size);
  }
  return {H5Screate_simple(static_cast<int>(size.size()), size.data(), limit.data()), H5Sclose,
          "creating a dataspace"};
}

/// Chunked, with a checksum, and without times, so that equal runs give equal bytes.
Handle creation_properties(const Shape& shape, std::size_t element_size) {
  Handle properties = new_property_list(H5P_DATASET_CREATE);
  const std::vector<hsize_t> chunk = chunk_of(shape, element_size);
  checked(H5Pset_chunk(properties.id(), static_cast<int>(chunk.size()), chunk.data()), "setting the chunk");
  checked(H5Pset_fletcher32(properties.id()), "asking for checksums");
  checked(H5Pset_obj_track_times(properties.id(), false), "leaving out times");
  return properties;
}

/// An attribute that h5py shows as str.
void write_attribute(hid_t object, const std::string& name, const std::string& value) {
  if (value.empty()) return;
  const Handle type = text_type(H5T_VARIABLE);
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose, "creating a dataspace");
  Handle attribute(H5Acreate2(object, name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT),
                   H5Aclose, "creating the attribute " + name);
  const char* text = value.c_str();
  checked(H5Awrite(attribute.id(), type.id(), static_cast<const void*>(&text)),
          "writing the attribute " + name);
  attribute.close("closing the attribute " + name);
}

void attach_scales(hid_t file, hid_t dataset, const Shape& shape) {
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::string& path = shape[i].scale;
    if (path.empty()) continue;
    Handle scale(H5Dopen2(file, path.c_str(), H5P_DEFAULT), H5Dclose, "opening " + path);
    checked(H5DSattach_scale(dataset, scale.id(), static_cast<unsigned>(i)), "attaching " + path);
    scale.close("closing " + path);
  }
}

}  // namespace

Handle Writer::create_group(const std::string& name) {
  refuse_unless_plain(name);
  const Handle properties = group_properties(H5P_GROUP_CREATE);
  return {H5Gcreate2(group_, name.c_str(), H5P_DEFAULT, properties.id(), H5P_DEFAULT), H5Gclose,
          "creating " + path_ + "/" + name};
}

void Writer::write(const std::string& name, hid_t type, const void* data, const Shape& shape,
                   const About& about) {
  refuse_unless_plain(name);
  const std::string path = path_ + "/" + name;
  const Handle space = dataspace(shape);
  const Handle properties = creation_properties(shape, H5Tget_size(type));
  Handle dataset(
      H5Dcreate2(group_, name.c_str(), type, space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT), H5Dclose,
      "creating " + path);
  checked(H5Dwrite(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "writing " + path);
  write_attribute(dataset.id(), "units", about.units);
  write_attribute(dataset.id(), "long_name", about.long_name);
  attach_scales(group_, dataset.id(), shape);
  dataset.close("closing " + path);
}

void Writer::write_texts(const std::string& name, const std::vector<std::string>& texts, const Shape& shape,
                         const About& about) {
  std::size_t longest = 1;
  for (const std::string& text : texts) longest = std::max(longest, text.size());
  std::string padded;
  for (const std::string& text : texts) padded += text + std::string(longest - text.size(), '\0');
  write(name, text_type(longest).id(), padded.data(), shape, about);
}

Axis Writer::counted_axis(const std::string& name, std::int64_t size, const About& about) {
  std::vector<std::int64_t> numbers(static_cast<std::size_t>(size));
  std::iota(numbers.begin(), numbers.end(), 0);
  return axis(name, numbers, about);
}

Axis Writer::become_axis(const std::string& name, std::uint64_t size, bool extendible) {
  const std::string path = path_ + "/" + name;
  Handle dataset(H5Dopen2(group_, name.c_str(), H5P_DEFAULT), H5Dclose, "opening " + path);
  checked(H5DSset_scale(dataset.id(), name.c_str()), "making an axis of " + path);
  dataset.close("closing " + path);
  return {path, size, extendible};
}

}  // namespace gainswarm::record
