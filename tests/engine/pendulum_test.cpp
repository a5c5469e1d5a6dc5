// A real program against the same arithmetic compiled by the C++ compiler.
#include <gtest/gtest.h>

#include <random>

#include "tests/engine/builder.hpp"
#include "tests/engine/double_pendulum.hpp"
#include "tests/engine/engine_bits.hpp"
#include "tests/engine/pendulum_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

constexpr std::int64_t ticks = 2000;

template <class T>
class DoublePendulum : public testing::Test {};
using Precisions = testing::Types<double, float>;
TYPED_TEST_SUITE(DoublePendulum, Precisions);

/// Stabilising gains, somewhat disturbed: some of the rollouts fall.
std::vector<double> random_pendulum_gains(std::size_t particles) {
  constexpr std::array good = {-3.162, 255.717, -302.331, -6.997, 15.301, -41.34};
  std::mt19937_64 random(tests::fresh_seed());
  std::uniform_real_distribution factor(0.0, 2.0);
  std::vector<double> gains;
  for (std::size_t i = 0; i < particles * good.size(); ++i)
    gains.push_back(good[i % good.size()] * factor(random));
  return gains;
}

template <class T>
void run_plain_loop(const double* gain_values, const std::vector<double>& start, Outcome& outcome) {
  std::array<T, 6> gains;
  pendulum::State<T> state = {};
  for (std::size_t i = 0; i < gains.size(); ++i) {
    gains[i] = static_cast<T>(gain_values[i]);
    state[i] = static_cast<T>(start[i]);
  }
  std::int64_t survived = 0;
  for (; survived < ticks; ++survived) {
    const pendulum::State<T> next = pendulum::step(state, pendulum::feedback(state, gains));
    if (static_cast<T>(1.5707963267948966) < arithmetic::absolute(next[1])) break;
    state = next;
  }
  outcome.survived.push_back(survived);
  outcome.cause.push_back(survived < ticks ? 0 : -1);
  outcome.outputs.insert(outcome.outputs.end(), {state[6], state[0], state[1]});
}

TYPED_TEST(DoublePendulum, CompiledRolloutIsBitIdenticalToAPlainLoop) {
  constexpr std::size_t particles = 50;
  const bool is_double = sizeof(TypeParam) == sizeof(double);
  const rollout::Program program =
      pendulum_program(is_double ? graph::Precision::float64 : graph::Precision::float32, ticks);
  const rollout::ScenarioTable start = one_scenario({0.1, 0.05, -0.02, 0, 0.1, 0});
  const std::vector<double> gains = random_pendulum_gains(particles);
  Outcome plain;
  for (std::size_t i = 0; i < particles; ++i) run_plain_loop<TypeParam>(&gains[i * 6], start.values, plain);
  Outcome expected = plain;  // from [particle][output] to [output][particle]
  for (std::size_t i = 0; i < plain.outputs.size(); ++i)
    expected.outputs[i % 3 * particles + i / 3] = plain.outputs[i];
  for (const int simd : {1, 8, 0})
    expect_same_bits(expected, outcome_of({"cpu", simd, 2}, program, start, gains));
}

}  // namespace
}  // namespace gainswarm::engine
