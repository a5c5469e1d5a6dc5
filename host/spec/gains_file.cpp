#include "host/spec/gains_file.hpp"

#include "host/spec/files.hpp"
#include "host/spec/reader.hpp"

namespace gainswarm::spec {

Map<Quantity> load_gains(const std::string& path) {
  Files files;
  Map<Quantity> gains;
  read(files.read(path), Key("gains", "").in_any_unit(), gains);
  return gains;
}

}  // namespace gainswarm::spec
