// Where loops are linearised, and what has to hold there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/analysis/loop_report.hpp"
#include "host/analysis/margins.hpp"
#include "host/analysis/operating_point.hpp"
#include "host/analysis/rule_gains.hpp"
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

/// A car against drag: it rests at 27.8 m/s under 459.136 N.
const std::string car = "states: {v: 1}, inputs: {f: 1}, dynamics: {v: (f - 0.4*v^2 - 150)/1500}";
const std::string car_law = "states: {i: {rate: r - v}}, output: {f: k*(r - v) + 100*i}";

TEST(OperatingPoint, MayBeWrittenToThreeDigits) {
  const auto slowest = [](const std::string& force) {
    const spec::Problem given = problem(car, car_law, at("{v: 27.8, f: " + force + "}", "27.8"));
    const double gains[] = {1000};
    EXPECT_TRUE(report_on_plant(given).obstacle.empty()) << report_on_plant(given).obstacle;
    EXPECT_EQ(rule_gains(given, {}).front().reason.find("rest"), std::string::npos);
    return report_on_loop(given, gains).decay_rate;
  };
  const double exact = slowest("459.136");
  EXPECT_GT(exact, 0.05);
  EXPECT_EQ(slowest("459.14"), exact);
  EXPECT_EQ(slowest("459"), exact);
}

TEST(OperatingPoint, MayBeWrittenToThreeDigitsOfAPlantInDiscreteTime) {
  const auto obstacle = [](const std::string& point) {
    return obstacle_there(problem("states: {x: 1}, inputs: {u: 1}, next: {x: 0.9*x + 0.3*u}",
                                  "output: {u: -k*(x - 1.23) + 0.41}",
                                  "simulation: {duration: 1 s, step: 0.1 s}\noperating_point: " + point),
                          1);
  };
  EXPECT_EQ(obstacle("{x: 1.23, u: 0.41}"), "");
  EXPECT_EQ(obstacle("{x: 1.23, u: 0.412}"), "");
  EXPECT_THAT(obstacle("{x: 1.23, u: 0.5}"), HasSubstr("it rests at {x: 1.23, u: 0.41}"));
}

TEST(OperatingPoint, ThatIsNoRestIsRefusedWithOneThatIs) {
  const auto refusal = [](const std::string& plant, const std::string& point) {
    const spec::Problem given = problem(plant, "output: {u: -k*x}", at(point, "0"));
    std::string of_loop = obstacle_there(given, 1);
    EXPECT_EQ(report_on_plant(given).obstacle, of_loop);
    return of_loop;
  };
  const std::string body = "states: {x: 1, v: 1}, inputs: {u: 1}, dynamics: {x: v, v: ",
                    seen = "}, outputs: {x: x}";
  EXPECT_THAT(
      refusal(body + "u - 9.81" + seen, "{}"),
      testing::EndsWith(
          "does not rest at the origin (no 'operating_point' is named, and there the rate of 'v' is -9.81; "
          "it rests at {u: 9.81})"));
  EXPECT_THAT(refusal(body + "u - sin(x)" + seen, "{x: 0.1}"),
              HasSubstr("it rests at {x: 0.1, u: 0.0998334})"));
  EXPECT_THAT(refusal(body + "u - x" + seen, "{x: 1, u: 1.02}"), HasSubstr("it rests at {x: 1, u: 1})"));
  const spec::Problem later = problem(body + "u - if(t > 0.5, 1, 0)" + seen, "output: {u: -k*x}");
  EXPECT_THAT(obstacle_there(later, 1), testing::EndsWith("there the rate of 'v' is -1)"));
  EXPECT_THAT(refusal(body + "u^2 + 1" + seen, "{x: 1, u: 1}"), HasSubstr("(there the rate of 'v' is 2)"));
}

/// Where inputs alone cannot hold the states that are named: two digits of a level are not enough.
TEST(OperatingPoint, IsSuggestedWithOtherStatesWhereItTakesThem) {
  const spec::Problem given =
      problem("states: {a: 1, b: 1}, inputs: {u: 1}, dynamics: {a: u - sqrt(a), b: sqrt(a) - sqrt(b)}",
              "output: {u: -k*(b - 2) + 1.41}", at("{a: 2, b: 2.1, u: 1.41}", "0"));
  EXPECT_THAT(obstacle_there(given, 1), HasSubstr("(there the rate of 'b' is -0.03492; it rests at {a: 2.0"));
}

/// The position of a vehicle that moves.
TEST(OperatingPoint, NeedNotHoldWhatIsOutsideTheLoop) {
  const spec::Problem given =
      problem("states: {s: 1, v: 1}, inputs: {f: 1}, dynamics: {s: v, v: f - v^2}, outputs: {v: v}",
              "output: {f: -k*(v - 3) + 9}", at("{v: 3, f: 8}", "0"));
  EXPECT_THAT(obstacle_there(given, 1), HasSubstr("it rests at {v: 3, f: 9})"));
}

/// To the digits of its input the law rests there, and bends only elsewhere.
TEST(OperatingPoint, MayBeWrittenToThreeDigitsUnderALawThatKnowsThePlant) {
  const spec::Problem given =
      problem(car, "output: {f: k*(r - v) + 0.4*v^2 + 150}", at("{v: 27.8, f: 459}", "27.8"));
  EXPECT_EQ(obstacle_there(given, 1000), "");
}

}  // namespace
}  // namespace gainswarm::analysis
