// Of the infinitely many poles of a dead time only such are shown that leave none out.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "host/analysis/loop_report.hpp"
#include "host/analysis/margins.hpp"
#include "tests/analysis/loop_problem.hpp"

namespace gainswarm::analysis {
namespace {

using std::numbers::pi;

/// y' = u - 1.5 y(t - 0.5 s), whose own poles are endless.
const std::string recycle =
    "states: {y: 1}, inputs: {u: 1}, dynamics: {y: u - 1.5*late}, "
    "blocks: {late: {input: y, dead_time: 0.5 s}}, outputs: {y: y}";
const std::string fed_back = "continuous: true, output: {u: -k*y}";

/// s + rest + factor exp(-s time) has a root in each band of imaginary parts as wide as 2 pi/time.
void expect_no_gaps(const std::vector<Pole>& poles, double rest, double factor, double time) {
  std::vector<double> frequencies;
  for (const Pole& pole : poles) {
    const Complex s(pole.real, pole.imaginary);
    EXPECT_LT(std::abs(s + rest + factor * std::exp(-s * time)), 1e-8) << s;
    if (pole.imaginary > 0) frequencies.push_back(pole.imaginary);
  }
  std::ranges::sort(frequencies);
  ASSERT_GE(frequencies.size(), 4U);
  EXPECT_LT(frequencies[0], 2 * pi / time);
  for (std::size_t i = 1; i < frequencies.size(); ++i)
    EXPECT_NEAR(frequencies[i] - frequencies[i - 1], 2 * pi / time, 0.2 * 2 * pi / time);
}

TEST(PolesOfADeadTime, AreShownWithoutGaps) {
  for (const double k : {0.2, 1.66, 6.0}) {
    SCOPED_TRACE(k);
    const LoopReport report = report_on_loop(problem(recycle, fed_back), std::vector<double>{k});
    expect_no_gaps(report.poles, k, 1.5, 0.5);
    EXPECT_NEAR(-report.poles.back().real, report.decay_rate, 1e-12);
  }
  expect_no_gaps(report_on_plant(problem(recycle, fed_back)).poles, 0, 1.5, 0.5);
}

/// 1 + k exp(-s) = 0: all poles lie at ln k, the next one less damped than any.
TEST(PolesOfADeadTime, OnALineHaveNoLeastDamping) {
  const spec::Problem line = problem(
      "states: {x: 1}, inputs: {u: 1}, dynamics: {x: -x}, blocks: {late: {input: u, dead_time: 1 s}}, "
      "outputs: {y: late}",
      "continuous: true, output: {u: -k*y}");
  const LoopReport report = report_on_loop(line, std::vector<double>{0.85});
  EXPECT_EQ(report.damping, 0);
  EXPECT_NEAR(report.decay_rate, -std::log(0.85), 1e-9);
  ASSERT_GE(report.poles.size(), 2U);
  for (const Pole& pole : report.poles) {
    EXPECT_NEAR(pole.real, std::log(0.85), 1e-9);
    EXPECT_NEAR(std::abs(std::remainder(std::abs(pole.imaginary) - pi, 2 * pi)), 0, 1e-9);
  }
  // At ln 0.05 they die out to a twentieth within the dead time, and are not felt.
  EXPECT_GT(report_on_loop(line, std::vector<double>{0.05}).damping, 0);
}

}  // namespace
}  // namespace gainswarm::analysis
