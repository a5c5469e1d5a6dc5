// Where loops are linearised, and what has to hold there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/analysis/margins.hpp"
#include "host/analysis/operating_point.hpp"
#include "tests/analysis/loop_problem.hpp"

namespace gainswarm::analysis {
namespace {

using testing::HasSubstr;

const std::string tank = "states: {h: 1}, inputs: {q: 1}, dynamics: {h: q - sqrt(h)}";
const std::string tank_law = "states: {i: {rate: r - h}}, output: {q: k*(r - h) + 2*i}";

std::string at(const std::string& point, const std::string& reference) {
  return "simulation: {duration: 1 s, step: 1 ms}\nreferences: {r: " + reference +
         "}\noperating_point: " + point;
}

/// At the problem's own operating point.
LoopModel model_there(const spec::Problem& of, double k) {
  const LinearLoop loop(of, operating_point(of));
  const double gains[] = {k};
  EXPECT_EQ(loop.obstacle(gains), "");
  return loop.at(gains);
}

std::string obstacle_there(const spec::Problem& of, double k) {
  const double gains[] = {k};
  return LinearLoop(of, operating_point(of)).obstacle(gains);
}

/// An integrator that starts at 0 is not yet where it gives the point's input, but that is no bend of the
/// plant.
TEST(ContinuousPi, IsLinearisedOnAPlantThatIsSmoothAtTheOperatingPointAlone) {
  const spec::Problem given = problem(tank, "continuous: true, " + tank_law, at("{h: 4, q: 2}", "4"));
  const LoopModel model = model_there(given, 3);
  EXPECT_NEAR(model.a(0, 0), -0.25 - 3, 1e-12);
  EXPECT_NEAR(model.a(0, 1), 2, 1e-12);
  EXPECT_NEAR(model.a(1, 0), -1, 1e-12);
  EXPECT_NEAR(model.b(0, 0), 1, 1e-12);
  const LoopModel sampled = model_there(problem(tank, tank_law, at("{h: 4, q: 2}", "4")), 3);
  EXPECT_NEAR(decay_rate(poles(model)), decay_rate(poles(sampled)), 0.01);
}

/// What the law gives with its integrator at 0 is 0, where u^2 has no slope.
TEST(ContinuousPi, SeesThePlantsSlopeOverTheOperatingPointsInput) {
  const std::string plant = "states: {h: 1}, inputs: {q: 1}, dynamics: {h: q^2 - h}";
  const LoopModel model =
      model_there(problem(plant, "continuous: true, " + tank_law, at("{h: 4, q: 2}", "4")), 3);
  EXPECT_NEAR(model.a(0, 0), -1 - 4 * 3, 1e-12);
  EXPECT_NEAR(model.a(0, 1), 4 * 2, 1e-12);
  EXPECT_NEAR(model.b(0, 0), 4, 1e-12);
}

/// The same of what enters a dead time, under either kind of law.
TEST(DeadTime, MayDelayWhatIsSmoothAtTheOperatingPointAlone) {
  const std::string late =
      "states: {h: 1}, inputs: {q: 1}, dynamics: {h: q - sqrt(h)}, "
      "blocks: {out: {input: sqrt(h), dead_time: 0.1 s}}, outputs: {y: out}";
  const std::string law = "states: {i: {rate: r - y}}, output: {q: k*(r - y) + 2*i}";
  for (const std::string kind : {"", "continuous: true, "}) {
    const spec::Problem given = problem(late, kind + law, at("{h: 4, q: 2}", "2"));
    EXPECT_EQ(obstacle_there(given, 3), "") << kind;
  }
}

TEST(ContinuousPi, IsNotLinearisedWherePlantOrLawBends) {
  const auto with = [](const std::string& dynamics, const std::string& law) {
    return obstacle_there(
        problem("states: {h: 1}, inputs: {q: 1}, dynamics: {h: \"" + dynamics + "\"}",
                "continuous: true, states: {i: {rate: r - h}}, output: {q: \"" + law + "\"}",
                at("{h: 4, q: 2}", "4")),
        3);
  };
  EXPECT_THAT(with("q - 2 - abs(h - 4)", "k*(r - h) + i"), HasSubstr("'h' switches or bends over 'h'"));
  EXPECT_THAT(with("q - 2 + abs(q - 2)", "k*(r - h) + i"), HasSubstr("'h' switches or bends"));
  EXPECT_THAT(with("q - sqrt(h)", "k*(r - h) + tanh(i)"),
              HasSubstr("the law's 'q' switches or bends over 'i'"));
}

}  // namespace
}  // namespace gainswarm::analysis
