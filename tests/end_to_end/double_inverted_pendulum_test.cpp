// The double inverted pendulum from YAML to validated gains.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/support/tune_config.hpp"

namespace gainswarm {
namespace {

/// Change of the plant's energy over ten seconds of free fall without friction.
double energy_drift(const std::string& step) {
  spec::Problem problem = tests::load_config("double_inverted_pendulum/state_feedback",
                                             {"simulation.step=" + step, "simulation.control_period=0"});
  for (const char* friction : {"cart_friction", "friction1", "friction2"}) {
    problem.parameters.push_back({spec::Text(friction), {0, "", {}}});
  }
  problem.plant.fails_when.clear();
  problem.plant.let.push_back(
      {spec::Text("kinetic"),
       spec::Text("((cart_mass + mass1 + mass2)*v^2 + (mass1*com1^2 + mass2*length1^2 + "
                  "inertia1)*omega1^2 + (mass2*com2^2 + inertia2)*omega2^2)/2 + "
                  "a1*c1*v*omega1 + a2*c2*v*omega2 + k*c12*omega1*omega2")});
  problem.plant.let.push_back({spec::Text("energy"), spec::Text("kinetic + gravity*(a1*c1 + a2*c2)")});
  problem.objective.terms = {{spec::Text("drift"), {spec::Text("max(energy) - min(energy)"), 1}}};
  problem.scenarios.training = {};
  problem.scenarios.training.list = {
      {{{spec::Text("theta1"), {0.1, "rad", {}}}, {spec::Text("theta2"), {-0.1, "rad", {}}}}, {}}};
  const auto program = rollout::build_program(problem, rollout::Purpose::training);
  const auto scenarios = rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
  engine::Outcome outcome;
  engine::make_engine({}, program, scenarios)->evaluate(std::vector<double>(6, 0.0), outcome);
  return outcome.outputs[0];
}

TEST(DoubleInvertedPendulum, KeepsItsEnergyWithoutFrictionAndInput) {
  const double drift = energy_drift("1 ms");
  EXPECT_LT(drift, 2e-8);  // J, of about 2 J that swing
  EXPECT_GT(drift, 0);     // something moved
}

TEST(DoubleInvertedPendulum, LosesEnergyAtTheOrderOfRungeKutta) {
  const double ratio = energy_drift("2 ms") / energy_drift("1 ms");
  EXPECT_GT(ratio, 16);  // fourth order in the state gives at least 2^4
}

/// results/reference/double_inverted_pendulum.md, which shows the fingerprints of these runs.
std::string reference_page() {
  std::ifstream file(support::shipped("results/reference/double_inverted_pendulum.md"));
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The line that the page has for a controller ends with this.
std::string reference(const tuner::Tuning& tuning) {
  return "| 42 | " + tuning.fingerprint.substr(0, 16) + " |";
}

class TunedDoubleInvertedPendulum : public ::testing::TestWithParam<const char*> {};

TEST_P(TunedDoubleInvertedPendulum, SettlesFromFreshStarts) {
  const auto problem = tests::load_config(std::string("double_inverted_pendulum/") + GetParam());
  const tuner::Tuning tuning = tests::tune(problem);
  EXPECT_THAT(reference_page(), testing::HasSubstr(reference(tuning)));
  const std::vector<double> required{0.995, 0.98, 0.98};  // within 0.3 rad, 0.4 rad, and in the real loop
  for (std::size_t i = 0; i < required.size(); ++i) {
    const auto& set = problem.scenarios.validation[i];
    const tuner::Validation validation = tests::validate(problem, set, tuning.gains);
    EXPECT_EQ(validation.scenarios, 400);
    EXPECT_GE(validation.success_rate, required[i]) << set.name.str();
  }
}

INSTANTIATE_TEST_SUITE_P(Controllers, TunedDoubleInvertedPendulum,
                         ::testing::Values("adaptive_sliding_mode", "cascade", "conditional_hybrid",
                                           "hybrid_adaptive_super_twisting", "integral_sliding_mode",
                                           "lqr_weights", "predictive_control", "sliding_mode",
                                           "state_feedback", "super_twisting", "terminal_sliding_mode"),
                         [](const auto& test) { return std::string(test.param); });

TEST(TunedSwingUp, SwingsUpFromHanging) {
  const auto problem = tests::load_config("double_inverted_pendulum/swing_up");
  const auto& set = problem.scenarios.validation.front();
  const tuner::Tuning tuning = tests::tune(problem);
  EXPECT_THAT(reference_page(), testing::HasSubstr(reference(tuning)));
  const tuner::Validation validation = tests::validate(problem, set, tuning.gains);
  EXPECT_EQ(validation.scenarios, 100);
  EXPECT_GE(validation.success_rate, 0.9);
}

}  // namespace
}  // namespace gainswarm
