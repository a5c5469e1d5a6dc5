// How much more dead time a sampled loop bears, parts of its control period included.
#pragma once

#include <span>

#include "host/analysis/linear_loop.hpp"

namespace gainswarm::analysis {

/// Smallest dead time (s) at an input of the plant that destabilises the loop, which is stable without it; to
/// 2^-24 of a period. `in_whole_periods` is the margin of the frequency response. That turns the held input
/// as if it were a sinusoid, which is exact for whole periods; in between what is held changes within a
/// period, and the margin may be smaller or larger. It is returned where LinearLoop::later gives no model to
/// tell, and beyond 20 periods.
double delay_margin(const LinearLoop& loop, std::span<const double> gains, Eigen::Index input,
                    double in_whole_periods);

}  // namespace gainswarm::analysis
