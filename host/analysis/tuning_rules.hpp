// Rules that give the parameters of a PID law from a few numbers about the process.
#pragma once

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

/// PI by SIMC with the closed-loop time constant equal to the dead time: S. Skogestad, Simple analytic rules
/// for model reduction and PID controller tuning, Journal of Process Control 13, 2003.
PidParameters simc(const ReactionCurve& process);

/// PI or PID by AMIGO: K. J. Astrom, T. Hagglund, Revisiting the Ziegler-Nichols step response method for PID
/// control, Journal of Process Control 14, 2004.
PidParameters amigo(const ReactionCurve& process, PidKind kind);

}  // namespace gainswarm::analysis
