#include "host/record/hdf5.hpp"

namespace gainswarm::record {
namespace {

/// Called for each entry of the error stack, the innermost first.
herr_t keep_first(unsigned number, const H5E_error2_t* error, void* text) {
  if (number == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
  return 0;
}

/// The system's own words when HDF5 quotes them: "..., errno = 28, error message = 'No space left on device',
/// ...".
std::string system_message(const std::string& description) {
  const std::string mark = "error message = '";
  const auto start = description.find(mark);
  if (start == std::string::npos) return description;
  const auto end = description.find('\'', start + mark.size());
  return description.substr(start + mark.size(), end - start - mark.size());
}

std::string reason() {
  std::string text;
  if (H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &text) < 0 || text.empty()) return "no reason given";
  return system_message(text);
}

}  // namespace

Hdf5Error::Hdf5Error(const std::string& operation) : Hdf5Error(operation, reason()) {}

Hdf5Error::Hdf5Error(const std::string& operation, const std::string& reason)
    : std::runtime_error(operation + " (" + reason + ")") {}

SilentErrors::SilentErrors() {
  static const herr_t never_tidies_up = H5dont_atexit();  // may be called once only
  static_cast<void>(never_tidies_up);
  H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

SilentErrors::~SilentErrors() {
  H5Eset_auto2(H5E_DEFAULT, function_, data_);
}

Handle new_property_list(hid_t list_class) {
  return {H5Pcreate(list_class), H5Pclose, "creating a property list"};
}

Handle group_properties(hid_t list_class) {
  Handle properties = new_property_list(list_class);
  checked(H5Pset_obj_track_times(properties.id(), false), "leaving out times");
  checked(H5Pset_link_creation_order(properties.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
          "keeping the order of entries");
  return properties;
}

Handle text_type(std::size_t size) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "creating a text type");
  checked(H5Tset_size(type.id(), size), "setting the length of a text");
  checked(H5Tset_cset(type.id(), H5T_CSET_UTF8), "setting the character set of a text");
  checked(H5Tset_strpad(type.id(), H5T_STR_NULLPAD), "setting the padding of a text");
  return type;
}

Handle file_access() {
  Handle access = new_property_list(H5P_FILE_ACCESS);
  checked(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V110, H5F_LIBVER_V110), "choosing the file format");
  checked(H5Pset_file_locking(access.id(), false, true), "choosing no file locks");
  checked(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), "choosing how to close");
  return access;
}

void refuse_unless_plain(const std::string& name) {
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos ||
      name.find('\0') != std::string::npos) {
    throw Hdf5Error("using the name '" + name + "'", "not a plain name");
  }
}

}  // namespace gainswarm::record
