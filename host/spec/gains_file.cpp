#include "host/spec/gains_file.hpp"

#include "host/spec/file_kind.hpp"
#include "host/spec/files.hpp"
#include "host/spec/reader.hpp"

namespace gainswarm::spec {

Map<Quantity> load_gains(const std::string& path) {
  Files files;
  const YamlNode root = files.read(path);
  if (kind_of(root) == FileKind::problem) {
    throw InputError(
        root.position,
        "this file is a problem (gains in use are values, such as k_p: 12 N/m, one a line); give "
        "a map of gains, or a result of tune");
  }
  Map<Quantity> gains;
  read(root, Key("gains", "").in_any_unit(), gains);
  return gains;
}

}  // namespace gainswarm::spec
