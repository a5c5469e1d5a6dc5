// A determinant along the imaginary axis: how often it turns tells how many poles lie to the right, and where
// it turns fast there is one nearby.
#pragma once

#include <cstdint>
#include <vector>

#include "host/analysis/characteristic_roots.hpp"

namespace gainswarm::analysis {

struct AxisScan {
  double turned = 0;            ///< rad, from the first frequency to the last
  double phase = 0;             ///< rad, at the last, -pi to pi
  std::vector<Complex> starts;  ///< near which there are roots
};

/// Along s = right + i omega for omega from 0 to `last`, by at least so many points, and more where the phase
/// is not what its slope promises.
AxisScan scan_axis(const Characteristic& characteristic, double right, double last, std::int64_t points);

}  // namespace gainswarm::analysis
