// Whole rollouts, on the reference engine, against answers known by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "host/engine/engine.hpp"
#include "host/engine/trajectory.hpp"
#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::rollout {
namespace {

/// One integrator with y' = u; the rest of the problem is filled in by each test.
std::string integrator_problem(const std::string& rest) {
  return "name: test\n"
         "plant: {name: integrator, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u}}\n"
         "scenarios: {training: {list: [{initial_state: {y: 0}}]}}\n" +
         rest;
}

struct Simulated {
  Program program;
  engine::Outcome outcome;

  Simulated(const std::string& yaml, std::vector<double> gains, Purpose purpose = Purpose::validation) {
    const spec::Problem problem = spec::parse_problem({"test.yaml", yaml});
    program = build_program(problem, purpose);
    const ScenarioTable table = draw_scenarios(problem, program, problem.scenarios.training, "training");
    engine::make_engine({"reference", 0, 1}, program, table)->evaluate(gains, outcome);
  }
  [[nodiscard]] double output(const std::string& name) const {
    for (std::size_t i = 0; i < program.outputs.size(); ++i) {
      if (program.outputs[i].name == name) return outcome.outputs[i];
    }
    return NAN;
  }
};

constexpr const char* ramp_controller =
    "controller: {name: ramp, gains: {k: 1/s}, output: {u: k}}\n"
    "gains: {k: {bounds: [0, 10]}}\n";

TEST(Functionals, OfARampAreThoseOfItsFormulas) {
  const Simulated run(integrator_problem(std::string(ramp_controller) +
                                         "simulation: {duration: 2 s, step: 10 ms, control_period: 100 ms}\n"
                                         "objective:\n"
                                         "  terms:\n"
                                         "    integral: integral(y^2)\n"
                                         "    mean: mean(y)\n"
                                         "    largest: max(abs(y - 1))\n"
                                         "    smallest: min(y - 1)\n"
                                         "    last: final(y)\n"
                                         "    variation: variation(y)\n"
                                         "    rise: \"rise_time(y, 0.25, 2.75)\"\n"
                                         "    settling: \"settling_time(y - 4, 1.03)\"\n"
                                         "    overshoot: \"overshoot(y, 2)\"\n"),
                      {2});  // y = 2 t
  EXPECT_NEAR(run.output("integral"), 4 * 8 / 3.0, 1e-12);
  EXPECT_NEAR(run.output("mean"), 2, 1e-13);
  EXPECT_NEAR(run.output("largest"), 3, 1e-13);
  EXPECT_NEAR(run.output("smallest"), -1, 1e-15);
  EXPECT_NEAR(run.output("last"), 4, 1e-13);
  EXPECT_NEAR(run.output("variation"), 4, 1e-12);
  EXPECT_NEAR(run.output("rise"), 1.25, 1e-12);
  EXPECT_NEAR(run.output("settling"), 1.485, 1e-12);
  EXPECT_NEAR(run.output("overshoot"), 1, 1e-13);
}

TEST(Functionals, OvershootSeesNothingWhileTheTargetIsZero) {
  const Simulated run(integrator_problem(std::string(ramp_controller) +
                                         "simulation: {duration: 2 s, step: 100 ms}\n"
                                         "objective: {terms: {over: \"overshoot(y, if(t < 1, 0, 2))\"}}\n"),
                      {2});  // y = 2 t: 4 at the end
  EXPECT_NEAR(run.output("over"), 1, 1e-13);
}

TEST(Functionals, SettlingTimeIsTheDurationWhenTheSignalEndsOutside) {
  const Simulated run(integrator_problem(std::string(ramp_controller) +
                                         "simulation: {duration: 2 s, step: 100 ms}\n"
                                         "objective: {terms: {settling: \"settling_time(y, 1)\"}}\n"),
                      {1});
  EXPECT_EQ(run.output("settling"), 2);
}

TEST(Functionals, PeakTimeOfAParabolaIsExactBetweenTheTicks) {
  const Simulated run(integrator_problem("controller: {name: parabola, continuous: true, gains: {k: 1}, "
                                         "output: {u: k*(1.234 - t)}}\n"
                                         "gains: {k: {bounds: [0, 10]}}\n"
                                         "simulation: {duration: 3 s, step: 100 ms}\n"
                                         "objective: {terms: {peak: peak_time(y)}}\n"),
                      {1});
  EXPECT_NEAR(run.output("peak"), 1.234, 1e-12);
}

TEST(Functionals, KnowFallingStepsAndNegativeTargets) {
  const Simulated run(integrator_problem(std::string(ramp_controller) +
                                         "simulation: {duration: 2 s, step: 100 ms}\n"
                                         "objective: {terms: {rise: \"rise_time(-y, -0.1, -0.9)\", "
                                         "never: \"rise_time(y, 1, 5)\", over: \"overshoot(-y, -1.6)\", "
                                         "under: \"overshoot(y, -1)\"}}\n"),
                      {1});  // y = t
  EXPECT_NEAR(run.output("rise"), 0.8, 1e-12);
  EXPECT_EQ(run.output("never"), 2);
  EXPECT_NEAR(run.output("over"), 0.25, 1e-12);
  EXPECT_EQ(run.output("under"), 0);
}

TEST(Functionals, PeakTimePrefersALaterHigherPeakToTheStart) {
  // y falls from 0 to -0.05 within a tick, then a parabola peaks at t = 1.05 above its start.
  const Simulated run(
      integrator_problem("controller: {name: dip, continuous: true, gains: {k: 1}, "
                         "output: {u: \"if(t < 0.05, -1, k*(1.05 - t))\"}}\n"
                         "gains: {k: {bounds: [0, 10]}}\n"
                         "simulation: {duration: 2 s, step: 50 ms}\n"
                         "objective: {terms: {peak: peak_time(y), start: peak_time(-y - t)}}\n"),
      {1});
  EXPECT_NEAR(run.output("peak"), 1.05, 0.01);
  EXPECT_NEAR(run.output("start"), 0.05, 0.05);
}

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
