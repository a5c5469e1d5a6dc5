#include "host/rollout/spectrum_share.hpp"

#include <numbers>

#include "host/graph/functions.hpp"
#include "host/rollout/welford.hpp"

namespace gainswarm::rollout::spectrum_share {
namespace {

/// 1/Q of the two sections of a Butterworth filter of order 4: 2 cos(pi/8) and 2 cos(3 pi/8).
constexpr double dampings[] = {1.8477590650225735, 0.76536686473017954};

/// A section's output and its two states after one sample (transposed direct form 2).
struct Section {
  Value output, first, second;
};

/// `k` is tan(pi frequency period).
Section high_pass(Value input, Value first, Value second, Value k, double damping) {
  const Value square = k * k, damped = damping * k;
  const Value gain = 1.0 / (1.0 + damped + square);
  const Value a1 = 2.0 * (square - 1.0) * gain, a2 = (1.0 - damped + square) * gain;
  const Value output = gain * input + first;
  return {output, (second - 2.0 * gain * input) - a1 * output, gain * input - a2 * output};
}

enum Register { start, low_first, low_second, high_first, high_second, power, count, mean, squares };

}  // namespace

std::vector<Cell> cells(double /*largest*/) {
  return {{" start", 0},
          {" section 1 first", 0},
          {" section 1 second", 0},
          {" section 2 first", 0},
          {" section 2 second", 0},
          {" power", 0},
          {" count", 0},
          {" mean", 0},
          {" squares", 0}};
}

std::vector<Value> observe(const Sight& at) {
  const std::vector<Value>& reg = at.registers;
  const Value begin = select(at.first, at.now, reg[start]);
  const Value sample = at.now - begin;
  const Value k = graph::tangent(at.parameters[0] * (std::numbers::pi * at.period));
  const Section one = high_pass(sample, reg[low_first], reg[low_second], k, dampings[0]);
  const Section two = high_pass(one.output, reg[high_first], reg[high_second], k, dampings[1]);
  const Moments seen = see({reg[count], reg[mean], reg[squares]}, sample);
  return {begin,      one.first, one.second,  two.first, two.second, reg[power] + two.output * two.output,
          seen.count, seen.mean, seen.squares};
}

Value result(const Sight& end) {
  const Value all = end.registers[squares], above = end.registers[power];
  return select(all > end.constant(0), above / all, end.constant(0));
}

std::optional<Objection> examine(const Parameters& parameters) {
  const double frequency = parameters.values[0];
  if (frequency <= 0) return Objection{0, "nothing lies below that frequency; give one above 0 (Hz)"};
  if (!(2 * frequency * parameters.period >= 1)) return std::nullopt;
  return Objection{0,
                   "samples a control period apart show no such frequency (only those below half the "
                   "sampling rate); give less than 1/(2*period), in Hz"};
}

}  // namespace gainswarm::rollout::spectrum_share
