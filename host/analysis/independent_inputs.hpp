// Inputs of which some do the same, as fewer ones.
#pragma once

#include <Eigen/Core>

namespace gainswarm::analysis {

/// B shares = directions. Inputs that do the same share it alike, whatever their units; one that does nothing
/// has no share.
struct IndependentInputs {
  Eigen::MatrixXd directions;  ///< states x rank of B, orthonormal; of a single input B itself
  Eigen::MatrixXd shares;      ///< inputs x rank of B
};

IndependentInputs independent_inputs(const Eigen::MatrixXd& b);

}  // namespace gainswarm::analysis
