// What a correct configuration means.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <numbers>

#include "host/spec/scope.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"
#include "tests/spec/isolated.hpp"

namespace gainswarm::spec {
namespace {

constexpr double degree = std::numbers::pi / 180;

Problem pendulum() {
  return load_problem(tests::test_file("valid/pendulum.yaml"));
}

/// The smallest problem: everything that has a default is left out.
std::string smallest(const std::string& more = "") {
  return "plant:\n  states: {x: m}\n  inputs: {u: m/s}\n  dynamics: {x: u}\n"
         "controller:\n  gains: {k: 1/s}\n  output: {u: -k*x}\n"
         "gains: {k: {bounds: [0, 1]}}\n"
         "scenarios: {training: {count: 1}}\n"
         "objective: {terms: {error: integral(x^2)}}\n" +
         more;
}

Problem parse(const std::string& text) {
  return parse_problem(Source{"a.yaml", text, ""});
}

TEST(Reader, DefaultsStandInForWhatIsLeftOut) {
  const Problem problem = parse(smallest());
  EXPECT_EQ(problem.name.str(), "a");
  EXPECT_EQ(problem.swarm.particles, Swarm{}.particles);
  EXPECT_EQ(problem.simulation.step, 1e-3);
  EXPECT_EQ(problem.stop.time_limit, infinity);
  EXPECT_TRUE(problem.polish.enabled);
  EXPECT_TRUE(problem.scenarios.validation.empty());
  EXPECT_FALSE(problem.scenarios.training.seed.has_value());
}

TEST(Reader, PlantIsReadFromItsFile) {
  const Problem problem = pendulum();
  EXPECT_EQ(problem.plant.name.str(), "double_inverted_pendulum");
  EXPECT_EQ(problem.plant.states[4].name.str(), "omega1");
  EXPECT_EQ(problem.plant.states[4].value, "rad/s");
  EXPECT_EQ(find(problem.plant.parameters, "mass1")->value, 0.2);
  EXPECT_EQ(find(problem.plant.parameters, "mass1")->unit, "kg");
  EXPECT_EQ(find(problem.plant.parameters, "length1")->value, 0.4);
  ASSERT_TRUE(problem.plant.mechanics.has_value());
  EXPECT_EQ(problem.plant.mechanics->mass[1][2].str(), "k*c12");
  EXPECT_EQ(problem.plant.fails_when[0].name.str(), "failed");
  EXPECT_EQ(problem.controller.name.str(), "full_state_feedback");
}

TEST(Reader, EveryFileIsRememberedTheProblemFirst) {
  const Problem problem = pendulum();
  ASSERT_EQ(problem.sources.size(), 3U);
  EXPECT_EQ(problem.sources[0]->text, tests::read_text(tests::test_file("valid/pendulum.yaml")));
  EXPECT_THAT(problem.sources[1]->name, testing::EndsWith("plants/double_inverted_pendulum.yaml"));
}

TEST(Reader, OverridesAreRememberedAfterTheFiles) {
  const std::vector<std::string> overrides = {"swarm.seed=7", "swarm.iterations=3"};
  const Problem problem = load_problem(tests::test_file("valid/pendulum.yaml"), overrides);
  ASSERT_EQ(problem.sources.size(), 5U);
  EXPECT_EQ(problem.sources[3]->name, "--set swarm.seed=7");
  EXPECT_EQ(problem.sources[4]->text, "3");
}

TEST(Reader, GainsAreTunedOrFixed) {
  const Problem problem = pendulum();
  const Gain* tuned = find(problem.gains, "k_x");
  EXPECT_EQ(tuned->scale, Scale::log);
  EXPECT_EQ(tuned->low, 0.1);
  EXPECT_FALSE(tuned->fixed.has_value());
  EXPECT_EQ(find(problem.gains, "k_omega2")->fixed, 41.34);
}

TEST(Reader, ScenariosAreDrawnInTheUnitOfTheState) {
  const ScenarioSet training = pendulum().scenarios.training;
  EXPECT_EQ(training.list[0].initial_state[0].value.value, 10 * std::numbers::pi / 180);
  const Draw* theta2 = find(training.initial_state, "theta2");
  EXPECT_EQ(theta2->distribution, Distribution::uniform);
  EXPECT_DOUBLE_EQ(theta2->a, -15 * degree);
  EXPECT_EQ(find(training.initial_state, "x")->distribution, Distribution::fixed);
  EXPECT_EQ(find(training.parameters, "cart_mass")->a, 0.05);
  EXPECT_EQ(find(training.parameters, "gravity")->distribution, Distribution::normal);
  EXPECT_EQ(training.seed, 7U);
}

TEST(Reader, ObjectiveTakesShortAndLongTerms) {
  const Objective objective = pendulum().objective;
  EXPECT_EQ(objective.terms[0].value.weight, 50);
  EXPECT_EQ(objective.terms[1].value.weight, 1);
  EXPECT_EQ(objective.terms[1].value.value.str(), "integral(force^2)");
  EXPECT_EQ(objective.require[0].value.below, 2);
  EXPECT_EQ(objective.over_scenarios.kind, Aggregate::cvar);
  EXPECT_EQ(objective.over_scenarios.parameter, 0.9);
}

TEST(Reader, ReferencesAndDisturbancesAreExpressionsOrNumbersWithUnits) {
  const Problem problem =
      parse(smallest("references: {angle: 30 deg, bare: 2, ramp: 2*t, percent: -5 %}\n"
                     "disturbances: {u: 20 mm/s}\n"));
  const auto text = [](const Map<Formula>& map, const std::string& name) {
    return find(map, name)->text.str();
  };
  EXPECT_EQ(std::stod(text(problem.references, "angle")), 30 * degree);
  EXPECT_EQ(find(problem.references, "angle")->unit, "rad");
  EXPECT_EQ(text(problem.references, "bare"), "2");
  EXPECT_EQ(text(problem.references, "ramp"), "2*t");
  EXPECT_EQ(text(problem.references, "percent"), "-0.05");
  EXPECT_EQ(text(problem.disturbances, "u"), "0.02");
}

TEST(Reader, InertiaHasThreeForms) {
  const Swarm constriction = parse(smallest("swarm: {inertia: constriction}\n")).swarm;
  EXPECT_TRUE(constriction.constriction);
  EXPECT_EQ(constriction.inertia_start, Swarm{}.inertia_start);
  const Swarm constant = parse(smallest("swarm: {inertia: 0.7}\n")).swarm;
  EXPECT_FALSE(constant.constriction);
  EXPECT_EQ(constant.inertia_start, 0.7);
  EXPECT_EQ(constant.inertia_end, 0.7);
  const Swarm schedule = parse(smallest("swarm: {inertia: [0.9, 0.3]}\n")).swarm;
  EXPECT_EQ(schedule.inertia_start, 0.9);
  EXPECT_EQ(schedule.inertia_end, 0.3);
}

TEST(Reader, SaturationHasTwoForms) {
  const Actuator both =
      parse(smallest("loop: {actuators: {u: {saturation: 2 mm/s}}}\n")).loop.actuators[0].value;
  EXPECT_EQ(both.lower, -0.002);
  EXPECT_EQ(both.upper, 0.002);
  const Actuator pair =
      parse(smallest("loop: {actuators: {u: {saturation: [0, inf]}}}\n")).loop.actuators[0].value;
  EXPECT_EQ(pair.lower, 0);
  EXPECT_EQ(pair.upper, infinity);
}

TEST(Reader, LoopEffectsAreReadInSi) {
  const Loop loop = pendulum().loop;
  const Actuator force = loop.actuators[0].value;
  EXPECT_EQ(force.delay, 0.02);
  EXPECT_EQ(force.dead_zone.value, 0.1);
  EXPECT_EQ(force.backlash.value, 0.2);
  EXPECT_EQ(force.quantum.value, 0.5);
  EXPECT_EQ(force.upper, 150);
  EXPECT_EQ(force.rate_limit.value, 5000);
  EXPECT_EQ(force.lag, 0.002);
  const Sensor theta1 = loop.sensors[0].value;
  EXPECT_EQ(theta1.noise.value, 0.5 * degree);
  EXPECT_EQ(theta1.filter, 0.005);
  EXPECT_EQ(theta1.quantum.value, 0.01);
  EXPECT_EQ(theta1.delay, 0.01);
  EXPECT_EQ(loop.sensors[1].value.quantum.value, 0.001);
}

TEST(Reader, NoiseAloneMakesScenariosDiffer) {
  const std::string text = smallest("loop: {sensors: {x: {noise: 1 mm}}}\n");
  EXPECT_EQ(parse(std::string(text).replace(text.find("count: 1"), 8, "count: 5")).scenarios.training.count,
            5);
}

TEST(Reader, AnOutputThatIsNoStateTakesSensorNumbersInAnyUnit) {
  const std::string text = smallest("loop: {sensors: {y: {noise: 1 V}}}\n");
  const Problem problem =
      parse(std::string(text).replace(text.find("dynamics"), 8, "outputs: {y: 2*x}\n  dynamics"));
  EXPECT_EQ(problem.loop.sensors[0].value.noise.value, 1);
}

TEST(Reader, LinearisedPlantHasTheStatesOfThePlantInside) {
  const std::string folder = tests::test_file("valid");
  const Problem problem = parse_problem(
      Source{folder + "/linear.yaml",
             "plant: {linearise: {plant: plants/double_inverted_pendulum.yaml, about: {theta1: 1 deg}}}\n"
             "controller: {output: {force: -x}}\n"
             "scenarios: {training: {count: 1}}\nobjective: {terms: {a: integral(x^2)}}\n",
             folder});
  EXPECT_EQ(moving_plant(problem.plant).states.size(), 6U);
  EXPECT_EQ(problem.plant.linearise->about[0].value.value, degree);
}

TEST(Reader, OutputsOfALinearisedPlantMayBeThoseOfThePlantInside) {
  const std::string text = smallest();
  const std::string inside = "states: {x: m}, inputs: {u: m/s}, dynamics: {x: u}";
  const Problem problem =
      parse("plant: {linearise: {plant: {" + inside +
            ", outputs: {y: 2*x}}}, outputs: {x: ' x ', y: 2*x}}\n" + text.substr(text.find("controller")));
  EXPECT_EQ(problem.plant.outputs.size(), 2U);
}

TEST(Reader, MapsHaveUpToFiveHundredEntries) {
  std::string parameters = "parameters: {p0: 1";
  for (int i = 1; i < 500; ++i) parameters += ", p" + std::to_string(i) + ": 1";
  std::string text = smallest();
  text.insert(text.find("dynamics"), parameters + "}\n  ");
  EXPECT_EQ(parse(text).plant.parameters.size(), 500U);
}

TEST(Reader, SinglePrecisionTakesItsWholeRange) {
  const Problem problem =
      parse(smallest("simulation: {precision: float}\nloop: {actuators: {u: {saturation: "
                     "[-3.4e38, inf]}}}\nparameters: {}\n"));
  EXPECT_EQ(problem.loop.actuators[0].value.lower, -3.4e38);
}

TEST(Reader, PositionsPointIntoTheFile) {
  const Problem problem = pendulum();
  const Text& force = problem.plant.mechanics->force[0];
  EXPECT_THAT(force.at(force.str().find("omega2")).to_string(), testing::EndsWith("pendulum.yaml:32:24"));
}

TEST(Reader, PlantAndControllerLoadAlone) {
  EXPECT_EQ(load_plant(tests::test_file("valid/plants/double_inverted_pendulum.yaml")).inputs[0].value, "N");
  EXPECT_EQ(load_controller(tests::test_file("valid/controllers/full_state_feedback.yaml")).gains.size(), 6U);
  EXPECT_THROW(load_plant(tests::test_file("valid/pendulum.yaml")), InputError);
}

TEST(Reader, ShippedConfigurationsAreRead) {
  int problems = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(support::shipped("configs"))) {
    const std::string folder = entry.path().parent_path().filename().string();
    if (entry.path().extension() != ".yaml") {
      continue;
    }
    if (folder == "plants") {
      EXPECT_NO_THROW(load_plant(entry.path().string())) << entry.path();
    } else if (folder == "controllers") {
      EXPECT_NO_THROW(load_controller(entry.path().string())) << entry.path();
    } else {
      EXPECT_NO_THROW(load_problem(entry.path().string())) << entry.path();
      ++problems;
    }
  }
  EXPECT_GT(problems, 0);
}

}  // namespace
}  // namespace gainswarm::spec
