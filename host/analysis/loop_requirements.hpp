// What a problem requires of its linearised loop, measured for the gains of one candidate.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

class LinearLoop;
class DelayMargins;

/// What was measured.
struct LoopMeasures {
  std::string obstacle;        ///< why nothing can be said about the loop; empty: there is no reason
  bool stable = false;         ///< every pole lies in the left half of the plane
  double growth = 0;           ///< real part of the rightmost pole, 1/s
  std::vector<double> values;  ///< [required margin], SI units; NaN where the loop has none
  /// [required margin] from the value to its limit, relative to the limit's size; negative: violated.
  std::vector<double> distances;
};

/// Of several inputs the worst counts: the one that is nearest to a limit, or farthest beyond it.
class LoopRequirements {
 public:
  /// Of a problem with margins, about its operating point. Throws InputError at the margins when the loop
  /// cannot be linearised, because the plant has dead time, say.
  explicit LoopRequirements(const spec::Problem& problem);
  LoopRequirements(LoopRequirements&&) noexcept;
  ~LoopRequirements();

  [[nodiscard]] const std::vector<spec::RequiredMargin>& required() const { return required_; }
  /// For gains in the program's order. The same bits on every machine; any threads may ask at once.
  [[nodiscard]] LoopMeasures measure(std::span<const double> gains) const;

 private:
  std::vector<spec::RequiredMargin> required_;
  std::unique_ptr<const LinearLoop> loop_;
  std::unique_ptr<const DelayMargins> delays_;  ///< none where no delay margin is required
};

}  // namespace gainswarm::analysis
