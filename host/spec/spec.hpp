// The configuration as plain data. Defaults stand beside the members; keys.hpp names and documents each one.
// All numbers are in SI units; expressions stay text (with positions) until the rollout is built.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
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

/// A number with the unit it is measured in, e.g. "1.5 kg"; value is already converted to SI.
struct Quantity {
  double value = 0;
  std::string unit;  ///< SI unit, "" when dimensionless
  Position position;
};

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

/// An expression of parameters, or a number with a unit, which is then converted to SI.
struct Coefficient {
  Text text;
  [[nodiscard]] bool empty() const { return text.empty(); }
};

/// A transfer function from an expression to the signal that has the block's name: a gain and either
/// numerator and denominator or zeros and poles, each behind a dead time.
struct Block {
  Text input;  ///< of inputs, states, other blocks' outputs, parameters, t
  Coefficient gain{Text("1")};
  Polynomials numerator, denominator;  ///< empty: 1
  Roots zeros, poles;
  Coefficient dead_time;  ///< s; empty: none
  std::string unit;       ///< of the output
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

// ---------------------------------------------------------------- problem

enum class Scale { linear, log };

struct Gain {
  double low = 0;
  double high = 0;
  Scale scale = Scale::linear;
  std::optional<double> fixed;  ///< given instead of bounds: this gain is not tuned
  std::string unit;             ///< SI unit as written with the numbers, "" for bare ones
  Position position;
};

enum class Integrator { euler, heun, rk4 };
enum class Precision { float32, float64 };

struct Simulation {
  double duration = 10;       ///< s
  double step = 1e-3;         ///< s, integration step
  double control_period = 0;  ///< s, 0: every step
  Integrator integrator = Integrator::rk4;
  Precision precision = Precision::float64;
  Position position;
};

/// What happens to a law's output, in this order: delay, dead zone, backlash, quantum, saturation, rate
/// limit, lag.
struct Actuator {
  double delay = 0;                       ///< s, a whole number of control periods
  Quantity dead_zone;                     ///< 0: none
  Quantity backlash;                      ///< width of the play, 0: none
  Quantity quantum;                       ///< 0: not quantised
  double lower = -infinity;               ///< saturation, in the input's SI unit
  double upper = infinity;                ///< likewise
  Quantity rate_limit{infinity, {}, {}};  ///< per second
  double lag = 0;                         ///< s, time constant
  std::string unit;                       ///< SI unit as written with the saturation, "" for bare numbers
  Position position;
};

/// What happens to a plant's output before the law sees it, in this order: noise, filter, quantum, delay.
struct Sensor {
  Quantity noise;     ///< standard deviation of each sample
  double filter = 0;  ///< s, time constant
  Quantity quantum;   ///< 0: not quantised
  double delay = 0;   ///< s, a whole number of control periods
};

struct Loop {
  Map<Actuator> actuators;  ///< plant input -> what stands before it
  Map<Sensor> sensors;      ///< plant output -> what stands behind it
};

inline bool is_noisy(const Entry<Sensor>& sensor) {
  return sensor.value.noise.value > 0;
}

enum class Distribution { fixed, uniform, normal, relative_uniform, relative_normal };

/// How one initial state or parameter is drawn. uniform(a, b); normal(a = mean, b = deviation);
/// relative_uniform(a): nominal * (1 + U(-a, a)); relative_normal(a): nominal * (1 + N(0, a)).
struct Draw {
  Distribution distribution = Distribution::fixed;
  double a = 0;
  double b = 0;
  std::string unit;  ///< SI unit as written with the numbers, "" for bare ones
  Position position;
};

enum class Sampling { sobol, latin_hypercube, midpoint, independent };

/// One scenario written out by hand.
struct ExplicitScenario {
  Map<Quantity> initial_state;
  Map<Quantity> parameters;
};

/// The explicit scenarios, in which nothing is drawn, followed by `count` drawn ones.
struct ScenarioSet {
  std::vector<ExplicitScenario> list;
  std::int64_t count = 0;
  Sampling sampling = Sampling::sobol;
  Map<Draw> initial_state;
  Map<Draw> parameters;
  std::optional<std::uint64_t> seed;  ///< default: swarm.seed; the set's name always enters beside it
  std::optional<Loop> loop;           ///< validation only: stands in for the problem's
  Text success;                       ///< validation only: stands in for the objective's; empty: that one
};

struct Scenarios {
  ScenarioSet training;
  Map<ScenarioSet> validation;  ///< the first one gives the headline success rate
};

struct Term {
  Text value;  ///< an expression over time functionals such as integral(...)
  double weight = 1;
};

struct Requirement {
  Text value;
  double below = infinity;
  double above = -infinity;
  double weight = infinity;  ///< finite: a soft requirement, whose relative excess enters the cost

