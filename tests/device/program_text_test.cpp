// The text that devices compile means what the interpreter does: the host compiler builds it, and every bit
// is compared.
#include "host/device/program_text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "cuda/arithmetic.hpp"
#include "host/device/number_table.hpp"
#include "tests/device/simulated_device.hpp"
#include "tests/engine/builder.hpp"
#include "tests/engine/engine_bits.hpp"
#include "tests/engine/pendulum_program.hpp"
#include "tests/engine/random_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::device {
namespace {

class ProgramText : public tests::OnSimulatedDevice<testing::TestWithParam<graph::Precision>> {};

TEST_P(ProgramText, OfRandomProgramsIsBitIdenticalToReference) {
  const tests::SimulatedDevice device;
  engine::Random random(tests::fresh_seed());
  for (int i = 0; i < 12 && !HasFailure(); ++i) {
    SCOPED_TRACE(i);
    const rollout::Program program = engine::random_program(random, GetParam());
    const rollout::ScenarioTable scenarios = engine::random_scenarios(random, program);
    const std::vector<double> gains =
        engine::random_gains(random, program, engine::any_integer(random, 1, 40));
    const engine::Outcome expected =
        engine::outcome_of({.name = "reference", .threads = 1}, program, scenarios, gains);
    engine::expect_same_bits(
        expected, engine::outcome_of(tests::SimulatedDevice::options(), program, scenarios, gains));
  }
}

TEST_P(ProgramText, HasNoDoubleAmongFloats) {
  engine::Random random(tests::fresh_seed());
  const std::string text = program_text(engine::random_program(random, GetParam()));
  const bool is_float = GetParam() == graph::Precision::float32;
  EXPECT_EQ(text.find("double") == std::string::npos, is_float) << text;
}

TEST(NumberTable, HoldsTheDoublesThatNoInstructionHolds) {
  graph::Graph graph(graph::Precision::float64);
  for (const double number : {0.5, 0.1, -0.1, -0.7, HUGE_VAL, std::nan(""), 0.0}) graph.constant(number);
  const NumberTable table(graph);
  EXPECT_EQ(table.operand(0.1), "numbers[0]");
  EXPECT_EQ(table.operand(-0.1), "(-numbers[0])");
  EXPECT_EQ(table.operand(-0.7), "(-numbers[1])");
  EXPECT_EQ(table.operand(0.5), "0x1p-1");
  EXPECT_EQ(table.operand(std::nan("")), "arithmetic::bits_as<double>(0x7ff8000000000000ULL)");
  EXPECT_EQ(table.operand(-0.0), "(-0x0p+0)");
  EXPECT_NE(table.definition().find("0x1.999999999999ap-4,  // 0\n"), std::string::npos);
  EXPECT_EQ(table.definition().find("// 2"), std::string::npos);
}

TEST(NumberTable, HoldsTheFloatsToWhoseMultiplesConstantsAreAdded) {
  engine::Builder build(graph::Precision::float32);
  const auto number = [&](double value) { return build.number(value).constant(); };
  const graph::Value gain = build.gain(0);
  fma(gain, build.number(0.1), build.number(0.25));
  fma(gain, build.number(0.3), gain);
  const NumberTable table(build.program.graph);
  EXPECT_EQ(table.definition(), "GAINSWARM_TABLE float numbers[] = {\n    0x1.99999ap-4F,  // 0\n};\n\n");
  EXPECT_EQ(table.operand(number(0.1)), "numbers[0]");
  EXPECT_EQ(table.operand(number(-0.1)), "(-numbers[0])");
  EXPECT_EQ(table.operand(number(0.3)), "0x1.333334p-2F");
}

/// In float, with three substeps a tick and a delay of r: registers r and s grow with 1/gain and, where
/// |s| <= 1e5, else by 3, with the gain; r fails above 1e30.
rollout::Program program_with_rare_cases() {
  engine::Builder build(graph::Precision::float32);
  build.declare_gains(1);
  const graph::Value gain = build.gain(0), r = build.reg(0), s = build.reg(1), delayed = build.reg(2);
  const graph::Value inverse = build.number(1) / (gain - s * 0x1p-20);
  const graph::Value ranged =
      select(absolute(s) <= build.number(1e5), gain * 1e4, build.number(std::nan("")));
  const graph::Value next =
      r + select(absolute(inverse) < build.number(HUGE_VAL), inverse, build.number(0.5));
  build.add_register(build.number(0), r, next);
  build.add_register(build.number(0), s, s + select(ranged == ranged, ranged, build.number(3)));
  build.add_register(build.number(0), delayed, delayed);
  build.program.delays.push_back({.reg = 2, .entering = (r + delayed * 0.5).id, .steps = 4});
  build.add_failure("large", build.number(1e30) < absolute(next));
  for (const graph::Value output : {r, r, s, delayed}) build.add_output(output);
  build.program.ticks = 40;
  build.program.substeps = 3;
  return build.program;
}

class RareCases : public tests::OnSimulatedDevice<testing::Test> {};

TEST_F(RareCases, GiveTheBitsOfTheReference) {
  const tests::SimulatedDevice device;
  const rollout::Program program = program_with_rare_cases();
  EXPECT_NE(program_text(program).find("manner.reciprocal("), std::string::npos);
  EXPECT_NE(program_text(program).find("manner.number_if("), std::string::npos);
  const rollout::ScenarioTable scenarios = engine::one_scenario();
  const std::vector<double> gains = {0,        -0.0,  1,      0.7,     -3,        0x1p-20,         0x1p-126,
                                     0x1p-127, 1e-40, -1e-45, 0x1p126, 0x1.8p126, -0x1.fffffep127, 12345};
  engine::expect_same_bits(engine::outcome_of({.name = "reference", .threads = 1}, program, scenarios, gains),
                           engine::outcome_of(tests::SimulatedDevice::options(), program, scenarios, gains));
}

TEST(ProgramTextOfDoubles, KnowsNoManner) {
  const std::string text = program_text(engine::pendulum_program(graph::Precision::float64, 1));
  EXPECT_EQ(text.find("manner"), std::string::npos);
  EXPECT_NE(text.find("static constexpr bool optimistic = false;"), std::string::npos);
}

/// Zeros, subnormal and common numbers, infinities, NaN, numbers with any last bits; of either sign.
std::vector<double> doubles_of_all_kinds() {
  std::vector<double> numbers = {0,   0x1p-1074, 0x1p-1022, 1,        99999,
                                 1e5, 100001,    0x1.8p52,  HUGE_VAL, std::nan("")};
  for (int i = 1; i <= 8; ++i) numbers.push_back(0x1.8p52 + i);
  for (std::size_t i = 0, count = numbers.size(); i < count; ++i) numbers.push_back(-numbers[i]);
  return numbers;
}

std::uint64_t bits_of(double a) {
  return arithmetic::bits_as<std::uint64_t>(a);
}

TEST(BitOperations, GiveWhatTheOperationsOnNumbersGive) {
  for (const double a : doubles_of_all_kinds()) {
    EXPECT_EQ(arithmetic::is_zero(a), a == 0) << a;
    for (const double b : {0x1p-1074, 1.0, 1e5, HUGE_VAL})
      EXPECT_EQ(arithmetic::is_within(a, b), std::abs(a) <= b);
    for (const double b : doubles_of_all_kinds()) {
      EXPECT_EQ(bits_of(arithmetic::select_negative(true, a, b)), bits_of(-a));
      EXPECT_EQ(bits_of(arithmetic::select_negative(false, a, b)), bits_of(b));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Precisions, ProgramText,
                         testing::Values(graph::Precision::float64, graph::Precision::float32),
                         [](const auto& test) {
                           return test.param == graph::Precision::float64 ? "Double" : "Float";
                         });

}  // namespace
}  // namespace gainswarm::device
