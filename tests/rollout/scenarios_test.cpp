#include "host/rollout/scenarios.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "host/rollout/uniform_points.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::rollout {
namespace {

/// A problem with states x, v and parameter m (nominal 2), and a program that takes all three as columns.
struct Fixture {
  spec::Problem problem;
  Program program;

  Fixture() {
    problem.plant.states = {{spec::Text("x"), "m"}, {spec::Text("v"), "m/s"}};
    problem.plant.parameters = {{spec::Text("m"), {2, "kg", {}}}};
    program.scenario_columns = {{"x", "m"}, {"v", "m/s"}, {"m", "kg"}};
  }
  [[nodiscard]] ScenarioTable draw(const spec::ScenarioSet& set, const std::string& name) const {
    return draw_scenarios(problem, program, set, name);
  }
};

spec::Draw draw(spec::Distribution distribution, double a, double b = 0) {
  return {distribution, a, b, "", {}};
}

TEST(Scenarios, ExplicitOnesComeFirstAndKeepNominalValues) {
  const Fixture fixture;
  spec::ScenarioSet set;
  set.list = {{{{spec::Text("v"), {3, "m/s", {}}}}, {}}};
  set.count = 2;
  set.initial_state = {{spec::Text("x"), draw(spec::Distribution::uniform, -1, 1)}};
  const ScenarioTable table = fixture.draw(set, "training");
  ASSERT_EQ(table.scenarios, 3);
  EXPECT_EQ(std::vector<double>(table.values.begin(), table.values.begin() + 3),
            (std::vector<double>{0, 3, 2}));
  EXPECT_NE(table.at(1, 0), table.at(2, 0));
  EXPECT_EQ(table.at(2, 2), 2);
}

TEST(Scenarios, SetsOfDifferentNamesShareNoDraw) {
  const Fixture fixture;
  spec::ScenarioSet set;
  set.count = 256;
  set.initial_state = {{spec::Text("x"), draw(spec::Distribution::uniform, -1, 1)}};
  for (const auto sampling :
       {spec::Sampling::sobol, spec::Sampling::latin_hypercube, spec::Sampling::independent}) {
    set.sampling = sampling;
    std::set<double> seen;
    for (const char* name : {"training", "validation.fresh"}) {
      const ScenarioTable table = fixture.draw(set, name);
      for (std::int64_t i = 0; i < table.scenarios; ++i) seen.insert(table.at(i, 0));
    }
    EXPECT_EQ(seen.size(), 512U);
  }
}

TEST(Scenarios, TheSeedDecidesTheDraws) {
  Fixture fixture;
  spec::ScenarioSet set;
  set.count = 8;
  set.parameters = {{spec::Text("m"), draw(spec::Distribution::relative_uniform, 0.1)}};
  fixture.problem.swarm.seed = tests::fresh_seed();
  const auto first = fixture.draw(set, "training").values;
  EXPECT_EQ(fixture.draw(set, "training").values, first);
  fixture.problem.swarm.seed += 1;
  EXPECT_NE(fixture.draw(set, "training").values, first);
}

TEST(Scenarios, MidpointsAverageAUniformParameterExactly) {
  const Fixture fixture;
  spec::ScenarioSet set;
  set.count = 32;
  set.sampling = spec::Sampling::midpoint;
  set.parameters = {{spec::Text("m"), draw(spec::Distribution::uniform, 0.5, 2)}};
  const ScenarioTable table = fixture.draw(set, "training");
  double sum = 0;
  for (std::int64_t i = 0; i < 32; ++i) sum += table.at(i, 2);
  EXPECT_NEAR(sum / 32, 1.25, 1e-15);
}

TEST(Scenarios, NormalDrawsHaveTheirMeanAndDeviation) {
  Fixture fixture;
  fixture.problem.swarm.seed = tests::fresh_seed();
  spec::ScenarioSet set;
  set.count = 4096;
  set.initial_state = {{spec::Text("x"), draw(spec::Distribution::normal, 3, 0.5)}};
  set.parameters = {{spec::Text("m"), draw(spec::Distribution::relative_normal, 0.1)}};
  const ScenarioTable table = fixture.draw(set, "training");
  const auto moments = [&](std::int64_t column) {
    double sum = 0, squares = 0;
    for (std::int64_t i = 0; i < table.scenarios; ++i) {
      sum += table.at(i, column);
      squares += table.at(i, column) * table.at(i, column);
    }
    const double mean = sum / 4096;
    return std::pair(mean, std::sqrt(squares / 4096 - mean * mean));
  };
  EXPECT_NEAR(moments(0).first, 3, 0.05);
  EXPECT_NEAR(moments(0).second, 0.5, 0.03);
  EXPECT_NEAR(moments(2).first, 2, 0.02);
  EXPECT_NEAR(moments(2).second, 0.2, 0.012);
}

TEST(UniformPoints, PutOneLatinHypercubePointInEachStratum) {
  const auto points = uniform_points(spec::Sampling::latin_hypercube, 64, 3, tests::fresh_seed());
  for (std::size_t d = 0; d < 3; ++d) {
    std::set<int> strata;
    for (const auto& point : points) strata.insert(static_cast<int>(point[d] * 64));
    EXPECT_EQ(strata.size(), 64U);
  }
}

TEST(UniformPoints, OfASobolSequenceFillEveryDyadicStratumOnce) {
  const auto points = uniform_points(spec::Sampling::sobol, 64, 5, tests::fresh_seed());
  for (std::size_t d = 0; d < 5; ++d) {
    std::set<int> strata;
    for (const auto& point : points) strata.insert(static_cast<int>(point[d] * 64));
    EXPECT_EQ(strata.size(), 64U) << "dimension " << d;
  }
}

}  // namespace
}  // namespace gainswarm::rollout
