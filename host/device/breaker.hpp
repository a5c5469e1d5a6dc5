// A circuit breaker (Nygard, Release It!, 2007): keeps work away from what fails again and again, and tries
// it once in a while.
#pragma once

#include <algorithm>
#include <chrono>

namespace gainswarm::device {

class Breaker {
 public:
  using Clock = std::chrono::steady_clock;
  using Duration = std::chrono::milliseconds;
  enum class State { closed, open, half_open };

  static constexpr Duration longest_rest = std::chrono::hours(1);

  /// Opens after `failures` failures in a row; then one attempt is allowed after `rest`, and after twice the
  /// rest each time it fails, an hour at most.
  Breaker(int failures, Duration rest) : most_(failures), rest_(rest), next_rest_(rest) {}

  /// Whether work may be given to it; an open breaker whose rest is over becomes half open.
  bool allows(Clock::time_point now) {
    if (state_ == State::open && now - opened_ >= next_rest_) state_ = State::half_open;
    return state_ != State::open;
  }
  void succeeded() {
    state_ = State::closed;
    failures_ = 0;
    next_rest_ = rest_;
  }
  void failed(Clock::time_point now) {
    ++failures_;
    if (state_ == State::half_open) next_rest_ = std::min(2 * next_rest_, longest_rest);
    if (state_ == State::half_open || failures_ >= most_) {
      state_ = State::open;
      opened_ = now;
    }
  }
  [[nodiscard]] State state() const { return state_; }
  /// Failures since the last success.
  [[nodiscard]] int failures() const { return failures_; }

 private:
  State state_ = State::closed;
  int most_;
  int failures_ = 0;
  Duration rest_, next_rest_;
  Clock::time_point opened_;
};

inline const char* name(Breaker::State state) {
  switch (state) {
    case Breaker::State::closed:
      return "closed";
    case Breaker::State::open:
      return "open";
    case Breaker::State::half_open:
      break;
  }
  return "half open";
}

}  // namespace gainswarm::device
