// The tuned gains as coordinates of a unit box.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cuda/gain_scale.hpp"
#include "host/analysis/derived_gains.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

class GainSpace {
 public:
  /// Dimensions are the program's tuned gains, in its order. Throws InputError when there is none, or when
  /// the derived ones can never be derived.
  GainSpace(const spec::Problem& problem, const rollout::Program& program);

  [[nodiscard]] std::int64_t dimensions() const { return static_cast<std::int64_t>(scales_.size()); }
  /// How many gains gains_at() gives.
  [[nodiscard]] std::size_t gains() const { return gains_.size(); }
  /// Of the dimensions.
  [[nodiscard]] std::span<const gains::Scale> scales() const { return scales_; }
  /// Physical values [particle][gain] of the program's gains at positions [particle][dimension]; resizes
  /// `gains`. Returns what could not be derived, [particle], and nothing when no gain is derived.
  std::vector<analysis::Underived> map(std::span<const double> positions, std::vector<double>& gains) const;
  /// Where tuned gains lie, within rounding; nearest to those beyond the bounds.
  [[nodiscard]] std::vector<double> position_of(std::span<const double> tuned) const;
  /// Every gain of the problem, tuned and fixed, then those derived from them, for tuned gains in the
  /// program's order.
  [[nodiscard]] std::vector<BestGain> gains_of(std::span<const double> tuned) const;
  /// The same at a position.
  [[nodiscard]] std::vector<BestGain> gains_at(std::span<const double> position) const;
  [[nodiscard]] const analysis::DerivedGains& derived() const { return derived_; }

 private:
  [[nodiscard]] std::vector<double> tuned_at(std::span<const double> positions) const;

  std::vector<gains::Scale> scales_;  ///< [dimension]
  std::vector<BestGain> gains_;       ///< of the problem, without the tuned values
  std::vector<std::size_t> tuned_;    ///< [dimension]: index into gains_
  analysis::DerivedGains derived_;
};

}  // namespace gainswarm::tuner
