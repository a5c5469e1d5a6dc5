// What belongs where in the generated code, and in which order.
#include <gtest/gtest.h>

#include <algorithm>

#include "host/engine/emission_order.hpp"
#include "host/graph/reach.hpp"
#include "host/graph/transform.hpp"
#include "host/rollout/dependence.hpp"
#include "tests/engine/builder.hpp"
#include "tests/engine/random_program.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::engine {
namespace {

using graph::InputKind;
using graph::Value;

TEST(Dependence, RateFollowsTheInputsBelowANode) {
  Builder build;
  const Value fixed = build.reg(0);
  const Value per_tick = build.reg(1);
  const Value per_substep = build.reg(2);
  build.add_register(build.gain(0), fixed, fixed);
  build.add_register(build.number(0), per_tick + fixed, per_tick);
  build.add_register(build.number(0), per_substep, per_substep + per_tick);
  const Value unchanging = fixed * build.gain(1) + build.scenario(0);
  const rollout::Dependence dependence = rollout::analyse(build.program);
  EXPECT_EQ(dependence.rate[unchanging.id], rollout::Rate::rollout);
  EXPECT_EQ(dependence.rate[build.program.tick[1]], rollout::Rate::tick);
  EXPECT_EQ(dependence.rate[build.program.substep[2]], rollout::Rate::substep);
  EXPECT_EQ(dependence.register_rate,
            (std::vector{rollout::Rate::rollout, rollout::Rate::tick, rollout::Rate::substep}));
  EXPECT_TRUE(dependence.differs_after_tick[per_tick.id]);
  EXPECT_FALSE(dependence.differs_after_tick[per_substep.id]);
}

TEST(Dependence, RegisterIsUniformUntilAGainReachesIt) {
  Builder build;
  build.add_register(build.scenario(0), build.reg(0) + build.input(InputKind::tick), build.reg(0));
  build.add_register(build.number(0), build.reg(1), build.reg(1) + build.reg(2));
  build.add_register(build.number(0), build.reg(2), build.reg(2) * build.gain(0));
  EXPECT_EQ(rollout::analyse(build.program).register_is_uniform, (std::vector{true, false, false}));
}

TEST(EmissionOrder, HasEveryNodeOnceAndAfterItsOperands) {
  Random random(tests::fresh_seed());
  for (int i = 0; i < 50; ++i) {
    const rollout::Program program = random_program(random, graph::Precision::float64);
    const std::vector<graph::NodeId> nodes = graph::reachable(program.graph, program.substep);
    const std::vector<graph::NodeId> order = emission_order(program.graph, nodes);
    ASSERT_TRUE(std::is_permutation(order.begin(), order.end(), nodes.begin(), nodes.end()));
    std::vector<bool> written(program.graph.size());
    for (const graph::NodeId id : order) {
      graph::visit_operands(program.graph[id], [&](graph::NodeId operand) { EXPECT_TRUE(written[operand]); });
      written[id] = true;
    }
  }
}

TEST(EmissionOrder, StartsTheLongestChainFirst) {
  Builder build;
  const Value brief = build.gain(0) + 1.0;
  const Value begin = build.gain(1) / build.gain(2);
  const Value end = graph::square_root(graph::square_root(begin)) + brief;
  const std::vector<graph::NodeId> order =
      emission_order(build.program.graph, graph::reachable(build.program.graph, std::vector{end.id}));
  const auto place = [&](Value value) { return std::find(order.begin(), order.end(), value.id); };
  EXPECT_LT(brief.id, begin.id);
  EXPECT_LT(place(begin), place(brief));
}

}  // namespace
}  // namespace gainswarm::engine
