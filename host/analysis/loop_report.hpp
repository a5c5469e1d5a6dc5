// What can be said about the linearised closed loop with certain gains.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// With the loop transfer function L at one input, the other loops closed; S = 1/(1 + L), T = L/(1 + L).
/// Found on a grid of frequencies, refined at every crossing and peak. Infinite where nothing limits.
struct Margins {
  std::string input;              ///< where the loop is cut
  double gain_margin = 0;         ///< smallest factor above 1 that destabilises the loop
  double gain_reduction = 0;      ///< likewise, by which the gain is divided
  double phase_margin = 0;        ///< rad, the smallest, of either sign
  double delay_margin = 0;        ///< s; see delay_margin.hpp
  double sensitivity_peak = 0;    ///< Ms, the largest |S|
  double complementary_peak = 0;  ///< Mt, the largest |T|
  double disk_margin =
      0;  ///< 1/max |S - 1/2| (Seiler, Packard and Gahinet, IEEE Control Systems 40(5), 2020)
};

/// In the s-plane, in 1/s.
struct Pole {
  double real = 0, imaginary = 0;
};

struct LoopReport {
  std::string obstacle;              ///< why nothing can be said, then all else is empty
  std::vector<Pole> poles;           ///< of the closed loop, ascending by real part; of infinitely many (dead
                                     ///< time under a continuous law) see report_on_loop
  std::vector<std::string> outside;  ///< states outside the loop, which move nothing in it or which it does
                                     ///< not move; their poles count only where they grow
  bool unstable = false;             ///< a pole lies in the right half of the plane, beyond rounding
  double damping = 0;                ///< smallest damping ratio, of infinitely many the limit
  double decay_rate = 0;             ///< 1/s
  std::vector<Margins> margins;      ///< one an input; none when the loop is not stable
};

/// The plant alone, linearised about an operating point.
struct PlantReport {
  std::string obstacle;      ///< why nothing can be said, then all else is empty
  bool is_discrete = false;  ///< then the poles are those of the z-plane
  bool has_dead_time = false;
  /// Ascending by real part; of a plant with a dead time that acts on its own input the rightmost ones.
  std::vector<Pole> poles;
  std::int64_t controllable = 0, observable = 0;  ///< states (with dead times: poles) that inputs reach, and
                                                  ///< that outputs show
};

/// About states and inputs, those not named are 0, with the plant's own parameters.
PlantReport report_on_plant(const spec::Plant& plant, const spec::Map<spec::Quantity>& about);
/// About the problem's own operating point (see operating_point.hpp), with its parameters.
PlantReport report_on_plant(const spec::Problem& problem);

class LinearLoop;
class DelayMargins;

/// For gains in the program's order. The same bits on every machine; any threads may ask at once. Without
/// `delays` the delay margins of a sampled loop are exact in whole periods only. Of infinitely many poles
/// those that were found.
LoopReport report_on_loop(const LinearLoop& loop, std::span<const double> gains, const DelayMargins* delays);
/// For gains in the program's order, about the problem's own operating point; see operating_point.hpp. Of
/// infinitely many poles only those to whose right none is missing.
LoopReport report_on_loop(const spec::Problem& problem, std::span<const double> gains);

}  // namespace gainswarm::analysis
