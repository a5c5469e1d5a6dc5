// Whole rollouts, on the reference engine, against answers known by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

TEST(Rollout, HoldsASampledInputOverTheControlPeriod) {
  // u = 1 - y at t = 0, 1, 2 held over 1 s: y = 0, 1, 1, 1; the integral of u^2 counts the first second only.
  const Simulated run(integrator_problem("controller: {name: p, gains: {k: 1/s}, output: {u: k*(1 - y)}}\n"
                                         "gains: {k: {bounds: [0, 10]}}\n"
                                         "simulation: {duration: 3 s, step: 100 ms, control_period: 1 s}\n"
                                         "objective: {terms: {effort: integral(u^2), last: final(y)}}\n"),
                      {1});
  EXPECT_NEAR(run.output("effort"), 1, 1e-13);
  EXPECT_NEAR(run.output("last"), 1, 1e-13);
}

TEST(Rollout, AContinuousLawActsBetweenTheTicks) {
  const Simulated run(
      integrator_problem("controller: {name: p, continuous: true, gains: {k: 1/s}, output: {u: k*(1 - y)}}\n"
                         "gains: {k: {bounds: [0, 10]}}\n"
                         "simulation: {duration: 3 s, step: 10 ms}\n"
                         "objective: {terms: {last: final(y)}}\n"),
      {1});
  EXPECT_NEAR(run.output("last"), 1 - std::exp(-3), 1e-9);
}

TEST(Rollout, SaturationLimitsTheInput) {
  const Simulated run(
      integrator_problem(std::string(ramp_controller) + "simulation: {duration: 2 s, step: 100 ms}\n"
                                                        "loop: {actuators: {u: {saturation: [-1, 0.5]}}}\n"
                                                        "objective: {terms: {last: final(y)}}\n"),
      {3});
  EXPECT_NEAR(run.output("last"), 1, 1e-13);
}

TEST(Rollout, ControllerStatesIntegrateByForwardEulerAndStepByNext) {
  const Simulated run(integrator_problem("controller:\n"
                                         "  name: states\n"
                                         "  gains: {k: 1}\n"
                                         "  states:\n"
                                         "    integral: {start: 1, rate: k}\n"
                                         "    count: {start: 0, next: count + 1}\n"
                                         "  output: {u: integral + 10*count}\n"
                                         "gains: {k: {bounds: [0, 10]}}\n"
                                         "simulation: {duration: 3 s, step: 100 ms, control_period: 1 s}\n"
                                         "objective: {terms: {last: final(y)}}\n"),
                      {2});
  EXPECT_NEAR(run.output("last"), (1 + 0) + (3 + 10) + (5 + 20), 1e-12);
}

TEST(Rollout, AFailurePenaltyGrowsWithTheTimeLeft) {
  const std::string problem =
      "name: test\n"
      "plant: {name: p, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u}, fails_when: {too_far: y > 1}}\n"
      "scenarios: {training: {list: [{initial_state: {y: 0}}]}}\n" +
      std::string(ramp_controller) +
      "simulation: {duration: 2 s, step: 125 ms}\n"
      "objective: {terms: {last: final(y)}, failure_penalty: 1000}\n";
  const Simulated slow(problem, {1}), fast(problem, {4}), never(problem, {0.25});
  EXPECT_EQ(never.output("cost"), 0.5);
  EXPECT_EQ(never.output("success"), 1);
  EXPECT_EQ(slow.outcome.cause[0], 0);
  EXPECT_EQ(slow.outcome.survived[0], 8);  // y = 1.125 after nine steps
  EXPECT_DOUBLE_EQ(slow.output("cost"), 1000 * (1 + 0.5));
  EXPECT_EQ(fast.outcome.survived[0], 2);
  EXPECT_DOUBLE_EQ(fast.output("cost"), 1000 * (1 + 14 / 16.0));
  EXPECT_EQ(fast.output("success"), 0);
}

