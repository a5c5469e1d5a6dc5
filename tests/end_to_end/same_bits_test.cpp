// Every shipped problem gives the same fingerprint on every engine, vector width and number of threads;
// device code runs on simulated devices.
#include <gtest/gtest.h>

#include "tests/device/simulated_device.hpp"
#include "tests/support/shipped_problems.hpp"

namespace gainswarm {
namespace {

class SameBits : public ::testing::TestWithParam<tests::ProblemCase> {};

TEST_P(SameBits, OnReferenceAndOnEveryWidthAndNumberOfThreads) {
  const auto [name, precision] = GetParam();
  const spec::Problem problem = tests::shortened(name, precision);
  const std::string reference = tests::tune(problem, {"reference", 0, 1}).fingerprint;
  ASSERT_EQ(reference.size(), 64U);
  for (const int simd : {1, 2, 4, 8, 16}) {
    EXPECT_EQ(tests::tune(problem, {"cpu", simd, 1}).fingerprint, reference) << simd << " lanes, one thread";
  }
  for (const int threads : {2, 3}) {
    EXPECT_EQ(tests::tune(problem, {"cpu", 0, threads}).fingerprint, reference) << threads << " threads";
  }
}

/// Long enough for many stages.
class GivingUpLosers : public ::testing::TestWithParam<tests::ProblemCase> {};

TEST_P(GivingUpLosers, ChangesNoPersonalBestAndNoGain) {
  const auto [name, precision] = GetParam();
  spec::Problem problem = tests::shortened(name, precision);
  problem.simulation.duration *= 8;
  problem.swarm.iterations = 8;
  const tuner::Tuning given_up = tests::tune(problem, {"cpu", 0, 2});
  problem.swarm.early_abandonment = false;
  const tuner::Tuning whole = tests::tune(problem, {"cpu", 0, 2});
  EXPECT_EQ(given_up.fingerprint, whole.fingerprint);
  EXPECT_EQ(given_up.swarm_best_costs, whole.swarm_best_costs);
  EXPECT_EQ(given_up.swarm.positions, whole.swarm.positions);
  EXPECT_LE(given_up.trajectory_steps, whole.trajectory_steps);
  std::cout << "share of the steps: "
            << static_cast<double>(given_up.trajectory_steps) / static_cast<double>(whole.trajectory_steps)
            << "\n";
}

class SameBitsAsDeviceCode : public tests::OnSimulatedDevice<::testing::TestWithParam<tests::ProblemCase>> {};

TEST_P(SameBitsAsDeviceCode, OnTwoDevices) {
  const auto [name, precision] = GetParam();
  const spec::Problem problem = tests::shortened(name, precision);
  const tests::SimulatedDevice device{{"SIMULATED_DEVICES", "2"}};
  EXPECT_EQ(tests::tune(problem, tests::SimulatedDevice::options()).fingerprint,
            tests::tune(problem, {"cpu"}).fingerprint);
}

/// A problem whose loop has every effect, in a precision.
spec::Problem with_every_effect(const std::string& precision) {
  const std::string actuator =
      "delay: 20 ms, dead_zone: 0.1, backlash: 0.2, quantum: 0.05, saturation: 100, rate_limit: 4000, lag: 3 "
      "ms";
  const std::string theta1 = "noise: 0.005, filter: 4 ms, quantum: 0.002, delay: 10 ms";
  return tests::load_config(
      "double_inverted_pendulum/state_feedback",
      {"simulation.precision=" + precision, "simulation.duration=0.5 s", "scenarios.training.count=3",
       "swarm.swarms=2", "swarm.particles=9", "swarm.iterations=3", "polish.evaluations=60",
       "simulation.step=2.5 ms", "loop.jitter=5 ms", "loop.sampling_jitter=2.5 ms",
       "loop.actuators.force={" + actuator + "}",
       "loop.sensors={x: {quantum: 0.001}, theta1: {" + theta1 + "}, omega2: {noise: 0.01, filter: 20 ms}}"});
}

/// A problem with every index that looks at windows, slopes, spectra and envelopes; some of its rollouts
/// fail.
spec::Problem with_every_index(const std::string& precision) {
  return tests::load_config(
      "double_inverted_pendulum/state_feedback",
      {"simulation.precision=" + precision, "simulation.duration=0.5 s", "scenarios.training.count=3",
       "swarm.swarms=2", "swarm.particles=9", "swarm.iterations=3", "polish.evaluations=60",
       "objective.terms={ise: ise(theta1), iae: iae(theta1), itse: itse(theta1), itae: 'itae(x, 0.1, 0.3)', "
       "istse: istse(x), istae: istae(x), energy: energy(force), offset: 'steady_state_error(x, 0.123)', "
       "top: 'max_between(theta1, 0.1, 0.4)', low: 'min_between(theta2, 0.1, 0.4)', mean: 'mean(x, 0.2, "
       "0.4)', "
       "back: 'undershoot(theta1, 0.1)', rough: chattering(force), high: 'spectrum_share(force, 10)', "
       "shape: 'envelope(x, 0.2, 0.1, 0.3, 0.4, 0.05)'}"});
}

using ProblemInPrecision = spec::Problem (*)(const std::string& precision);
using EveryCase = std::tuple<ProblemInPrecision, const char*>;

class SameBitsWithEvery : public tests::OnSimulatedDevice<::testing::TestWithParam<EveryCase>> {};

TEST_P(SameBitsWithEvery, EffectOrIndexOnEveryEngine) {
  const auto [make_problem, precision] = GetParam();
  const spec::Problem problem = make_problem(precision);
  const std::string reference = tests::tune(problem, {"reference", 0, 1}).fingerprint;
  for (const int simd : {1, 4, 8}) {
    EXPECT_EQ(tests::tune(problem, {"cpu", simd, 1}).fingerprint, reference) << simd << " lanes";
  }
  const tests::SimulatedDevice device{{"SIMULATED_DEVICES", "1"}};
  EXPECT_EQ(tests::tune(problem, tests::SimulatedDevice::options()).fingerprint, reference);
}

INSTANTIATE_TEST_SUITE_P(Precisions, SameBitsWithEvery,
                         ::testing::Combine(::testing::Values(with_every_effect, with_every_index),
                                            ::testing::Values("double", "float")),
                         [](const auto& test) {
                           const bool is_effect = std::get<0>(test.param) == with_every_effect;
                           return std::string(is_effect ? "effect_" : "index_") + std::get<1>(test.param);
                         });

INSTANTIATE_TEST_SUITE_P(Problems, SameBits,
                         ::testing::Combine(::testing::ValuesIn(tests::shipped_problems()),
                                            ::testing::Values("double", "float")),
                         tests::problem_case_name);

INSTANTIATE_TEST_SUITE_P(Problems, GivingUpLosers,
                         ::testing::Combine(::testing::ValuesIn(tests::shipped_problems()),
                                            ::testing::Values("double", "float")),
                         tests::problem_case_name);

INSTANTIATE_TEST_SUITE_P(Problems, SameBitsAsDeviceCode,
                         ::testing::Combine(::testing::ValuesIn(tests::shipped_problems()),
                                            ::testing::Values("double", "float")),
                         tests::problem_case_name);

}  // namespace
}  // namespace gainswarm
