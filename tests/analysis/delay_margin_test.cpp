// How much more dead time sampled loops bear, between their ticks too.
#include "host/analysis/delay_margin.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "host/analysis/loop_report.hpp"
#include "host/analysis/margins.hpp"
#include "tests/analysis/loop_problem.hpp"

namespace gainswarm::analysis {
namespace {

const std::string law = "output: {u: -k*y}";

std::string sampled_every_second(const std::string& loop = "{}") {
  return "simulation: {duration: 20 s, step: 0.1 s, control_period: 1 s}\nloop: " + loop;
}

double in_whole_periods(const spec::Problem& of, double k) {
  return margins(model_of(of, k), 0).delay_margin;
}

double exact(const spec::Problem& of, double k) {
  const double gains[] = {k};
  return delay_margin(LinearLoop(of, {}), gains, 0, in_whole_periods(of, k));
}

/// Held for 1 s, theta s late: z^2 - (1 - (1 - theta) k) z + theta k, whose constant term reaches 1.
TEST(DelayMargin, OfAnIntegratorIsItsClosedForm) {
  const spec::Problem integrator =
      problem("inputs: {u: 1}, blocks: {y: {input: u, poles: [0]}}", law, sampled_every_second());
  for (const double k : {1.0, 1.1, 1.25, 1.5, 1.75}) EXPECT_NEAR(exact(integrator, k), 1 / k, 1e-6) << k;
  EXPECT_LT(in_whole_periods(integrator, 1.5), 0.5);
}

std::string plant_with(const std::string& dead_time) {
  return "inputs: {u: 1}, blocks: {y: {input: u, denominator: [1, 3, 2, 0]" + dead_time + "}}";
}

/// What the plant has of it already comes off, whatever stands between law and plant.
TEST(DelayMargin, IsLessByWhatThePlantHas) {
  for (const std::string loop : {"{}", "{actuators: {u: {lag: 0.7 s}}}", "{actuators: {u: {delay: 1 s}}}",
                                 "{sensors: {y: {filter: 0.5 s}}}"}) {
    const double without = exact(problem(plant_with(""), law, sampled_every_second(loop)), 0.8);
    for (const std::string dead_time : {"0.3", "0.9"}) {
      const double with = exact(
          problem(plant_with(", dead_time: " + dead_time + " s"), law, sampled_every_second(loop)), 0.8);
      EXPECT_NEAR(with, without - std::stod(dead_time), 1e-6) << loop;
    }
  }
}

/// A little less is borne, a little more is not; what takes the held input to come late as a whole errs.
TEST(DelayMargin, IsWhereTheLoopBecomesUnstable) {
  const spec::Problem of = problem(plant_with(""), law, sampled_every_second());
  const LinearLoop loop(of, {});
  const double gains[] = {1.0}, found = exact(of, 1);
  EXPECT_GT(std::abs(found - in_whole_periods(of, 1)), 0.001);
  EXPECT_GT(decay_rate(poles(*loop.later(gains, 0, found - 1e-5))), 0);
  EXPECT_LT(decay_rate(poles(*loop.later(gains, 0, found + 1e-5))), 0);
}

TEST(DelayMargin, IsReportedBetweenTicks) {
  const spec::Problem integrator =
      problem("inputs: {u: 1}, blocks: {y: {input: u, poles: [0]}}", law, sampled_every_second());
  const double gains[] = {1.6};
  EXPECT_NEAR(report_on_loop(integrator, gains).margins.at(0).delay_margin, 1 / 1.6, 1e-6);
}

/// A law that sees what it gave before would see it late: the margin of the frequency response stands.
TEST(DelayMargin, StaysInWholePeriodsWhereTheLawSeesThePlantsInput) {
  const spec::Problem direct =
      problem("states: {x: 1}, inputs: {u: 1}, dynamics: {x: u}, outputs: {y: x + u/10}", law,
              sampled_every_second());
  EXPECT_EQ(exact(direct, 1.2), in_whole_periods(direct, 1.2));
}

}  // namespace
}  // namespace gainswarm::analysis
