// How much more dead time sampled loops bear, between their ticks too.
#include "host/analysis/delay_margin.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <random>
#include <sstream>
#include <string>

#include "host/analysis/loop_report.hpp"
#include "host/analysis/loop_requirements.hpp"
#include "host/analysis/margins.hpp"
#include "tests/analysis/loop_problem.hpp"
#include "tests/support/seed.hpp"

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
  return report_on_loop(of, gains).margins.at(0).delay_margin;
}

double judged(spec::Problem of, double k) {
  of.objective.margins.delay_margin.emplace().above = 0.1;
  const double gains[] = {k};
  return LoopRequirements(of).measure(gains).values.at(0);
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

/// k/s, held for 0.2 s: k where z^3 (z - 1) and its like, one and a half or two ticks late, first have a root
/// on the unit circle.
TEST(DelayMargin, OfAnIntegratorIsKnownBeyondAPeriod) {
  const spec::Problem integrator =
      problem("inputs: {u: 1}, blocks: {y: {input: u, poles: [0]}}", law,
              "simulation: {duration: 20 s, step: 50 ms, control_period: 0.2 s}");
  EXPECT_NEAR(exact(integrator, 4.142135623730950), 0.3, 1e-9);  // (sqrt 2 - 1) 10
  EXPECT_NEAR(exact(integrator, 3.090169943749474), 0.4, 1e-9);  // (sqrt 5 - 1) 5/2
}

/// What candidates are judged by is what the report shows, to the last bit.
TEST(DelayMargin, IsJudgedAsItIsReported) {
  const spec::Problem given = problem(plant_with(", dead_time: 0.3 s"), law, sampled_every_second());
  for (const double k : {0.02, 0.1, 0.5, 0.8, 1.1}) EXPECT_EQ(judged(given, k), exact(given, k)) << k;
}

/// Lags, integrators and damped resonances, with what stands between. (Of loops whose response is 1 within a
/// narrow resonance only, one in some thousands has an earlier crossing than the one that is found.)
class RandomLoops {
 public:
  spec::Problem draw() {
    std::ostringstream poles;
    const std::size_t pairs = random_() % 3, lags = random_() % 3 + (pairs == 0 ? 1 : 0);
    for (std::size_t i = 0; i < pairs; ++i)
      poles << "[" << -uniform(0.3, 0.9) << ", " << uniform(0.3, 2) << "], ";
    for (std::size_t i = 0; i < lags; ++i) poles << (random_() % 3 == 0 ? 0 : -uniform(0.05, 3)) << ", ";
    const std::string dead_times[] = {"", "", ", dead_time: 0.7 s", ", dead_time: 2 s"};
    const std::string loops[] = {"{}", "{actuators: {u: {lag: 0.6 s}}}", "{actuators: {u: {delay: 1 s}}}",
                                 "{sensors: {y: {filter: 0.5 s}}}"};
    const std::string laws[] = {law, "states: {sum: {rate: -y}}, output: {u: k*(sum/9 - y)}"};
    return problem("inputs: {u: 1}, blocks: {y: {input: u, poles: [" + poles.str() + "]" +
                       dead_times[random_() % 4] + "}}",
                   laws[random_() % 2], sampled_every_second(loops[random_() % 4]));
  }
  double gain() { return std::exp(uniform(std::log(0.005), std::log(2))); }

 private:
  double uniform(double low, double high) { return std::uniform_real_distribution(low, high)(random_); }

  std::mt19937_64 random_{tests::fresh_seed()};
};

/// By the poles alone: the first of many dead times with which one is unstable, then by halves. None where
/// that is more than `most`.
std::optional<double> by_its_poles(const LinearLoop& loop, double k, double most) {
  constexpr double stride = 0.05;
  const double gains[] = {k};
  const auto is_stable = [&](double periods) {
    return decay_rate(poles(*loop.later(gains, 0, periods))) > 0;
  };
  for (double low = 0; low < most; low += stride) {
    if (is_stable(low + stride)) continue;
    double high = low + stride;
    while (high - low > 1e-10) (is_stable((low + high) / 2) ? low : high) = (low + high) / 2;
    return high;
  }
  return std::nullopt;
}

TEST(DelayMargin, OfRandomLoopsIsWhereAPoleBecomesUnstable) {
  constexpr double most = 6, slowest = 1e-4;
  RandomLoops loops;
  for (int compared = 0; compared < 40;) {
    const spec::Problem given = loops.draw();
    const double k = loops.gain();
    const LinearLoop loop(given, {});
    if (!(decay_rate(poles(loop.at(std::span(&k, 1)))) > slowest)) continue;
    const std::optional<double> expected = by_its_poles(loop, k, most);
    if (!expected) {
      EXPECT_GT(judged(given, k), most);
      continue;
    }
    EXPECT_NEAR(judged(given, k), *expected, 1e-7) << "k: " << k;
    ++compared;
  }
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
