// Timing side by side: every contender runs once a round, so that what disturbs the machine disturbs all
// alike.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/support/stopwatch.hpp"

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

/// Told what is being done, and in about how many seconds all will be, where that is known.
using OnProgress = std::function<void(const std::string& doing, std::optional<double> seconds_left)>;

/// How long the rest of some work takes, seen from the part that was done.
class Outlook {
 public:
  explicit Outlook(double work) : left_(work), work_(work) {}
  void did(double work) { left_ -= work; }
  /// Nothing before a tenth is done: the first measurements tell little of those to come.
  [[nodiscard]] std::optional<double> seconds_left() const;

 private:
  double left_, work_;
  support::Stopwatch stopwatch_;
};

constexpr std::size_t fewest_rounds = 5;

/// Runs rounds for about `seconds`, the first of which is not counted, and `fewest_rounds` that are at least.
std::vector<Speed> measure(std::span<const Contender> contenders, double seconds, const OnProgress& progress);

/// Wall-clock seconds that `action` takes.
double seconds_of(const std::function<void()>& action);

}  // namespace gainswarm::bench
