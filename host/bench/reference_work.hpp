// The work that every speed of gainswarm is measured on, as plain numbers for the kernels written by hand:
// a double inverted pendulum on a cart, six gains of saturated state feedback, a quadratic cost, a failure
// test, RK4 steps of 1 ms with the force held over the step. configs/bench/reference_work.yaml states the
// same work.
#pragma once

#include <cstdint>
#include <vector>

namespace gainswarm::bench {

// SI units throughout; theta1 and theta2 are measured from upright.
inline constexpr double kCartMass = 1.5;
inline constexpr double kMass1 = 0.2, kMass2 = 0.15;
inline constexpr double kLength1 = 0.4;
inline constexpr double kCentre1 = 0.2, kCentre2 = 0.15;
inline constexpr double kInertia1 = 0.0081, kInertia2 = 0.0034;
inline constexpr double kGravity = 9.81;
inline constexpr double kCartFriction = 0.2, kFriction1 = 0.005, kFriction2 = 0.004;
inline constexpr double kForceLimit = 150;
inline constexpr double kAngleLimit = 1.5707963267948966;

// Constants of the equations of motion (ARCHITECTURE.md names their source).
inline constexpr double kA1 = kMass1 * kCentre1 + kMass2 * kLength1;
inline constexpr double kA2 = kMass2 * kCentre2;
inline constexpr double kCoupling = kMass2 * kLength1 * kCentre2;
inline constexpr double kTotalMass = kCartMass + kMass1 + kMass2;
inline constexpr double kJ1 = kMass1 * kCentre1 * kCentre1 + kMass2 * kLength1 * kLength1 + kInertia1;
inline constexpr double kJ2 = kMass2 * kCentre2 * kCentre2 + kInertia2;

// Weights of the integrated cost.
inline constexpr double kWeightX = 0.1, kWeightTheta = 10, kWeightForce = 1e-4;

inline constexpr double kStep = 1e-3;
inline constexpr std::int64_t kSteps = 10'000;
inline constexpr double kStartTheta1 = 0.05, kStartTheta2 = -0.03;
inline constexpr double kFailurePenalty = 1e6;
inline constexpr int kGains = 6;

/// gains[particle][gain]: stabilising gains, each particle's a few per cent off, so that every rollout runs
/// to its end and no two are the same.
std::vector<double> reference_gains(std::int64_t particles);

}  // namespace gainswarm::bench