TEST(Rollout, ARolloutThatIsNotFiniteFailsWithThatCause) {
  const Simulated run(
      integrator_problem("controller: {name: p, continuous: true, gains: {k: 1/s}, output: {u: k*exp(y)}}\n"
                         "gains: {k: {bounds: [0, 10]}}\n"
                         "simulation: {duration: 3 s, step: 10 ms}\n"
                         "objective: {terms: {last: final(y)}}\n"),
      {1});
  ASSERT_GE(run.outcome.cause[0], 0);
  EXPECT_EQ(run.program.failures[static_cast<std::size_t>(run.outcome.cause[0])].cause, "not finite");
  EXPECT_NEAR(static_cast<double>(run.outcome.survived[0]) * 0.01, 1, 0.05);  // y = -ln(1 - t)
  EXPECT_TRUE(std::isfinite(run.output("cost")));
}

TEST(Rollout, CompensatedSumsKeepAFloatIntegralAccurate) {
  const auto problem = [](const std::string& precision) {
    return integrator_problem(std::string(ramp_controller) +
                              "simulation: {duration: 100 s, step: 1 ms, precision: " + precision +
                              "}\nobjective: {terms: {integral: integral(1.1 + u)}}\n");
  };
  const double exact = 100 * (1.1 + 0.3);
  EXPECT_NEAR(Simulated(problem("double"), {0.3}).output("integral"), exact, 1e-9);
  EXPECT_NEAR(Simulated(problem("float"), {0.3}).output("integral"), exact, exact * 2e-7);
}

TEST(Rollout, DriftAndInfluenceAreThePlantsOwnEquations) {
  const std::string yaml =
      "name: test\n"
      "plant: {name: p, states: {a: 1, b: 1}, inputs: {u: 1}, parameters: {g: 3}, "
      "dynamics: {a: b*g, b: sin(a) + (2 + a)*u}}\n"
      "controller: {name: c, gains: {k: 1}, output: {u: drift(a) + 10*drift(b) + 100*influence(b, u)}}\n"
      "gains: {k: {bounds: [0, 1]}}\n"
      "simulation: {duration: 1 s, step: 1 s}\n"
      "scenarios: {training: {list: [{initial_state: {a: 0.5, b: 0.25}}]}}\n"
      "objective: {terms: {first: final(u)}}\n";
  const Simulated run(yaml, {0});
  EXPECT_NEAR(run.output("first"), 0.25 * 3 + 10 * std::sin(0.5) + 100 * 2.5, 1e-12);
}

TEST(Rollout, IntegralsSeeTheHeldInternalsOfASampledLaw) {
  const Simulated run(
      integrator_problem("controller:\n"
                         "  name: held\n"
                         "  gains: {k: 1}\n"
                         "  let: {late: t > 0.5, half: t/2}\n"
                         "  output: {u: k}\n"
                         "gains: {k: {bounds: [0, 10]}}\n"
                         "simulation: {duration: 3 s, step: 100 ms, control_period: 1 s}\n"
                         "objective: {terms: {late: \"integral(if(late, 1, 0))\", half: integral(half)}}\n"),
      {2});
  EXPECT_NEAR(run.output("late"), 2, 1e-12);
  EXPECT_NEAR(run.output("half"), 0 + 0.5 + 1, 1e-12);
}

TEST(Rollout, ALawSeesItsActuatorsLimitsAndTheInputHeldSoFar) {
  const Simulated run(integrator_problem("controller: {name: c, gains: {k: 1}, "
                                         "output: {u: previous(u) + upper(u) + 10*lower(u) + k}}\n"
                                         "gains: {k: {bounds: [0, 100]}}\n"
                                         "simulation: {duration: 2 s, step: 1 s}\n"
                                         "loop: {actuators: {u: {saturation: [-1, 8]}}}\n"
                                         "objective: {terms: {last: final(u), y: final(y)}}\n"),
                      {4});
  EXPECT_EQ(run.output("y"), 2 + 4);  // 0 + 8 - 10 + 4, then 2 + 8 - 10 + 4
  EXPECT_EQ(run.output("last"), 4);
}

