// What the machine code of the loop looks like.
#include "host/engine/native_code.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/engine/builder.hpp"
#include "tests/engine/pendulum_program.hpp"

namespace gainswarm::engine {
namespace {

/// The basic block with the most instructions: the loop's body.
std::vector<std::string> longest_block(const std::string& assembly) {
  std::vector<std::string> block;
  std::vector<std::string> longest;
  std::istringstream lines(assembly);
  for (std::string line; std::getline(lines, line);) {
    const bool is_instruction = line.size() > 1 && line[0] == '\t' && line[1] != '.' && line[1] != '#';
    if (is_instruction) {
      block.push_back(line.substr(1));
    } else if (line.find(':') != std::string::npos) {
      block.clear();
    }
    if (block.size() > longest.size()) longest = block;
  }
  return longest;
}

std::ptrdiff_t count_with(const std::vector<std::string>& instructions, const std::string& part) {
  return std::count_if(instructions.begin(), instructions.end(),
                       [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

TEST(NativeCode, LoopIsOneBlockWithoutCallsInTheWidestVectors) {
  const HostProcessor host = host_processor();
  if (!host.has_fma) GTEST_SKIP() << host.name << " has no fma: there each is a call";
  const int lanes = host.vector_bits / 64;
  const auto body = longest_block(assembly(pendulum_program(graph::Precision::float64, 100), lanes));
  EXPECT_GT(body.size(), 300U);
  EXPECT_EQ(count_with(body, "call"), 0);
  const std::string widest = host.vector_bits == 512 ? "%zmm" : host.vector_bits == 256 ? "%ymm" : "%xmm";
  EXPECT_GT(count_with(body, widest), static_cast<std::ptrdiff_t>(body.size() * 8 / 10));
}

TEST(NativeCode, FloatLoopHasNoDoubleOperation) {
  const auto body = longest_block(assembly(pendulum_program(graph::Precision::float32, 100), 8));
  EXPECT_GT(count_with(body, "ps\t"), 300);
  EXPECT_EQ(count_with(body, "pd\t"), 0);
}

/// x = gain * x + gain, with the product and the sum apart or as one fma.
rollout::Program one_product_and_sum(bool fused) {
  Builder build;
  build.declare_gains(2);
  const graph::Value x = build.reg(0);
  const graph::Value next =
      fused ? graph::fma(build.gain(0), x, build.gain(1)) : build.gain(0) * x + build.gain(1);
  build.add_register(build.number(1), x, next);
  build.add_output(x);
  build.program.ticks = 10;
  return build.program;
}

TEST(NativeCode, ProductsAndSumsAreFusedWhereTheProgramSaysSoOnly) {
  if (!host_processor().has_fma) GTEST_SKIP() << "no fma on this host";
  EXPECT_EQ(assembly(one_product_and_sum(false), 4).find("fmadd"), std::string::npos);
  EXPECT_NE(assembly(one_product_and_sum(true), 4).find("fmadd"), std::string::npos);
}

/// sqrt and division of gains are constant in the loop.
TEST(NativeCode, WorkThatNeverChangesLeavesTheLoop) {
  Builder build;
  build.declare_gains(1);
  const graph::Value x = build.reg(0);
  build.add_register(build.number(1), x, x * (graph::square_root(build.gain(0)) / build.gain(0)));
  build.add_output(x);
  build.program.ticks = 10;
  build.program.substeps = 10;
  const std::string text = assembly(build.program, 4);
  const std::size_t square_root = text.find("sqrtpd");
  ASSERT_NE(square_root, std::string::npos);
  EXPECT_LT(text.find("divpd"), text.find("mulpd"));
  EXPECT_EQ(text.find("sqrtpd", square_root + 1), std::string::npos);
  EXPECT_LT(square_root, text.find("mulpd"));
}

}  // namespace
}  // namespace gainswarm::engine
