// Forms found in laws, and gains that rules give for them.
#include "host/analysis/rule_gains.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/analysis/law_form.hpp"
#include "host/rollout/build.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::analysis {
namespace {

spec::Problem shipped(const std::string& name) {
  return spec::load_problem(support::shipped("configs/" + name + ".yaml"));
}

/// A first-order process of gain 2 and 10 s, sampled every 0.1 s, behind the given law and loop.
spec::Problem process(const std::string& controller, const std::string& gains,
                      const std::string& loop = "{}") {
  return spec::parse_problem({"test.yaml",
                              "plant: {states: {y: 1}, inputs: {u: 1}, parameters: {gain: 1, time: 10 s}, "
                              "dynamics: {y: (gain*u - y)/time}}\n"
                              "parameters: {gain: 2}\n"
                              "references: {r: 1}\n"
                              "controller: " +
                                  controller + "\ngains: " + gains + "\nloop: " + loop +
                                  "\nsimulation: {duration: 10 s, step: 100 ms}\n"
                                  "scenarios: {training: {list: [{}]}}\n"
                                  "objective: {terms: {error: integral(abs(y - r))}}\n"});
}

constexpr auto pi_law =
    "{gains: {k_i: 1/s, k_p: 1}, states: {z: {rate: k_i*(r - y)}}, output: {u: k_p*(r - y) + z}}";
constexpr auto pi_gains = "{k_i: {bounds: [0, 9]}, k_p: {bounds: [0, 9]}}";

const RuleGains& rule(const std::vector<RuleGains>& rules, const std::string& name) {
  for (const RuleGains& one : rules) {
    if (one.rule == name) return one;
  }
  throw std::runtime_error("no rule " + name);
}

TEST(LawForm, OfTheShippedPidLawsIsFound) {
  const PidForm weighted = std::get<PidForm>(pid_form(shipped("processes/equal_lags")));
  EXPECT_EQ(weighted.proportional, 0U);
  EXPECT_EQ(weighted.integral, 1U);
  EXPECT_EQ(weighted.derivative, 2U);
  EXPECT_EQ(weighted.reference_weight, 3U);
  EXPECT_EQ(weighted.derivative_weight, 4U);
  for (const char* name :
       {"processes/spread_lags", "processes/oscillatory", "processes/inverse_response",
        "automatic_voltage_regulator/pid", "dc_motor/pid", "dc_motor/speed", "mass_spring_damper/pid"}) {
    const auto form = pid_form(shipped(name));
    ASSERT_TRUE(std::holds_alternative<PidForm>(form)) << name << ": " << std::get<Reason>(form).text;
    EXPECT_TRUE(std::get<PidForm>(form).integral) << name;
  }
}

TEST(LawForm, OfOtherLawsIsNot) {
  for (const char* name : {"double_inverted_pendulum/sliding_mode", "dc_motor/lead_lag", "dc_motor/cascade",
                           "quadruple_tank/pi", "ball_and_beam/cascade"}) {
    EXPECT_TRUE(std::holds_alternative<Reason>(pid_form(shipped(name)))) << name;
    EXPECT_TRUE(std::holds_alternative<Reason>(feedback_form(shipped(name)))) << name;
  }
  const auto standard =
      process("{gains: {k: 1, t_i: s}, states: {z: {rate: k/t_i*(r - y)}}, output: {u: k*(r - y) + z}}",
              "{k: {bounds: [0, 9]}, t_i: {bounds: [1, 9]}}");
  EXPECT_TRUE(std::holds_alternative<Reason>(pid_form(standard)));
}

TEST(LawForm, OfStateFeedbackIsFound) {
  const FeedbackForm form =
      std::get<FeedbackForm>(feedback_form(shipped("double_inverted_pendulum/state_feedback")));
  ASSERT_EQ(form.gains.rows(), 1);
  for (Eigen::Index i = 0; i < 6; ++i) EXPECT_EQ(form.gains(0, i), i);
}

TEST(RuleGains, OfAPiLawSeeLagsDelaysAndTheHold) {
  const auto rules = rule_gains(process(pi_law, pi_gains, "{actuators: {u: {delay: 900 ms}}}"), {{1}, {1}});
  // Gain 2, 10 s, dead time 0.9 + 0.05 s: SIMC k_p = 10 / (2 * 2 * 0.95), T_i = 8 * 0.95.
  EXPECT_NEAR(rule(rules, "simc").gains[1], 10 / 3.8, 1e-3);
  EXPECT_NEAR(rule(rules, "simc").gains[0], 10 / 3.8 / 7.6, 1e-4);
  const RuleGains& amigo = rule(rules, "amigo");
  const double late = 0.95, gain = 0.075 + (0.35 - late * 10 / (10.95 * 10.95)) * 10 / (2 * late);
  EXPECT_NEAR(amigo.gains[1], gain, 1e-3);
  EXPECT_NEAR(amigo.gains[0], gain / (0.35 * late + 1300 * late / (100 + 120 * late + 7 * late * late)),
              1e-3);
  EXPECT_EQ(rule(rules, "ziegler_nichols").reason, "");
}

TEST(RuleGains, CountJitterByItsMean) {
  spec::Problem late = process(pi_law, pi_gains, "{actuators: {u: {delay: 900 ms}}}");
  late.simulation.step = 0.01;
  late.simulation.control_period = 0.1;
  for (double* jitter : {&late.loop.jitter, &late.loop.sampling_jitter}) {
    *jitter = 0.05;
    // As above with 0.025 s more.
    EXPECT_NEAR(rule(rule_gains(late, {{1}, {1}}), "simc").gains[1], 10 / 3.9, 1e-3);
    *jitter = 0;
  }
  late.loop = {0.02, 0.03, late.loop.actuators, {}};
  EXPECT_NEAR(rule(rule_gains(late, {{1}, {1}}), "simc").gains[1], 10 / 3.9, 1e-3);
}

/// A first-order process of gain 2 and 10 s behind 0.9 s, sampled every 0.1 s, as in the first test.
TEST(RuleGains, KnowThePlantsOwnDeadTime) {
  const auto delayed = [](const std::string& blocks) {
    return rule_gains(
        spec::parse_problem({"test.yaml", "plant: {inputs: {u: 1}, blocks: {" + blocks +
                                              "}}\nreferences: {r: 1}\ncontroller: " + pi_law +
                                              "\ngains: " + pi_gains +
                                              "\nsimulation: {duration: 10 s, step: 100 ms}\n"
                                              "scenarios: {training: {list: [{}]}}\n"
                                              "objective: {terms: {error: integral(abs(y - r))}}\n"}),
        {{1}, {1}});
  };
  for (const char* blocks :
       {"y: {input: u, gain: 2, denominator: [10, 1], dead_time: 0.9 s}",
        "x: {input: u, denominator: [10, 1]}, y: {input: 2*x, denominator: [1e-6, 1], dead_time: 0.9 s}"}) {
    const auto rules = delayed(blocks);
    EXPECT_NEAR(rule(rules, "simc").gains[1], 10 / 3.8, 1e-3) << blocks;
    EXPECT_NEAR(rule(rules, "simc").gains[0], 10 / 3.8 / 7.6, 1e-4) << blocks;
    EXPECT_EQ(rule(rules, "ziegler_nichols").reason, "") << blocks;
  }
  const auto two_ways = delayed("x: {input: u, dead_time: 0.9 s}, y: {input: u + x, denominator: [10, 1]}");
  EXPECT_NE(rule(two_ways, "pid_rules").reason.find("several dead times"), std::string::npos);
}

/// A tank y' = u - sqrt(y), which about y = 4 is 1/(s + 1/4).
TEST(RuleGains, AreAboutTheOperatingPoint) {
  const auto at = [](const std::string& point) {
    return rule_gains(
        spec::parse_problem({"test.yaml",
                             "plant: {states: {y: 1}, inputs: {u: 1}, dynamics: {y: u - sqrt(y)}}\n"
                             "references: {r: 4}\ncontroller: " +
                                 std::string(pi_law) + "\ngains: " + pi_gains + "\n" + point +
                                 "loop: {actuators: {u: {delay: 400 ms}}}\n"
                                 "simulation: {duration: 10 s, step: 100 ms}\n"
                                 "scenarios: {training: {list: [{}]}}\n"
                                 "objective: {terms: {error: integral(abs(y - r))}}\n"}),
        {{1}, {1}});
  };
  EXPECT_NEAR(rule(at("operating_point: {y: 4, u: 2}\n"), "simc").gains[1], 4 / (4 * 2 * 0.45), 1e-3);
  EXPECT_NE(rule(at(""), "pid_rules").reason, "");
}

TEST(RuleGains, SayWhyTheyDoNotApply) {
  spec::Problem unstable = process(pi_law, pi_gains);
  unstable.plant.parameters[1].value.value = -10;
  const auto rules = rule_gains(unstable, {{1}, {1}});
  ASSERT_EQ(rules.size(), 3U);
  for (const RuleGains& one : rules) {
    EXPECT_TRUE(one.gains.empty());
    EXPECT_NE(one.reason.find("unstable"), std::string::npos) << one.reason;
  }
}

TEST(RuleGains, AreNotThoseOfADeadTimeThatIsHardlyThere) {
  const spec::Problem slow = process(pi_law, pi_gains);  // 0.05 s of hold beside 10 s
  EXPECT_NE(rule(rule_gains(slow, {{1}, {1}}), "ziegler_nichols").reason.find("too little delay"),
            std::string::npos);
  EXPECT_EQ(rule(rule_gains(slow, {{1}, {1}}), "simc").reason, "");
  spec::Problem quick = slow;
  quick.simulation.step = 1e-3;
  for (const RuleGains& one : rule_gains(quick, {{1}, {1}})) {
    EXPECT_TRUE(one.gains.empty()) << one.rule;
    const char* reason = one.rule == "ziegler_nichols" ? "too little delay" : "no dead time";
    EXPECT_NE(one.reason.find(reason), std::string::npos) << one.rule;
  }
}

TEST(RuleGains, OfStateFeedbackAreTheRegulators) {
  // Double integrator, all deviations 1, continuous: K = [1, sqrt(3)].
  const spec::Problem problem = spec::parse_problem(
      {"test.yaml",
       "plant: {states: {x: m, v: m/s}, inputs: {u: N}, dynamics: {x: v, v: u}}\n"
       "controller: {continuous: true, gains: {k_v: 1, k_x: 1}, output: {u: -k_x*x - k_v*v}}\n"
       "gains: {k_v: {bounds: [0, 9]}, k_x: {bounds: [0, 9]}}\n"
       "simulation: {duration: 10 s, step: 100 ms}\n"
       "scenarios: {training: {list: [{initial_state: {x: 1}}]}}\n"
       "objective: {terms: {error: integral(x^2)}}\n"});
  const auto rules = rule_gains(problem, {{1, 1}, {1}});
  EXPECT_NEAR(rule(rules, "lqr").gains[0], std::sqrt(3.0), 1e-12);
  EXPECT_NEAR(rule(rules, "lqr").gains[1], 1, 1e-12);
  // k_x = deviation of u / deviation of x, where v may move at will.
  EXPECT_NEAR(rule(rule_gains(problem, {{0.5, 1e6}, {2}}), "lqr").gains[1], 4, 1e-9);
  EXPECT_NE(rule(rule_gains(problem, {{0, 1}, {2}}), "lqr").reason, "");
}

TEST(RuleGains, OfASampledPlantStabiliseIt) {
  const auto rules =
      rule_gains(shipped("double_inverted_pendulum/state_feedback"), {{1, 0.3, 0.3, 3, 3, 3}, {100}});
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules[0].reason, "");
  EXPECT_EQ(rules[0].gains.size(), 6U);
}

}  // namespace
}  // namespace gainswarm::analysis
