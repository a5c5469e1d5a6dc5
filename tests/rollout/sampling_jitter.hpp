// Loops with sampling jitter: y' = u, with ticks of 1 s in steps of 250 ms, so that tick k samples at
// k + delay(k) and all times are multiples of a quarter.
#pragma once

#include <string>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {

inline constexpr int ticks = 40;
inline const std::string terms = "objective: {terms: {last: final(y), top: max(u), u: integral(u)}}\n";

inline std::string problem(const std::string& law, const std::string& loop, const std::string& start = "0",
                           const std::string& simulation = "", int count = ticks) {
  return "name: test\n"
         "plant: {name: integrator, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u}}\n"
         "scenarios: {training: {list: [{initial_state: {y: " +
         start + "}}]}}\ncontroller: {name: c, gains: {k: 1}, " + law +
         "}\ngains: {k: {bounds: [0, 10]}}\nsimulation: {duration: " + std::to_string(count) +
         " s, step: 250 ms, control_period: 1 s" + simulation + "}\nloop: {" + loop + "}\n" + terms;
}

/// A law that gives the time at which it samples, and 1 more.
inline std::string late_ramp(const std::string& loop, int count = ticks) {
  return problem("output: {u: k*(t + 1)}", loop, "0", "", count);
}

}  // namespace gainswarm::rollout
