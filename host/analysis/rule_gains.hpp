// Gains that known rules give for a problem's law, from the plant's exact linearisation.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

struct RuleGains {
  std::string rule;  ///< ziegler_nichols, simc, amigo, lqr; pid_rules: the first three
  std::vector<double>
      gains;           ///< of a program of the problem, in its order; empty where the rule does not apply
  std::string reason;  ///< why it does not
};

/// Largest deviations of states and inputs from 0, in the plant's order.
struct Deviations {
  std::vector<double> states, inputs;
};

/// For a PI or PID law on one output (see law_form.hpp): Ziegler-Nichols, SIMC and AMIGO, for the plant
/// linearised about the operating point, with its dead time and what the loop adds: lags and delays of
/// actuator and sensor, and half a control period for the hold. For a law that feeds back all states and
/// nothing else: the regulator that minimises the integral of the squares of states and inputs, each divided
/// by its deviation (A. E. Bryson, Y.-C. Ho, Applied Optimal Control, 1975, section 5.2), sampled where the
/// law is. A law of neither form gets "pid_rules" and "lqr" with the reasons.
std::vector<RuleGains> rule_gains(const spec::Problem& problem, const Deviations& deviations);

}  // namespace gainswarm::analysis
