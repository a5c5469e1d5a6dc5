// Times are the numbers nearest to what is written, and what jumps in time jumps there.
#include "host/rollout/time_grid.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

/// A time as somebody writes it: digits with `places` of them behind the point.
struct Written {
  std::int64_t digits;
  int places;
  [[nodiscard]] std::string times(std::int64_t count) const {
    return std::to_string(digits * count) + "e-" + std::to_string(places);
  }
};

constexpr std::array spacings = std::to_array<Written>({{15, 2},   // 0.15
                                                        {3, 2},    // 0.03
                                                        {7, 1},    // 0.7
                                                        {1, 3},    // 0.001
                                                        {25, 4},   // 0.0025
                                                        {1, 6},    // 1e-6
                                                        {333, 6},  // 0.000333
                                                        {12, 1},   // 1.2
                                                        {5, 1},    // 0.5
                                                        {20, 0}});

class WrittenTimes : public testing::TestWithParam<Written> {};

TEST_P(WrittenTimes, AreHitByEveryTickInDouble) {
  const TimeGrid times(std::strtod(GetParam().times(1).c_str(), nullptr), 1, graph::Precision::float64);
  for (std::int64_t count = 0; count < 200'000; ++count) {
    ASSERT_EQ(times.at(static_cast<double>(count)), std::strtod(GetParam().times(count).c_str(), nullptr))
        << count;
  }
}

TEST_P(WrittenTimes, AreHitByEveryTickInFloat) {
  graph::Graph graph(graph::Precision::float32);
  const TimeGrid times(std::strtod(GetParam().times(1).c_str(), nullptr), 1, graph.precision());
  for (std::int64_t count = 0; count < 20'000; ++count) {
    const double time = times.at(Value{&graph, graph.constant(static_cast<double>(count))}).constant();
    ASSERT_EQ(static_cast<float>(time), std::strtof(GetParam().times(count).c_str(), nullptr)) << count;
  }
}

INSTANTIATE_TEST_SUITE_P(Spacings, WrittenTimes, testing::ValuesIn(spacings));

TEST(TimeGrid, TakesWhatNobodyWroteAsItIs) {
  const double third = 1.0 / 3;
  const TimeGrid times(third, 1, graph::Precision::float64);
  EXPECT_EQ(times.at(3), 3 * third);
  EXPECT_EQ(times.at(7), 7 * third);
}

TEST(TimeGrid, KnowsWhatLiesJustBesideATime) {
  for (const auto precision : {graph::Precision::float64, graph::Precision::float32}) {
    graph::Graph graph(precision);
    for (const double time : {0.0, 1e-6, 0.9, 1.0, 1.75, 12345.678}) {
      const Value now{&graph, graph.constant(time)};
      EXPECT_GT(just_after(now).constant(), now.constant());
      EXPECT_NEAR(just_after(now).constant(), now.constant(), 4e-7 * time + 1e-29);
      if (time == 0) continue;
      EXPECT_LT(just_before(now).constant(), now.constant());
      EXPECT_NEAR(just_before(now).constant(), now.constant(), 4e-7 * time);
    }
  }
}

TEST(TimeGrid, HasTicksAmongTheStepsWhateverTheirNumber) {
  for (const std::int64_t parts : {2, 3, 7, 10, 1000}) {
    const TimeGrid ticks(0.15, 1, graph::Precision::float64), steps(0.15, parts, graph::Precision::float64);
    for (std::int64_t tick = 0; tick < 10'000; ++tick)
      ASSERT_EQ(steps.at(static_cast<double>(tick * parts)), ticks.at(static_cast<double>(tick))) << parts;
  }
}

/// A sampled law that passes on a step of the set point at `time`, on a clock of `period`.
double final_after_step(const std::string& time, const std::string& period, const std::string& precision) {
  return Simulated(integrator_problem("controller: {name: pass, gains: {k: 1/s}, output: {u: k*r}}\n"
                                      "gains: {k: {bounds: [0, 10]}}\n"
                                      "references: {r: \"if(t < " +
                                      time +
                                      ", 0, 1)\"}\n"
                                      "simulation: {duration: 3 s, step: " +
                                      period + " s, precision: " + precision +
                                      "}\nobjective: {terms: {last: final(y)}}\n"),
                   {1})
      .output("last");
}

TEST(StepOfTheSetPoint, ComesAtTheTickWhereItIsWritten) {
  for (const char* precision : {"double", "float"}) {
    for (int tick = 1; tick < 20; ++tick) {
      const std::string time = std::to_string(15 * tick) + "e-2";
      EXPECT_NEAR(final_after_step(time, "0.15", precision), 3 - 0.15 * tick, 1e-5) << time;
    }
    EXPECT_NEAR(final_after_step("0.9", "0.03", precision), 2.1, 1e-5);
  }
}

/// y' = -y + d with a load d that jumps to 1 at 1 s; `condition` says when it acts, of two numbers a and b.
Simulated load_that_jumps(const std::string& disturbance, const std::string& integrator,
                          const std::string& step) {
  return {
      "name: test\nplant: {name: lag, states: {y: 1}, inputs: {u: 1/s}, dynamics: {y: u - y}}\n"
      "scenarios: {training: {list: [{}]}}\ncontroller: {name: none, gains: {k: 1/s}, output: {u: 0*k}}\n"
      "gains: {k: {bounds: [0, 1]}}\ndisturbances: {u: \"" +
          disturbance + "\"}\nsimulation: {duration: 2 s, step: " + step + " s, integrator: " + integrator +
          "}\nobjective: {terms: {y: final(y), load: \"integral(" + disturbance + ")\"}}\n",
      {0}};
}

class Jump : public testing::TestWithParam<const char*> {};

TEST_P(Jump, AtTheEndOfAStepIsIntegratedExactly) {
  for (const char* integrator : {"euler", "heun", "rk4"}) {
    EXPECT_NEAR(load_that_jumps(GetParam(), integrator, "0.02").output("load"), 1, 1e-12) << integrator;
  }
}

TEST_P(Jump, LeavesTheMethodItsOrder) {
  const double exact = 1 - std::exp(-1.0);
  const double coarse = std::abs(load_that_jumps(GetParam(), "rk4", "0.05").output("y") - exact);
  const double fine = std::abs(load_that_jumps(GetParam(), "rk4", "0.025").output("y") - exact);
  EXPECT_NEAR(std::log2(coarse / fine), 4, 0.1);
}

INSTANTIATE_TEST_SUITE_P(Conditions, Jump,
                         testing::Values("if(t < 1, 0, 1)", "if(t <= 1, 0, 1)", "if(t > 1, 1, 0)",
                                         "if(t >= 1, 1, 0)", "floor(min(t, 1.5))"));

TEST(JumpAtTheStart, IsThereAtOnce) {
  EXPECT_NEAR(load_that_jumps("if(t > 0, 0.5, 0)", "rk4", "0.1").output("load"), 1, 1e-12);
}

}  // namespace
}  // namespace gainswarm::rollout
