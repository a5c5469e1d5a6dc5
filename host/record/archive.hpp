// The words in which layout.hpp says what stands where. Writer and Reader both understand them, so that the
// file's layout is stated once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gainswarm::record {

/// Attributes of a dataset.
struct About {
  std::string units;      ///< UDUNITS style, "1" when dimensionless; empty: no attribute
  std::string long_name;  ///< what the numbers mean
};

/// One dimension of a dataset: its length, and the dataset that labels it.
struct Axis {
  std::string scale;  ///< path of the dimension scale
  std::uint64_t size = 0;
  bool extendible = false;  ///< later rows may be appended
};

using Shape = std::vector<Axis>;

inline std::uint64_t elements(const Shape& shape) {
  std::uint64_t count = 1;
  for (const Axis& axis : shape) count *= axis.size;
  return count;
}

}  // namespace gainswarm::record
