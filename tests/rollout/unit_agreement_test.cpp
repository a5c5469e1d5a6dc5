// Problems whose units do not agree are found out; shipped ones are none of these.
#include "host/rollout/unit_agreement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "host/spec/spec_io.hpp"
#include "tests/support/shipped_problems.hpp"

namespace gainswarm::rollout {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// A cart on a spring, in whose lines the tests exchange something.
constexpr const char* cart = R"(name: cart_with_a_spring
plant:
  name: cart
  states: {position: m, velocity: m/s}
  inputs: {force: N}
  parameters: {mass: 2 kg, stiffness: 8 N/m, damping: 0.4 N/(m/s)}
  dynamics:
    position: velocity
    velocity: (force - stiffness*position - damping*velocity)/mass
  fails_when: {out_of_track: abs(position) > 2}
controller:
  name: pid
  gains: {proportional: N/m, integral: N/(m*s), derivative: N/(m/s)}
  let: {error: target - position}
  states: {sum: {rate: integral*error, unit: N}}
  output: {force: proportional*error + sum - derivative*velocity}
gains:
  proportional: {bounds: [1, 1000]}
  integral: {bounds: [1, 1000]}
  derivative: {bounds: [0.1, 100]}
references: {target: 0.5}
disturbances: {force: "0.1*stiffness*position"}
simulation: {duration: 5 s, step: 1 ms, control_period: 10 ms}
scenarios: {training: {count: 1}, validation: {fresh: {count: 1}}}
objective:
  terms: {tracking: integral((position - target)^2 + velocity^2)}
  success: settling_time(position - target, 0.02) <= 2
  metrics: {peak: {value: max(position), unit: m}}
)";

std::vector<graph::Disagreement> found_in(const std::string& yaml) {
  return unit_disagreements(spec::parse_problem({"cart.yaml", yaml}));
}

std::string with(const std::string& before, const std::string& after) {
  std::string yaml = cart;
  const std::size_t at = yaml.find(before);
  EXPECT_NE(at, std::string::npos) << before;
  return yaml.replace(at, before.size(), after);
}

/// The one place, as "line:column: message".
std::string place_in(const std::string& yaml) {
  const auto found = found_in(yaml);
  if (found.size() != 1) return std::to_string(found.size()) + " places";
  return std::to_string(found[0].where.line) + ":" + std::to_string(found[0].where.column) + ": " +
         found[0].message;
}

TEST(UnitAgreement, IsFoundInOrder) {
  EXPECT_THAT(found_in(cart), IsEmpty());
}

TEST(UnitAgreement, ComparesRatesWithTheirStates) {
  EXPECT_THAT(place_in(with("damping*velocity)/mass", "damping*velocity)")),
              HasSubstr("9:15: the rate of velocity is measured in m/s^2, but this comes to kg*m/s^2 (N)"));
  EXPECT_THAT(place_in(with("position: velocity\n", "position: position\n")),
              HasSubstr("8:15: the rate of position is measured in m/s, but this comes to m"));
  EXPECT_THAT(place_in(with("{rate: integral*error", "{rate: proportional*error")),
              HasSubstr("15:24: the rate of sum is measured in kg*m/s^3"));
}

TEST(UnitAgreement, ComparesALawWithTheInputsThatItSets) {
  EXPECT_THAT(place_in(with("proportional*error + sum - derivative*velocity", "derivative*error")),
              HasSubstr("16:19: force is measured in kg*m/s^2 (N), but this comes to kg*m/s"));
  EXPECT_THAT(place_in(with("derivative*velocity}", "proportional*velocity}")), HasSubstr("16:44: "));
}

TEST(UnitAgreement, ComparesDisturbancesWithTheInputsThatTheyAddTo) {
  EXPECT_THAT(place_in(with("0.1*stiffness*position", "stiffness")), HasSubstr("22:24: force is measured"));
}

TEST(UnitAgreement, LooksAtWhatIsJudgedButNotAtWeightedTerms) {
  EXPECT_THAT(place_in(with("{value: max(position)", "{value: iae(position)")),
              HasSubstr("28:27: peak is measured in m, but this comes to m*s"));
  EXPECT_THAT(
      place_in(with("settling_time(position - target, 0.02) <= 2", "settling_time(position, velocity) <= 2")),
      HasSubstr("27:36: settling_time() looks at m and m/s"));
  EXPECT_THAT(place_in(with("<= 2", "<= max(position)")), HasSubstr("27:51: s and m are compared"));
}

TEST(UnitAgreement, TakesTheUnitsOfAConnectedLawFromItsProblem) {
  const std::string connected =
      with("controller:\n  name: pid\n  gains: {proportional: N/m, integral: N/(m*s), derivative: N/(m/s)}\n",
           "connect: {y: position}\ncontroller:\n  name: pid\n  gains: {proportional: 1, integral: 1/s, "
           "derivative: s}\n");
  EXPECT_THAT(found_in(connected), IsEmpty());
}

