// Rules that give the parameters of a PID law from a few numbers about the process.
#pragma once

#include <string>

namespace gainswarm::analysis {

/// A step response as a first-order process with dead time, or as an integrator with dead time.
struct ReactionCurve {
  bool integrating = false;
  double gain = 0;           ///< static gain; of an integrator the slope of its step response
  double time_constant = 0;  ///< s; 0 of an integrator
  double dead_time = 0;      ///< s
};

/// Gain of a proportional law at the limit of stability, and the period of its oscillation.
struct UltimatePoint {
  double gain = 0;
  double period = 0;  ///< s
  /// The gain times the static gain of the process; of an integrator, times what its step response would have
  /// gained within the apparent dead time.
  double ratio = 0;
};

/// u = gain (weight r - y + integral of (r - y) / integral_time - derivative_time dy/dt), times in s.
struct PidParameters {
  double gain = 0;
  double integral_time = 0;    ///< infinite without integral action
  double derivative_time = 0;  ///< 0 without derivative action
  double reference_weight = 1;
};

/// Which actions a law has.
enum class PidKind { p, pi, pid };

/// J. G. Ziegler, N. B. Nichols, Optimum settings for automatic controllers, Transactions of the ASME 64,
/// 1942: the ultimate-gain method.
PidParameters ziegler_nichols(const UltimatePoint& point, PidKind kind);

/// Why the rule is not meant for a process, empty where it is. It was made for dead times of about 0.1 to 1
/// time constants. Where a process has hardly any, what little delay there is decides the ultimate gain,
/// which has no limit: C. C. Hang, K. J. Astrom, W. K. Ho, Refinements of the Ziegler-Nichols tuning formula,
/// IEE Proceedings D 138, 1991, take ratios up to 15. Up to 20, that of a first-order process with a dead
/// time of 0.08 time constants, are let pass, because few processes are of first order.
std::string ziegler_nichols_refusal(const UltimatePoint& point);

/// PI by SIMC with the closed-loop time constant equal to the dead time: S. Skogestad, Simple analytic rules
/// for model reduction and PID controller tuning, Journal of Process Control 13, 2003.
PidParameters simc(const ReactionCurve& process);

/// PI or PID by AMIGO: K. J. Astrom, T. Hagglund, Revisiting the Ziegler-Nichols step response method for PID
/// control, Journal of Process Control 14, 2004.
PidParameters amigo(const ReactionCurve& process, PidKind kind);

/// Why SIMC and AMIGO are not meant for a process, empty where they are. Both divide by the dead time; AMIGO
/// was found from processes with dead times down to a thousandth of the time constant.
std::string reaction_curve_refusal(const ReactionCurve& process);

}  // namespace gainswarm::analysis
