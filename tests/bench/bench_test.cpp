#include "host/bench/bench.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "host/bench/report.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::bench {
namespace {

TEST(Bench, EveryContenderComputesTheSameCosts) {
  Options options;
  options.seconds = 0;
  const Report report = run(options);
  EXPECT_TRUE(report.agree) << to_table(report);
  EXPECT_GT(report.scalar_difference, 0) << "libm and the engine's own sine cannot agree to the last bit";
  EXPECT_THAT(report.speeds, testing::SizeIs(6));
}

TEST(Bench, JsonHoldsTheRatiosThatAreComparedFromMachineToMachine) {
  Report report;
  report.speeds = {{"cpu double", {2e8, 1e8, 3e8}}};
  report.cpu_double_over_scalar = 9;
  report.cpu_double_over_handwritten = 0.97;
  report.cpu_float_over_cpu_double = 2.2;
  report.two_threads_over_one = 1.95;
  report.handwritten_two_threads_over_one = 1.97;
  report.first_evaluation_seconds = 0.05;
  const auto json = nlohmann::json::parse(to_json(report));
  const auto& ratios = json.at("ratios");
  EXPECT_EQ(ratios.at("cpu_double_over_scalar"), 9);
  EXPECT_EQ(ratios.at("cpu_double_over_handwritten"), 0.97);
  EXPECT_EQ(ratios.at("cpu_float_over_cpu_double"), 2.2);
  EXPECT_EQ(ratios.at("two_threads_over_one"), 1.95);
  EXPECT_EQ(ratios.at("handwritten_two_threads_over_one"), 1.97);
  EXPECT_EQ(ratios.at("first_evaluation_seconds"), 0.05);
  EXPECT_EQ(json.at("steps_per_second").at("cpu double").at("median"), 2e8);
}

TEST(Bench, WorkThatIsNotTheKernelsOwnIsRefused) {
  Options options;
  options.work = support::shipped("configs/double_inverted_pendulum/state_feedback.yaml");
  EXPECT_THROW(run(options), std::runtime_error);
}

}  // namespace
}  // namespace gainswarm::bench