// As the laws of configs/controllers are, whose signals are relative to their ranges.
TEST(UnitAgreement, TakesLawsWhoseGainsMeasureNothingButTimeForLawsForAnyPlant) {
  const std::string normalised = with("gains: {proportional: N/m, integral: N/(m*s), derivative: N/(m/s)}",
                                      "gains: {proportional: 1, integral: 1/s, derivative: s}");
  EXPECT_THAT(found_in(normalised), IsEmpty());
}

TEST(UnitAgreement, KnowsInTheObjectiveWhatThePlantCallsItsSignals) {
  const std::string renamed = with("controller:\n  name: pid\n",
                                   "connect: {velocity: position, speed: velocity}\n"
                                   "controller:\n  name: pid\n");
  const std::size_t law = renamed.find("output: {force: ");
  std::string yaml = renamed;
  yaml.replace(law, yaml.find('\n', law) - law,
               "output: {force: proportional*(target - velocity) + sum - derivative*speed}");
  EXPECT_THAT(found_in(yaml), IsEmpty());
  const std::size_t metric = yaml.find("{value: max(position), unit: m}");
  yaml.replace(metric, 31, "{value: max(velocity), unit: m/s}");
  EXPECT_THAT(found_in(yaml), IsEmpty());
}

TEST(UnitAgreement, LooksAtTheSuccessOfAValidationSet) {
  EXPECT_THAT(
      place_in(with("{fresh: {count: 1}}", "{fresh: {count: 1, success: max(position) < max(velocity)}}")),
      HasSubstr("m and m/s are compared"));
}

TEST(UnitAgreement, ComparesMassesWithForces) {
  const auto pendulum = [](const std::string& mass, const std::string& force) {
    return "name: p\nplant:\n  name: pendulum_on_cart\n  states: {x: m, angle: rad, v: m/s, rate: rad/s}\n"
           "  inputs: {force: N}\n  parameters: {m: 1 kg, cart: 2 kg, l: 1 m, g: 9.81 m/s^2}\n  mechanics:\n"
           "    coordinates: [x, angle]\n    velocities: [v, rate]\n    mass:\n      - [cart + m, "
           "m*l*cos(angle)]\n"
           "      - [m*l*cos(angle), " +
           mass + "]\n    force:\n      - force + m*l*sin(angle)*rate^2\n      - " + force +
           "\ncontroller: {name: c, gains: {k: N/rad}, output: {force: -k*angle}}\n"
           "gains: {k: {bounds: [0, 10]}}\nsimulation: {duration: 1 s}\nscenarios: {training: {count: 1}}\n"
           "objective: {terms: {a: ise(angle)}}\n";
  };
  EXPECT_THAT(found_in(pendulum("m*l^2", "m*g*l*sin(angle)")), IsEmpty());
  EXPECT_THAT(
      place_in(pendulum("m*l", "m*g*l*sin(angle)")),
      HasSubstr("12:26: the mass that the rate of rate has in this row's force is measured in kg*m^2"));
  EXPECT_EQ(found_in(pendulum("m*l^2", "m*g*sin(angle)")).size(), 2U);
}

class ShippedUnits : public testing::TestWithParam<std::string> {
 protected:
  static spec::Problem load(const std::string& problem) {
    return spec::load_problem(support::shipped("configs/" + problem + ".yaml"), {});
  }
};

TEST_P(ShippedUnits, Agree) {
  for (const graph::Disagreement& one : unit_disagreements(load(GetParam())))
    ADD_FAILURE() << one.where.to_string() << ": " << one.message;
}

INSTANTIATE_TEST_SUITE_P(Problems, ShippedUnits, testing::ValuesIn(tests::shipped_problems()),
                         [](const auto& test) { return tests::test_name(test.param); });

// A parameter in another unit than its equations take it for is found, whichever it is.
class WrongUnit : public testing::TestWithParam<const char*> {};

TEST_P(WrongUnit, OfAnyParameterIsFound) {
  spec::Problem problem =
      spec::load_problem(support::shipped(std::string("configs/") + GetParam() + ".yaml"), {});
  for (auto& parameter : problem.plant.parameters) {
    const bool is_used = parameter.name.str() != "length2";  // the outer link ends in nothing
    if (parameter.value.unit.empty() || !is_used) continue;
    const std::string right = parameter.value.unit;
    parameter.value.unit = right + "*A";
    EXPECT_THAT(unit_disagreements(problem), testing::Not(IsEmpty())) << parameter.name.str();
    parameter.value.unit = right;
  }
}

INSTANTIATE_TEST_SUITE_P(Plants, WrongUnit,
                         testing::Values("double_inverted_pendulum/state_feedback",
                                         "planar_quadrotor/cascade", "dc_motor/pid",
                                         "furuta_pendulum/state_feedback",
                                         "magnetic_levitation/state_feedback_integral"),
                         [](const auto& test) { return tests::test_name(test.param); });

}  // namespace
}  // namespace gainswarm::rollout
