// A file that holds values of gains and nothing else.
#pragma once

#include <string>

#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// A map of gains to values, such as "k_p: 12 N/m". Throws InputError.
Map<Quantity> load_gains(const std::string& path);

}  // namespace gainswarm::spec