TEST(Rollout, AnAlgebraicLoopIsRefused) {
  const std::string yaml =
      "name: test\n"
      "plant: {name: p, states: {v: m/s}, inputs: {u: N}, dynamics: {v: u}, outputs: {v: v, a: u/2}}\n"
      "controller: {name: c, continuous: true, gains: {k: 1}, output: {u: -k*a}}\n"
      "gains: {k: {bounds: [0, 1]}}\n"
      "simulation: {duration: 1 s, step: 1 ms}\n"
      "scenarios: {training: {list: [{initial_state: {v: 1}}]}}\n"
      "objective: {terms: {v: final(v)}}\n";
  const spec::Problem problem = spec::parse_problem({"test.yaml", yaml});
  EXPECT_THROW(build_program(problem, Purpose::training), spec::InputError);
}

TEST(Rollout, ALoopTooLargeToCompileIsRefused) {
  std::string sum = "0";
  for (int i = 0; i < 300; ++i) sum += " + sin(" + std::to_string(i) + "*y)";
  const std::string yaml = "name: test\nplant: {name: p, states: {y: 1}, inputs: {u: 1}, dynamics: {y: u + " +
                           sum + "}}\n" + ramp_controller +
                           "simulation: {duration: 1 s, step: 1 ms}\n"
                           "scenarios: {training: {list: [{initial_state: {y: 1}}]}}\n"
                           "objective: {terms: {y: final(y)}}\n";
  const spec::Problem problem = spec::parse_problem({"test.yaml", yaml});
  EXPECT_THROW(build_program(problem, Purpose::training), spec::InputError);
}

TEST(Rollout, ALinearisedPlantFailsLikeTheOneInside) {
  const std::string yaml =
      "name: test\n"
      "plant:\n"
      "  name: linear\n"
      "  linearise:\n"
      "    plant: {name: p, states: {y: 1}, inputs: {u: 1}, dynamics: {y: sin(y) + u}, fails_when: {far: y > "
      "1}}\n"
      "    about: {y: 0}\n" +
      std::string(ramp_controller) +
      "simulation: {duration: 4 s, step: 1 ms}\n"
      "scenarios: {training: {list: [{initial_state: {y: 0.5}}]}}\n"
      "objective: {terms: {y: final(y)}}\n";
  const Simulated run(yaml, {0});  // y = 0.5 e^t
  ASSERT_EQ(run.outcome.cause[0], 0);
  EXPECT_NEAR(static_cast<double>(run.outcome.survived[0]) * 1e-3, std::log(2), 2e-3);
}

TEST(Rollout, MetricsAreOutputsOfTheValidationAndNothingInTraining) {
  const std::string yaml = integrator_problem(
      std::string(ramp_controller) +
      "simulation: {duration: 2 s, step: 100 ms}\n"
      "objective:\n"
      "  terms: {last: final(y)}\n"
      "  metrics: {furthest: {value: 100*max(abs(y)), unit: m}, ratio: final(y)/final(u)}\n");
  const Simulated run(yaml, {3});
  EXPECT_EQ(run.program.metrics, 2);
  EXPECT_EQ(run.program.outputs[static_cast<std::size_t>(run.program.success())].name, "success");
  EXPECT_NEAR(run.output("furthest"), 600, 1e-10);
  EXPECT_NEAR(run.output("ratio"), 2, 1e-12);
  spec::Problem problem = spec::parse_problem({"test.yaml", yaml});
  EXPECT_EQ(problem.objective.metrics[0].value.unit, "m");
  const Program with = build_program(problem, Purpose::training);
  problem.objective.metrics.clear();
  const Program without = build_program(problem, Purpose::training);
  EXPECT_EQ(with.metrics, 0);
  EXPECT_EQ(hash(with), hash(without));
}

TEST(Rollout, OneProgramMeansOneHash) {
  const std::string yaml = integrator_problem(std::string(ramp_controller) +
                                              "simulation: {duration: 2 s, step: 100 ms}\n"
                                              "objective: {terms: {last: final(y)}}\n");
  const spec::Problem problem = spec::parse_problem({"test.yaml", yaml});
  spec::Problem heavier = problem;
  heavier.objective.terms[0].value.weight = 2;
  EXPECT_EQ(hash(build_program(problem, Purpose::training)), hash(build_program(problem, Purpose::training)));
  EXPECT_NE(hash(build_program(problem, Purpose::training)), hash(build_program(heavier, Purpose::training)));
}

}  // namespace
}  // namespace gainswarm::rollout
