// Laws that are written for other names: connected, they make the program of the law with the plant's names.
#include <gtest/gtest.h>

#include "tests/rollout/simulated.hpp"

namespace gainswarm::rollout {
namespace {

std::string motor_problem(const std::string& law, const std::string& connect = "",
                          const std::string& gains = "{k: {bounds: [0, 10]}}") {
  return "name: test\n"
         "plant: {name: motor, states: {angle: rad, speed: rad/s}, inputs: {voltage: V, brake: N*m}, "
         "dynamics: "
         "{angle: speed, speed: voltage - brake - speed}}\n"
         "controller: " +
         law + "\n" + (connect.empty() ? "" : "connect: " + connect + "\n") + "gains: " + gains +
         "\nreferences: {target: 1}\n"
         "scenarios: {training: {list: [{initial_state: {angle: 0.25}}]}}\n"
         "simulation: {duration: 2 s, step: 0.5 s}\n"
         "loop: {actuators: {voltage: {saturation: 0.5}}}\n"
         "objective: {terms: {last: final(angle), effort: energy(voltage)}}\n";
}

std::string program_hash(const std::string& yaml) {
  return hash(build_program(spec::parse_problem({"test.yaml", yaml}), Purpose::training));
}

constexpr const char* own =
    "{name: c, gains: {k: 1}, states: {held: {next: previous(voltage)}}, output: {voltage: clamp(k*(target - "
    "angle) + drift(speed), lower(voltage), upper(voltage)), brake: 0.1*speed + influence(speed, voltage)}}";
constexpr const char* shared =
    "{name: c, gains: {k: 1}, states: {held: {next: previous(u)}}, output: {u: clamp(k*(r - y) + drift(v), "
    "lower(u), upper(u)), w: 0.1*v + influence(v, u)}}";
constexpr const char* names = "{y: angle, v: speed, u: voltage, w: brake, r: target}";

TEST(Connect, MakesTheProgramOfTheLawWithThePlantsNames) {
  EXPECT_EQ(program_hash(motor_problem(shared, names)), program_hash(motor_problem(own)));
}

TEST(Connect, LeavesNamesThatAreNotConnectedAsTheyAre) {
  const std::string half = "{name: c, gains: {k: 1}, output: {u: k*(target - y), brake: 0.1*speed}}";
  const std::string all = "{name: c, gains: {k: 1}, output: {voltage: k*(target - angle), brake: 0.1*speed}}";
  EXPECT_EQ(program_hash(motor_problem(half, "{u: voltage, y: angle}")), program_hash(motor_problem(all)));
}

TEST(Connect, MayExchangeNames) {
  const std::string exchanged = "{name: c, gains: {k: 1}, output: {voltage: k*angle, brake: speed}}";
  const std::string plain = "{name: c, gains: {k: 1}, output: {voltage: k*speed, brake: angle}}";
  EXPECT_EQ(program_hash(motor_problem(exchanged, "{angle: speed, speed: angle}")),
            program_hash(motor_problem(plain)));
}

TEST(Connect, TakesTheUnitsWrittenWithTheGains) {
  const spec::Problem connected =
      spec::parse_problem({"test.yaml", motor_problem(shared, names, "{k: {bounds: [0 V/rad, 10 V/rad]}}")});
  EXPECT_EQ(build_program(connected, Purpose::training).gains[0].unit, "V/rad");
  const spec::Problem again = spec::parse_problem({"again.yaml", spec::resolved(connected)});
  EXPECT_EQ(spec::resolved(again), spec::resolved(connected));
}

}  // namespace
}  // namespace gainswarm::rollout
