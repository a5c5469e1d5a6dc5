// A plant as one input and one output see it, with what its linear model says about step and frequency.
#pragma once

#include <Eigen/Core>
#include <complex>
#include <string>
#include <variant>

#include "host/analysis/linear_model.hpp"
#include "host/analysis/tuning_rules.hpp"

namespace gainswarm::analysis {

/// Why a number cannot be had, to be put behind "because".
struct Reason {
  std::string text;
};

/// x' = A x + B u, y = C x + D u, seen after a dead time.
struct SingleLoop {
  Eigen::MatrixXd a;
  Eigen::VectorXd b;
  Eigen::RowVectorXd c;
  double d = 0;
  double dead_time = 0;  ///< s
};

/// A plant between its first input and an output. Dead times are whole numbers of `step` (s); refuses plants
/// with paths of different dead times.
std::variant<SingleLoop, Reason> single_loop(const LinearModel& model, Eigen::Index output, double step);

/// The same behind a first-order lag of that time constant (s, > 0).
SingleLoop lagged(const SingleLoop& loop, double time_constant);

/// Frequency response (dead time included) at a frequency in rad/s that is no pole.
std::complex<double> response(const SingleLoop& loop, double frequency);

/// The step response as a first-order process: its static gain; the dead time at which the tangent in the
/// steepest point meets the time axis; the time constant by which it reaches 63 % (Astrom, Hagglund, Advanced
/// PID Control, 2006, section 2.7). Of a plant with an integrator: its final slope, and where that line meets
/// the time axis. Refuses unstable plants, several integrators, and step responses that such a process
/// misses by more than a quarter of the static gain.
std::variant<ReactionCurve, Reason> reaction_curve(const SingleLoop& loop);

/// The smallest gain (of the sign that stabilises) at which proportional control of a stable or integrating
/// plant oscillates: where the frequency response crosses the negative real axis farthest from the origin.
std::variant<UltimatePoint, Reason> ultimate_point(const SingleLoop& loop);

}  // namespace gainswarm::analysis
