// Dead times against the method of steps.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

std::string block_problem(const std::string& blocks, const std::string& law, const std::string& simulation,
                          const std::string& start = "{}") {
  return "name: test\nplant:\n  inputs: {u: 1}\n  blocks:\n" + blocks + "controller: " + law +
         "\ngains: {k: {bounds: [0, 10]}}\nsimulation: {" + simulation +
         "}\nscenarios: {training: {list: [{initial_state: " + start +
         "}]}}\nobjective: {terms: {last: final(y), area: integral(y^2)}}\n";
}

const std::string sampled_step = "{name: step, gains: {k: 1}, output: {u: if(t < 0.5, 0, k*(1 + t))}}";
const std::string proportional_law = "{name: p, continuous: true, gains: {k: 1}, output: {u: -k*y}}";

TEST(DeadTimes, OfHeldInputsAreExact) {
  // u is 0, 0, 1.5, 1.75 at ticks of a quarter; y' = u(t - 0.5)
  const auto y = recorded(block_problem("    y: {input: u, poles: [0], dead_time: 0.5 s}\n", sampled_step,
                                        "duration: 1.5 s, step: 125 ms, control_period: 250 ms"),
                          {1}, "y");
  EXPECT_EQ(y, (std::vector<double>{0, 0, 0, 0, 0, 0.25 * 1.5, 0.25 * (1.5 + 1.75)}));
}

TEST(DeadTimes, OfASignalReturnWhatWentInIncludingItsPast) {
  // Nothing but a dead time: y is the ramp x of a second ago, and before it where the ramp began
  const auto y = recorded(
      block_problem("    x: {input: u, poles: [0]}\n    y: {input: x, dead_time: 1 s}\n",
                    "{name: one, gains: {k: 1}, output: {u: k}}", "duration: 3 s, step: 0.5 s", "{x: 2}"),
      {1}, "y");
  EXPECT_EQ(y, (std::vector<double>{2, 2, 2, 2.5, 3, 3.5, 4}));
}

/// y' = -k y(t - 1) with nothing before the start: y = sum of (-k)^n (t - n)^n / n! over n <= t.
double delayed_feedback(double k, double t) {
  double sum = 0, factor = 1;
  for (int n = 0; n <= static_cast<int>(t); ++n) {
    if (n > 0) factor *= -k / n;
    sum += factor * std::pow(t - n, n);
  }
  return sum;
}

double error_with(const std::string& integrator, double step) {
  const Simulated run(
      block_problem("    y: {input: u, poles: [0], dead_time: 1 s}\n", proportional_law,
                    "duration: 8 s, step: " + std::to_string(step) + ", integrator: " + integrator, "{y: 1}"),
      {1.2});
  return std::abs(run.output("last") - delayed_feedback(1.2, 8));
}

TEST(DeadTimes, HalvingTheStepDividesTheErrorByTwoToTheOrder) {
  for (const auto& [integrator, order] : {std::pair{"euler", 1}, {"heun", 2}, {"rk4", 4}}) {
    const double coarse = error_with(integrator, 0.125), fine = error_with(integrator, 0.0625);
    EXPECT_NEAR(std::log2(coarse / fine), order, 0.25) << integrator << ' ' << coarse << ' ' << fine;
  }
}

TEST(DeadTimes, OfASingleStepWorkToo) {
  // A second in one step, or in a hundred: the law sees the same
  EXPECT_LT(error_with("rk4", 1), 0.1);
}

TEST(DeadTimes, InSeriesAddUp) {
  const std::string twice =
      "    first: {input: u, dead_time: 0.75 s}\n    y: {input: first, poles: [0], dead_time: 0.25 s}\n";
  const std::string once = "    y: {input: u, poles: [0], dead_time: 1 s}\n";
  const std::string simulation = "duration: 4 s, step: 62.5 ms";
  EXPECT_NEAR(Simulated(block_problem(twice, proportional_law, simulation, "{y: 1}"), {1.2}).output("last"),
              Simulated(block_problem(once, proportional_law, simulation, "{y: 1}"), {1.2}).output("last"),
              1e-5);
}

TEST(DeadTimes, AreExpressionsOfParameters) {
  std::string yaml =
      block_problem("    y: {input: u, poles: [0], dead_time: 2*delay}\n  parameters: {delay: 1 s}\n",
                    sampled_step, "duration: 1.5 s, step: 125 ms, control_period: 250 ms, precision: float");
  yaml += "parameters: {delay: 250 ms}\n";
  EXPECT_EQ(recorded(yaml, {1}, "y").back(), 0.25 * (1.5 + 1.75));
}

}  // namespace
}  // namespace gainswarm::rollout
