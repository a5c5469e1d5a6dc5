#include "tests/engine/pendulum_program.hpp"

#include "tests/engine/builder.hpp"
#include "tests/engine/double_pendulum.hpp"

namespace gainswarm::engine {

rollout::Program pendulum_program(graph::Precision precision, std::int64_t ticks) {
  Builder build(precision);
  build.declare_gains(6);
  build.program.scenario_columns.resize(6);
  pendulum::State<graph::Value> state;
  std::array<graph::Value, 6> gains;
  for (std::uint32_t i = 0; i < state.size(); ++i) state[i] = build.reg(i);
  for (std::uint32_t i = 0; i < gains.size(); ++i) gains[i] = build.gain(i);
  const graph::Value force = build.reg(7);
  const pendulum::State<graph::Value> next = pendulum::step(state, force);
  for (std::uint32_t i = 0; i < state.size(); ++i) {
    build.add_register(i < 6 ? build.scenario(i) : build.number(0), state[i], next[i]);
  }
  build.add_register(build.number(0), pendulum::feedback(state, gains), force);
  build.add_failure("fallen", build.number(1.5707963267948966) < graph::absolute(next[1]));
  for (const std::uint32_t output : {6U, 0U, 1U}) build.add_output(state[output]);
  build.program.ticks = ticks;
  return build.program;
}

}  // namespace gainswarm::engine
