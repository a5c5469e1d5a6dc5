// How much more dead time a sampled loop bears, parts of its control period included.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "host/analysis/late_input.hpp"
#include "host/analysis/linear_loop.hpp"

namespace gainswarm::analysis {

/// What no gain changes is computed once.
class DelayMargins {
 public:
  /// The loop must outlive this.
  explicit DelayMargins(const LinearLoop& loop);

  /// Smallest dead time (s) at an input of the plant that destabilises the loop, which is stable without it.
  /// `in_whole_periods` is the margin of the frequency response. That turns the held input as if it were a
  /// sinusoid, which is exact for whole periods; in between what is held changes within a period, and the
  /// margin may be smaller or larger. It is returned where LinearLoop::later gives no model to tell.
  /// The model and its poles are those for the gains. Any threads may ask at once.
  [[nodiscard]] double operator()(std::span<const double> gains, const LoopModel& model,
                                  const std::vector<Complex>& poles, Eigen::Index input,
                                  double in_whole_periods) const;

 private:
  const LinearLoop* loop_;
  std::vector<std::optional<LateInput>> late_;  ///< [input]
};

}  // namespace gainswarm::analysis
