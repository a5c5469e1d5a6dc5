// Gains of the law that the host derives from each candidate's tuned gains: weights to a regulator, poles to
// an observer.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

class GainExpressions;
struct DerivationStage;

/// Why a candidate has no derived gains.
struct Underived {
  std::int32_t cause = -1;  ///< index into DerivedGains::causes(); -1: it has them
  double severity = 0;      ///< how far it is from having them, 0 to 1
};

class DerivedGains {
 public:
  /// The problem must outlive this. Throws InputError where a stage's expression cannot be understood, or
  /// where no weights or poles could give gains, because the plant is not controllable, say.
  explicit DerivedGains(const spec::Problem& problem);
  DerivedGains(DerivedGains&&) noexcept;
  ~DerivedGains();

  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// How many gains are derived.
  [[nodiscard]] std::int64_t size() const { return size_; }
  /// What can be wrong, each as "stage: cause".
  [[nodiscard]] const std::vector<std::string>& causes() const { return causes_; }

  /// Derived gains (SI units, in the order of spec::derived_gains) from the tuned ones in the program's
  /// order. Where they cannot be derived they are 0. The same bits on every machine.
  Underived derive(std::span<const double> tuned, std::span<double> derived) const;

 private:
  std::unique_ptr<const GainExpressions> expressions_;
  std::vector<DerivationStage> stages_;
  std::vector<std::string> causes_;
  std::int64_t size_ = 0;
};

}  // namespace gainswarm::analysis
