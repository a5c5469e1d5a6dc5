// The methods by which gains are derived, each as a function of its expressions' values.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "host/analysis/gain_expressions.hpp"

namespace gainswarm::analysis {

/// What kept a stage from its gains.
enum class Trouble {
  none,
  weights,   ///< a weight or noise that is negative, not finite, or 0 where it must not be
  unstable,  ///< no stabilising solution
  poles,     ///< a pole that is not finite or not stable, a damping outside 0 to 1, or poles that no
             ///< feedback with independent eigenvectors gives
};
const char* name(Trouble trouble);

struct Finding {
  Trouble trouble = Trouble::none;
  double severity = 0;  ///< 0 to 1
};

struct DerivationStage {
  std::string name;
  std::size_t gains = 0;
  /// Fills the gains from the values of all expressions.
  std::function<Finding(std::span<const double> values, std::span<double> gains)> derive;
};

/// The stage's expressions are added to `expressions`. Throws InputError when no values of them could give
/// gains.
DerivationStage make_stage(const spec::Problem& problem, const spec::Entry<spec::Derived>& stage,
                           GainExpressions& expressions);

}  // namespace gainswarm::analysis
