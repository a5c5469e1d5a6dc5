// Plants and controllers as plain data. Defaults stand beside the members; model_keys.hpp names and documents
// each one. All numbers are in SI units; expressions stay text (with positions) until the rollout is built.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/spec/source.hpp"

namespace gainswarm::spec {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A YAML mapping from names that the user chose, in the order of the file.
template <class T>
struct Entry {
  Text name;
  T value;
};
template <class T>
using Map = std::vector<Entry<T>>;

/// The value of that name; nothing if there is none.
template <class T>
const T* find(const Map<T>& map, std::string_view name) {
  const auto found =
      std::ranges::find_if(map, [&](const Entry<T>& entry) { return entry.name.str() == name; });
  return found == map.end() ? nullptr : &found->value;
}

/// A number with the unit it is measured in, e.g. "1.5 kg"; value is already converted to SI.
struct Quantity {
  double value = 0;
  std::string unit;  ///< SI unit, "" when dimensionless
  Position position;
};

/// One coordinate of an operating point, of which those not named are 0.
inline double operating_value(const Map<Quantity>& about, const std::string& name) {
  const Quantity* found = find(about, name);
  return found == nullptr ? 0 : found->value;
}

/// [lower, upper], or one number for both sides of 0.
struct Interval {
  double lower = -infinity;
  double upper = infinity;
  std::string unit;
  Position position;
};

// ---------------------------------------------------------------- plant

/// M(q) q'' = force, with q' = velocities. `mass` is symmetric: n rows of n expressions.
struct Mechanics {
  std::vector<Text> coordinates;
  std::vector<Text> velocities;
  std::vector<std::vector<Text>> mass;
  std::vector<Text> force;
};

/// x' = A x + B u, y = C x + D u with the plant's states and inputs; entries are expressions of parameters.
struct StateSpace {
  std::vector<std::vector<Text>> a;  ///< n rows of n
  std::vector<std::vector<Text>> b;  ///< n rows of m
  std::vector<std::vector<Text>> c;  ///< p rows of n; empty: the states are measured
  std::vector<std::vector<Text>> d;  ///< p rows of m; empty: 0
  std::vector<Text> outputs;         ///< names of the p outputs
};

/// A product of polynomials, each given by its coefficients, the highest power first; expressions of
/// parameters.
struct Polynomials {
  std::vector<std::vector<Text>> factors;
  [[nodiscard]] bool empty() const { return factors.empty(); }
};

/// A real root, or two conjugate ones.
struct Root {
  Text real;
  Text imaginary;  ///< empty: a real root
};
struct Roots {
  std::vector<Root> roots;
  [[nodiscard]] bool empty() const { return roots.empty(); }
};

/// An expression, or a number with a unit, which is then converted to SI.
struct Formula {
  Text text;
  std::string unit;  ///< SI unit of such a number, "" without one
  [[nodiscard]] bool empty() const { return text.empty(); }
};

/// A transfer function from an expression to the signal that has the block's name: a gain and either
/// numerator and denominator or zeros and poles, each behind a dead time.
struct Block {
  Text input;  ///< of inputs, states, other blocks' outputs, parameters, t
  Formula gain{Text("1"), {}};
  Polynomials numerator, denominator;  ///< empty: 1
  Roots zeros, poles;
  Formula dead_time;  ///< s; empty: none
  std::string unit;   ///< of the output
  Position position;
};

struct Plant;

/// The linear plant x' = f(x0, u0) + A (x - x0) + B (u - u0) that the plant x' = f(x, u) becomes about an
/// operating point (x0, u0); A and B are the derivatives of f there.
struct Linearisation {
  std::shared_ptr<const Plant> plant;
  Map<Quantity> about;  ///< states and inputs of the operating point; those not named are 0
};

/// A plant states its motion in one of these ways: dynamics, next, mechanics, state_space or linearise.
/// Blocks stand alone or beside any of them but linearise, and bring their own states.
struct Plant {
  Text name;
  std::string description;
  Map<std::string> states;  ///< name -> unit
  Map<std::string> inputs;  ///< name -> unit
  Map<Quantity> parameters;
  Map<Text> let;       ///< named intermediate expressions, each may use those above it
  Map<Text> dynamics;  ///< state -> time derivative
  Map<Text> next;      ///< state -> value at the next control tick: a plant in discrete time
  std::optional<Mechanics> mechanics;
  std::optional<StateSpace> state_space;
  Map<Block> blocks;      ///< transfer functions
  bool discrete = false;  ///< state_space and blocks give the next values too: they are in z instead of s
  Map<Interval> limits;   ///< state -> the range that it stays within
  std::optional<Linearisation> linearise;
  Map<Text> outputs;     ///< what is measured; empty: every state under its own name
  Map<Text> fails_when;  ///< cause -> condition that ends a rollout
};

// ---------------------------------------------------------------- controller

/// A memory of the law: continuous, with a rate that sampled laws integrate by forward Euler over the control
/// period, or renewed at every control tick.
struct ControllerState {
  Text start{"0"};
  Text rate;  ///< time derivative; exactly one of rate and next is given
  Text next;  ///< value at the next control tick (sampled laws only)
  std::string unit;
};

/// Diagonal weights of the integral of x'Q x + u'R u, each an expression of gains and parameters.
struct Riccati {
  Map<Text> state_weights;  ///< of deviations from the operating point; those not named are 0
  Map<Text> input_weights;  ///< one for every input, above 0
};

/// The poles -damping frequency +- i frequency sqrt(1 - damping^2).
struct PolePair {
  Text frequency;  ///< rad/s
  Text damping;    ///< ratio, 0 to 1
};

/// As many as the plant has states, each an expression of gains and parameters.
struct Poles {
  std::vector<Text> real;  ///< 1/s
  std::vector<PolePair> pairs;
};

/// Intensities of white noise (variances of each sample where the law is sampled), expressions as above.
struct Kalman {
  Map<Text> state_noise;   ///< on the states' rates; those not named have none
  Map<Text> output_noise;  ///< one for every output, above 0
};

/// Model predictive control over the given moves, each held for so many control periods, with the Riccati
/// equation's solution as the cost of what comes after.
struct PredictiveControl {
  Map<Text> state_weights, input_weights;  ///< see Riccati
  std::vector<std::int64_t> moves;
};

/// Gains that the host computes for every candidate from its tuned gains, by exactly one of the methods, on
/// the plant's linearisation about an operating point. See derived_names.hpp for what they are called.
struct Derived {
  Map<Quantity> about;          ///< states and inputs of the operating point; those not named are 0
  std::optional<bool> sampled;  ///< with the input held over a control period; default: as the law is
  std::optional<Riccati> riccati;
  std::optional<Poles> pole_placement;
  std::optional<Kalman> kalman;
  std::optional<Poles> observer_poles;
  std::optional<PredictiveControl> predictive_control;
  Position position;
};

struct Controller {
  Text name;
  std::string description;
  Map<std::string> gains;  ///< what may be tuned: name -> unit
  Map<Derived> derived;    ///< computed from the gains for every candidate
  Map<Quantity> parameters;
  Map<Text> let;
  Map<ControllerState> states;
  Map<Text> output;         ///< plant input -> expression
  bool continuous = false;  ///< evaluated inside every integration stage instead of once a control tick
};

}  // namespace gainswarm::spec