  [[nodiscard]] bool is_soft() const { return weight < infinity; }
};

/// One of several objectives, none of which is weighed against the others.
struct ParetoObjective {
  Text value;
  double reference = infinity;  ///< from where on it is worth nothing to the hypervolume; infinite: found
};

enum class Aggregate { mean, sum, worst, mean_plus_worst, cvar, percentile };

struct Aggregation {
  Aggregate kind = Aggregate::mean;
  double parameter = 0;  ///< k of mean_plus_worst(k); q of cvar(q), percentile(q)
};

/// A number that tells engineers something and costs nothing while tuning: seen in validation only.
struct Metric {
  Text value;
  std::string unit;  ///< what the value is measured in, for the reports
};

struct Objective {
  Map<Term> terms;              ///< either these or pareto
  Map<ParetoObjective> pareto;  ///< 2 to 4
  std::int64_t front_size = 100;
  Map<Requirement> require;
  Map<Metric> metrics;
  Aggregation over_scenarios;
  double failure_penalty = 1e6;  ///< cost of a rollout that fails at the very end; twice that at once
  Text success;                  ///< condition; empty: the rollout did not fail
};

enum class Algorithm { global_best, comprehensive_learning };
enum class StartDesign { sobol, latin_hypercube };

struct Swarm {
  Algorithm algorithm = Algorithm::comprehensive_learning;
  std::int64_t swarms = 16;
  std::int64_t particles = 32;
  std::int64_t iterations = 200;
  std::uint64_t seed = 1;
  StartDesign start = StartDesign::sobol;
  bool constriction = true;  ///< global_best: Clerc's constriction instead of an inertia weight
  double inertia_start = 0.9, inertia_end = 0.2;  ///< linear schedule over the iterations
  double cognitive = 1.49618, social = 1.49618;   ///< acceleration coefficients
  double velocity_limit = 0.5;                    ///< share of the range, per iteration
  std::int64_t refresh = 7;  ///< comprehensive_learning: iterations without progress before new exemplars
};

struct Polish {
  bool enabled = true;
  std::int64_t evaluations = 4000;  ///< budget of candidate evaluations, all starts together
  std::int64_t starts = 4;          ///< best of that many swarms are polished side by side
  double tolerance = 1e-10;         ///< relative spread of the simplex' costs at which it stops
};

struct Stop {
  double cost_below = -infinity;
  std::int64_t stagnation = 0;   ///< iterations without progress; 0: never
  double time_limit = infinity;  ///< s
  std::int64_t evaluations = 0;  ///< 0: no limit
};

struct Problem {
  Text name;
  std::string description;
  Plant plant;
  Controller controller;
  Map<Gain> gains;
  Map<Quantity> parameters;  ///< overrides of plant and controller parameters
  Map<Text> references;      ///< signals of time t
  Simulation simulation;
  Loop loop;
  Scenarios scenarios;
  Objective objective;
  Swarm swarm;
  Polish polish;
  Stop stop;
  std::vector<std::shared_ptr<const Source>> sources;  ///< every file read, the problem first
};

}  // namespace gainswarm::spec
