// The configuration of a problem as plain data. Defaults stand beside the members; keys.hpp names and
// documents each one. All numbers are in SI units; expressions stay text (with positions) until the rollout
// is built.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/spec/margins.hpp"
#include "host/spec/model.hpp"

namespace gainswarm::spec {

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
  double jitter = 0;  ///< s, most that a tick's outputs are late; a whole number of integration steps
  double sampling_jitter = 0;  ///< s, most that a tick itself is late; likewise
  Map<Actuator> actuators;     ///< plant input -> what stands before it
  Map<Sensor> sensors;         ///< plant output -> what stands behind it
};

inline bool is_noisy(const Entry<Sensor>& sensor) {
  return sensor.value.noise.value > 0;
}

/// Whether anything in the loop is drawn anew at each tick.
inline bool is_random(const Loop& loop) {
  return loop.jitter > 0 || loop.sampling_jitter > 0 || std::ranges::any_of(loop.sensors, is_noisy);
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
  Margins margins;  ///< empty: none
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
  bool early_abandonment = true;  ///< of candidates that cannot beat their particle's best any more
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
  Map<Text> connect;         ///< signal of the law -> what the plant calls it
  /// Where the loop is linearised: states and inputs of the plant, those not named are 0. Without it there is
  /// the operating point of the first derived gains.
  std::optional<Map<Quantity>> operating_point;
  Map<Quantity> constants;    ///< for references, disturbances and the objective; scenarios may vary them
  Map<Formula> references;    ///< signals of time t
  Map<Formula> disturbances;  ///< plant input -> signal of time t that adds to it, behind its actuator
  Simulation simulation;
  Loop loop;
  Scenarios scenarios;
  Objective objective;
  Swarm swarm;
  Polish polish;
  Stop stop;
  std::vector<std::shared_ptr<const Source>> sources;  ///< every file read, the problem first, then overrides
};

}  // namespace gainswarm::spec
