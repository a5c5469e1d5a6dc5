// --set a.b=c
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numbers>

#include "host/spec/scope.hpp"
#include "host/spec/spec_io.hpp"
#include "tests/spec/isolated.hpp"

namespace gainswarm::spec {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Problem load(const std::vector<std::string>& overrides) {
  return load_problem(tests::test_file("valid/pendulum.yaml"), overrides);
}

std::string error(const std::string& override) {
  try {
    load({override});
  } catch (const InputError& wrong) {
    return wrong.what();
  }
  return "accepted";
}

TEST(Override, ReplacesAValue) {
  EXPECT_EQ(load({"swarm.particles=4096"}).swarm.particles, 4096);
  EXPECT_EQ(load({"simulation.duration=2 s"}).simulation.duration, 2);
  EXPECT_EQ(load({"name=a=b"}).name.str(), "a=b");
}

TEST(Override, LastOneWins) {
  EXPECT_EQ(load({"swarm.seed=7", "swarm.seed=8"}).swarm.seed, 8U);
}

TEST(Override, MakesKeysThatAreMissing) {
  EXPECT_EQ(load({"polish.tolerance=1e-3"}).polish.tolerance, 1e-3);
  EXPECT_EQ(load({"stop.cost_below=2"}).stop.cost_below, 2);
}

TEST(Override, ReplacesAMapByAValueAndBack) {
  EXPECT_EQ(find(load({"gains.k_x=3"}).gains, "k_x")->fixed, 3);
  const Problem problem = load({"gains.k_omega2={bounds: [1, 2]}"});
  EXPECT_EQ(find(problem.gains, "k_omega2")->high, 2);
  EXPECT_FALSE(find(problem.gains, "k_omega2")->fixed.has_value());
}

TEST(Override, ReachesIntoIncludedFilesAndLists) {
  EXPECT_EQ(find(load({"plant.parameters.cart_mass=2 kg"}).plant.parameters, "cart_mass")->value, 2);
  const Problem problem = load({"scenarios.training.list.0.initial_state.theta1=180 deg"});
  EXPECT_EQ(problem.scenarios.training.list[0].initial_state[0].value.value, std::numbers::pi);
}

TEST(Override, FileNamesStartFromTheWorkingFolder) {
  const std::string plant = tests::test_file("valid/plants/double_inverted_pendulum.yaml");
  const Problem problem = load({"plant=" + plant});
  EXPECT_EQ(problem.plant.states.size(), 6U);
  EXPECT_THAT(error("plant=double_inverted_pendulum.yaml"), HasSubstr("cannot be opened"));
}

TEST(Override, ErrorsNameTheOverride) {
  EXPECT_EQ(error("swarm.particels=3"),
            "--set swarm.particels=3: unknown key 'particels' in the swarm; did you mean 'particles'?");
  EXPECT_THAT(error("swrm.particles=3"),
              StartsWith("--set swrm.particles=3: unknown key 'swrm' in the problem"));
  EXPECT_THAT(error("plant.paramters.cart_mass=3"), HasSubstr("did you mean 'parameters'?"));
  EXPECT_THAT(error("simulation.step=1 kg"),
              StartsWith("--set simulation.step=1 kg: the unit 'kg' does not fit"));
  EXPECT_THAT(error("swarm.particles.x=3"), HasSubstr("is a value"));
  EXPECT_THAT(error("scenarios.training.list.9.initial_state={}"), HasSubstr("is a list"));
}

TEST(Override, IsAsStrictAsAFile) {
  EXPECT_THAT(error("swarm=&a {}"), HasSubstr("an anchor '&' is not allowed"));
  EXPECT_THAT(error("swarm=!b {}"), HasSubstr("a tag '!' is not allowed"));
  EXPECT_THAT(error("swarm={seed: 1, seed: 2}"), HasSubstr("duplicate key 'seed'"));
  EXPECT_THAT(error("swarm.seed=nan"), HasSubstr("is not a whole number"));
  EXPECT_THAT(error("swarm={seed: 1"), HasSubstr("is a bracket not closed?"));
  EXPECT_THAT(error("name=\"open"), HasSubstr("illegal EOF"));
  EXPECT_THAT(error("swarm.seed=1\n---\n2"), HasSubstr("a second document"));
}

TEST(Override, NeedsAPathAndAValue) {
  EXPECT_THAT(error("swarm.seed"), HasSubstr("has no '='"));
  EXPECT_THAT(error("swarm.seed="), HasSubstr("holds nothing"));
  EXPECT_THAT(error("swarm.seed=~"), HasSubstr("has no value"));
  EXPECT_THAT(error("=3"), HasSubstr("names no key"));
  EXPECT_THAT(error("swarm..seed=3"), HasSubstr("names no key"));
  EXPECT_THAT(error(""), HasSubstr("has no '='"));
}

}  // namespace
}  // namespace gainswarm::spec
