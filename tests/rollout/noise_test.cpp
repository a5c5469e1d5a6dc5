// The noise of sensors: whole numbers in both precisions, normal, the same for all particles.
#include "host/rollout/noise.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "host/rollout/dependence.hpp"
#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

/// A law that remembers what it saw last; nothing moves.
std::string noisy_problem(const std::string& precision, const std::string& sensors) {
  return "name: test\n"
         "plant: {name: p, states: {y: 1, z: 1}, inputs: {u: 1/s}, dynamics: {y: 0*u, z: 0*u}}\n"
         "controller: {name: c, gains: {k: 1}, states: {seen: {next: y}, other: {next: z}}, output: {u: k}}\n"
         "gains: {k: {bounds: [0, 10]}}\n"
         "simulation: {duration: 5 s, step: 1 s, precision: " +
         precision +
         "}\n"
         "scenarios: {training: {list: [{initial_state: {y: 0}}], count: 2, "
         "initial_state: {y: uniform(-1e-9, 1e-9)}}}\n"
         "loop: {sensors: " +
         sensors +
         "}\n"
         "objective: {terms: {seen: final(seen), other: final(other)}}\n";
}

TEST(Noise, EveryStateIsFollowedByTheSameWholeNumberInFloatAndDouble) {
  for (std::size_t i = 0; i < noise::multipliers.size(); ++i) {
    const auto factor = static_cast<int>(noise::multipliers[i].factor);
    const auto modulus = static_cast<int>(noise::multipliers[i].modulus);
    for (int state = 1; state < modulus; ++state) {
      noise::State<double> wide = {1, 1, 1};
      noise::State<float> narrow = {1, 1, 1};
      wide[i] = state;
      narrow[i] = static_cast<float>(state);
      const int expected = state * factor % modulus;
      ASSERT_EQ(noise::next(wide)[i], expected);
      ASSERT_EQ(noise::next(narrow)[i], static_cast<float>(expected));
    }
  }
}

template <class T>
class NoiseIn : public ::testing::Test {};
using Precisions = ::testing::Types<double, float>;
TYPED_TEST_SUITE(NoiseIn, Precisions);

TYPED_TEST(NoiseIn, ItsSamplesAreIndependentStandardNormals) {
  constexpr int count = 400'000;
  noise::State<TypeParam> state = {123, 4567, 20000};
  std::vector<double> samples;
  samples.reserve(count);
  for (int i = 0; i < count; ++i) samples.push_back(noise::sample(state));
  const auto mean_of = [&](auto value) {
    double sum = 0;
    for (int i = 1; i < count; ++i)
      sum += value(samples[static_cast<std::size_t>(i)], samples[static_cast<std::size_t>(i - 1)]);
    return sum / count;
  };
  const double error = 5 / std::sqrt(count);  // five standard deviations of a mean of unit variance
  EXPECT_NEAR(mean_of([](double x, double) { return x; }), 0, error);
  EXPECT_NEAR(mean_of([](double x, double) { return x * x; }), 1, error * std::sqrt(2));
  EXPECT_NEAR(mean_of([](double x, double) { return x * x * x * x; }), 3, error * std::sqrt(96));
  EXPECT_NEAR(mean_of([](double x, double before) { return x * before; }), 0, error);
  EXPECT_NEAR(mean_of([](double x, double) { return std::abs(x) > 1.959964 ? 1.0 : 0.0; }), 0.05,
              error * std::sqrt(0.05 * 0.95));
  EXPECT_TRUE(std::ranges::all_of(samples, [](double x) { return std::isfinite(x); }));
}

TEST(Noise, ARolloutSeesTheSamplesThatFollowItsScenario) {
  const spec::Problem problem =
      spec::parse_problem({"test.yaml", noisy_problem("double", "{y: {noise: 0.5}}")});
  const Program program = build_program(problem, Purpose::training);
  const ScenarioTable table = draw_scenarios(problem, program, problem.scenarios.training, "training");
  engine::Outcome outcome;
  const std::vector<double> gains = {1, 2};
  engine::make_engine({"reference", 0, 1}, program, table)->evaluate(gains, outcome);
  for (std::int64_t scenario = 0; scenario < 3; ++scenario) {
    noise::State<double> state = {table.at(scenario, 2), table.at(scenario, 3), table.at(scenario, 4)};
    double last = 0;
    for (int tick = 0; tick < 5; ++tick) last = table.at(scenario, 0) + 0.5 * noise::sample(state);
    const auto first = static_cast<std::size_t>(6 + 2 * scenario);  // output 1, two particles a scenario
    EXPECT_NEAR(outcome.outputs[first], last, 1e-15);
    EXPECT_EQ(outcome.outputs[first + 1], outcome.outputs[first]) << "another particle, other noise";
  }
}

TEST(Noise, IsComputedOnceForAllParticles) {
  const Simulated run(noisy_problem("float", "{y: {noise: 0.5}}"), {1});
  const Dependence dependence = analyse(run.program);
  int registers = 0;
  for (std::size_t i = 0; i < run.program.registers.size(); ++i) {
    if (run.program.registers[i].name.find("noise") == std::string::npos) continue;
    EXPECT_TRUE(dependence.register_is_uniform[i]);
    ++registers;
  }
  EXPECT_EQ(registers, 3);
}

TEST(Noise, ScenariosSensorsAndSetsShareNone) {
  const spec::Problem problem =
      spec::parse_problem({"test.yaml", noisy_problem("double", "{y: {noise: 1}, z: {noise: 1}}")});
  const Program program = build_program(problem, Purpose::training);
  std::set<std::vector<double>> starts;
  for (const char* set : {"training", "fresh"}) {
    const ScenarioTable table = draw_scenarios(problem, program, problem.scenarios.training, set);
    for (std::int64_t scenario = 0; scenario < table.scenarios; ++scenario) {
      for (const std::int64_t first : {2, 5}) {
        const std::vector<double> start = {table.at(scenario, first), table.at(scenario, first + 1),
                                           table.at(scenario, first + 2)};
        for (std::size_t i = 0; i < start.size(); ++i) {
          EXPECT_GE(start[i], 1);
          EXPECT_LT(start[i], noise::multipliers[i].modulus);
        }
        starts.insert(start);
      }
    }
  }
  EXPECT_EQ(starts.size(), 2U * 3 * 2);
}

TEST(Noise, OfOneSensorIsTheSameWhetherAnotherIsNoisyOrNot) {
  const Simulated alone(noisy_problem("double", "{z: {noise: 1}}"), {1});
  const Simulated both(noisy_problem("double", "{y: {noise: 1}, z: {noise: 1}}"), {1});
  constexpr std::size_t seen = 3, other = 6;  // of the first of three scenarios
  EXPECT_EQ(alone.outcome.outputs[other], both.outcome.outputs[other]);
  EXPECT_NE(alone.outcome.outputs[other], 0);
  EXPECT_EQ(alone.outcome.outputs[seen], 0);
}

}  // namespace
}  // namespace gainswarm::rollout
