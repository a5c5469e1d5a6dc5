// How far a linear loop is from instability: poles, and margins at an input of the plant.
#pragma once

#include <complex>
#include <string>
#include <vector>

#include "host/analysis/linear_loop.hpp"
#include "host/analysis/loop_report.hpp"

namespace gainswarm::analysis {

/// Poles in the s-plane in 1/s, ascending by real part, then imaginary part; those of a sampled loop by
/// z = exp(s period), without the ones at z = 0, which have no s. One at +infinity stands for them all where
/// the numbers are too large for an answer.
std::vector<std::complex<double>> poles(const LoopModel& model);
/// Smallest damping ratio; negative when a pole is unstable. Poles that die out to a tenth within the loop's
/// dead time (s) are not looked at: a dead time has infinitely many of them, the faster the less damped, and
/// none is felt. Infinite without poles.
double damping(const std::vector<std::complex<double>>& poles, double dead_time = 0);
/// The distance of the slowest pole from the imaginary axis (1/s), negative when a pole is unstable. Infinite
/// without poles.
double decay_rate(const std::vector<std::complex<double>>& poles);

/// At input `input`, of a model with these poles; only meaningful when the loop is stable.
Margins margins(const LoopModel& model, const std::vector<std::complex<double>>& poles, Eigen::Index input);
Margins margins(const LoopModel& model, Eigen::Index input);

}  // namespace gainswarm::analysis
