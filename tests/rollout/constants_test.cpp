// Constants of the problem, drawn or not, and disturbances, against answers worked out by hand: y' = u + d.
#include <gtest/gtest.h>

#include <vector>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

/// Three seconds of y' = u, u = k r, with a step of the reference.
std::string reference_problem(const std::string& constants, const std::string& reference,
                              const std::string& scenarios, const std::string& rest = "") {
  return "name: test\n"
         "plant: {name: integrator, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u}}\n"
         "controller: {name: c, gains: {k: 1/s}, output: {u: k*r}}\n"
         "gains: {k: {bounds: [0, 10]}}\n" +
         constants + "references: {r: \"" + reference + "\"}\nscenarios: {training: " + scenarios +
         "}\nsimulation: {duration: 3 s, step: 250 ms, control_period: 1 s}\n" + rest +
         "objective: {terms: {last: final(y), top: max(u), energy: energy(u), share: final(y)/(1 + size)}}\n";
}

constexpr const char* one_scenario = "{list: [{initial_state: {y: 0}}]}";
constexpr const char* step_constants = "constants: {size: 2, start: 1 s}\n";
constexpr const char* reference_step = "if(t < start, 0, size)";

TEST(Constants, AreKnownToReferencesAndToTheObjective) {
  const Simulated run(reference_problem(step_constants, reference_step, one_scenario), {1});
  EXPECT_EQ(run.output("last"), 4);
  EXPECT_EQ(run.output("share"), 4.0 / 3);
}

TEST(Constants, AddNothingUnlessScenariosVaryThem) {
  const Program with = program_of(reference_problem(step_constants, reference_step, one_scenario));
  const Program without =
      program_of(reference_problem("constants: {size: 2}\n", "if(t < 1, 0, 2)", one_scenario));
  EXPECT_EQ(with.graph.size(), without.graph.size());
  EXPECT_EQ(with.scenario_columns.size(), 1U);
}

TEST(Constants, AreWhatAScenarioSays) {
  const Simulated run(
      reference_problem(step_constants, reference_step, "{list: [{parameters: {size: 5, start: 2 s}}]}"),
      {1});
  EXPECT_EQ(run.output("last"), 5);
  EXPECT_EQ(run.output("share"), 5.0 / 6);
}

TEST(Constants, AreDrawnOncePerScenarioBesideParameters) {
  const spec::Problem problem = spec::parse_problem(
      {"test.yaml", reference_problem(step_constants, reference_step,
                                      "{count: 5, parameters: {size: uniform(1, 3)}, initial_state: {y: "
                                      "uniform(-1, 1)}}")});
  const Program program = build_program(problem, Purpose::training);
  ASSERT_EQ(program.scenario_columns.size(), 2U);
  EXPECT_EQ(program.scenario_columns[1].name, "size");
  const ScenarioTable table = draw_scenarios(problem, program, problem.scenarios.training, "training");
  for (std::int64_t scenario = 0; scenario < 5; ++scenario) {
    const double size = table.at(scenario, 1);
    EXPECT_GE(size, 1);
    EXPECT_LE(size, 3);
    const auto run = engine::simulate(program, table, scenario, std::vector<double>{1});
    EXPECT_NEAR(run.columns[0].back(), table.at(scenario, 0) + 2 * size, 1e-14);
  }
}

TEST(Constants, AreDrawnRelativeToTheirValue) {
  const spec::Problem problem = spec::parse_problem(
      {"test.yaml", reference_problem(step_constants, reference_step,
                                      "{count: 9, parameters: {size: relative_uniform(0.1)}}")});
  const Program program = build_program(problem, Purpose::training);
  const ScenarioTable table = draw_scenarios(problem, program, problem.scenarios.training, "training");
  for (std::int64_t scenario = 0; scenario < 9; ++scenario) EXPECT_NEAR(table.at(scenario, 1), 2, 0.2);
}

TEST(Disturbances, AddToAnInputBehindItsActuatorAndTheObjectiveSeesItWithout) {
  const Simulated run(reference_problem(step_constants, "5", one_scenario,
                                        "disturbances: {u: 0.5*size*t}\n"
                                        "loop: {actuators: {u: {saturation: 2}}}\n"),
                      {1});
  EXPECT_NEAR(run.output("last"), 3 * 2 + 9.0 / 2, 1e-14);
  EXPECT_EQ(run.output("top"), 2);
  EXPECT_NEAR(run.output("energy"), 3 * 4, 1e-14);
}

TEST(Disturbances, AreRecorded) {
  const auto seen =
      recorded(reference_problem(step_constants, "5", one_scenario, "disturbances: {u: size*t}\n"), {1},
               "u disturbance");
  EXPECT_EQ(seen, (std::vector<double>{0, 2, 4, 6}));
}

TEST(Disturbances, PassADeadTimeFromTheStartOn) {
  const Simulated run(
      "name: test\n"
      "plant: {name: late, inputs: {u: 1}, blocks: {y: {input: u, denominator: [1, 0], dead_time: 0.5 s}}}\n"
      "controller: {name: c, gains: {k: 1/s}, output: {u: 0*k}}\n"
      "gains: {k: {bounds: [0, 10]}}\n"
      "disturbances: {u: 1 + t}\n"
      "scenarios: {training: {list: [{initial_state: {y: 0}}]}}\n"
      "simulation: {duration: 2 s, step: 250 ms, control_period: 1 s}\n"
      "objective: {terms: {last: final(y)}}\n",
      {1});
  EXPECT_NEAR(run.output("last"), 1.5 + 1.5 * 1.5 / 2, 1e-14);
}

TEST(Disturbances, DoNotShowInWhatTheLawHeld) {
  const auto seen = recorded(
      "name: test\n"
      "plant: {name: integrator, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u}}\n"
      "controller: {name: c, gains: {k: 1}, output: {u: k + previous(u)}}\n"
      "gains: {k: {bounds: [0, 10]}}\n"
      "disturbances: {u: 7}\n"
      "scenarios: {training: {list: [{initial_state: {y: 0}}]}}\n"
      "simulation: {duration: 2 s, step: 1 s}\n"
      "objective: {terms: {last: final(y)}}\n",
      {1}, "u");
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[0], 1);
  EXPECT_EQ(seen[1], 2);
}

}  // namespace
}  // namespace gainswarm::rollout
