// Timing side by side: every contender runs once a round, so that what disturbs the machine disturbs all
// alike.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace gainswarm::bench {

/// One contender: `run` does `steps` trajectory-steps.
struct Contender {
  std::string name;
  double steps = 0;
  std::function<void()> run;
};

/// Steps per second of one contender, one figure a round.
struct Speed {
  std::string name;
  std::vector<double> rounds;

  [[nodiscard]] double median() const;
  [[nodiscard]] double fastest() const;
};

double median(std::vector<double> values);

/// The median over the rounds of how much faster one was than the other in the same round.
double ratio(const Speed& faster, const Speed& slower);

/// Runs rounds for about `seconds`, at least 5 and at most 101, after one that is not counted.
std::vector<Speed> measure(std::span<const Contender> contenders, double seconds);

/// Wall-clock seconds that `action` takes.
double seconds_of(const std::function<void()>& action);

}  // namespace gainswarm::bench
