// The rollout as one device thread lives through it. The program around which it is built comes as generated
// text (host/device/program_text.hpp), a struct with these members:
//
//   using Number                       double or float
//   using Count                        integer that holds every number of steps
//   ticks, substeps, gains, columns    sizes; columns are those of the scenario table
//   Constants                          what one rollout computes once
//   TickConstants                      what one tick computes once for its substeps
//   Registers                          what is carried from block to block
//   Delays                             what comes back after many substeps
//   start(gain, scenario, registers, delays)
//   before_loops(gain, scenario, registers, constants)
//   tick(constants, tick, registers)
//   before_substeps(constants, tick, registers, tick_constants)
//   substep(constants, tick_constants, tick, substep, registers, next, delays)
//                                      sets what the registers are next and gives -1, or gives a failure's
//                                      cause
//   optimistic                         whether substep takes a manner (cuda/optimism.hpp) before all others
//   finish(gain, scenario, registers, survived, output)            output(index, value) stores one result
//
// and the order in which they are called is that of host/rollout/program.hpp.
#pragma once

#include "cuda/optimism.hpp"
#include "cuda/portability.hpp"

namespace gainswarm::rollout {

/// Where the rollouts of a launch read and write. A rollout's index is scenario * particles + particle, so
/// that the threads of a warp share a scenario.
template <class Number>
struct Batch {
  std::int64_t count = 0;             ///< rollouts of the launch
  const Number* gains = nullptr;      ///< [particle][gain], physical values
  const Number* scenarios = nullptr;  ///< [scenario][column]
  Number* outputs = nullptr;          ///< [output][rollout of the launch], `stride` apart
  std::int64_t* survived = nullptr;   ///< [rollout of the launch], substeps completed without failure
  std::int32_t* cause = nullptr;      ///< [rollout of the launch], -1 or the failure's index
  std::int64_t stride = 0;
  std::int64_t particles = 0;
  std::int64_t first = 0;  ///< index of the launch's first rollout
};

/// Where the outputs of one rollout go.
template <class Number>
struct Results {
  const Batch<Number>& batch;
  std::int64_t index;

  GAINSWARM_HOST_DEVICE void operator()(std::int64_t output, Number value) const {
    batch.outputs[output * batch.stride + index] = value;
  }
};

/// One substep; gives what Program::substep does.
template <class Program>
GAINSWARM_HOST_DEVICE inline std::int32_t run_substep(const typename Program::Constants& constants,
                                                      const typename Program::TickConstants& tick_constants,
                                                      typename Program::Number tick,
                                                      typename Program::Number substep,
                                                      const typename Program::Registers& registers,
                                                      typename Program::Registers& next,
                                                      typename Program::Delays& delays) {
  if constexpr (Program::optimistic) {
    const std::int32_t cause =
        Program::substep(Optimistic{}, constants, tick_constants, tick, substep, registers, next, delays);
    if (cause != in_doubt) return cause;
    return Program::substep(Careful{}, constants, tick_constants, tick, substep, registers, next, delays);
  } else {
    return Program::substep(constants, tick_constants, tick, substep, registers, next, delays);
  }
}

/// The ticks [first, end), or those before a failure. Gives the substeps completed since the rollout began.
template <class Program>
GAINSWARM_HOST_DEVICE inline typename Program::Count run_ticks(
    typename Program::Count first, typename Program::Count end, const typename Program::Constants& constants,
    typename Program::Registers& registers, typename Program::Delays& delays, std::int32_t& cause) {
  using Number = typename Program::Number;
  using Count = typename Program::Count;
  for (Count tick = first; tick < end; ++tick) {
    const Number tick_number = static_cast<Number>(tick);
    typename Program::TickConstants tick_constants;
    Program::tick(constants, tick_number, registers);
    Program::before_substeps(constants, tick_number, registers, tick_constants);
    if constexpr (Program::substeps == 1) {  // compilers keep something of a loop that runs once
      typename Program::Registers next = registers;
      cause =
          run_substep<Program>(constants, tick_constants, tick_number, Number{0}, registers, next, delays);
      if (cause >= 0) return tick;
      registers = next;
    } else {
      for (Count substep = 0; substep < Program::substeps; ++substep) {
        typename Program::Registers next = registers;
        cause = run_substep<Program>(constants, tick_constants, tick_number, static_cast<Number>(substep),
                                     registers, next, delays);
        if (cause >= 0) return tick * Program::substeps + substep;
        registers = next;
      }
    }
  }
  return end * Program::substeps;
}

/// Runs one rollout of a batch.
template <class Program>
struct Rollout {
  using Number = typename Program::Number;

  Batch<Number> batch;

  GAINSWARM_HOST_DEVICE void operator()(std::int64_t index) const {
    const std::int64_t rollout = batch.first + index;
    const std::int64_t scenario = rollout / batch.particles;
    const Number* gain = batch.gains + (rollout - scenario * batch.particles) * Program::gains;
    const Number* column = batch.scenarios + scenario * Program::columns;

    typename Program::Constants constants;
    typename Program::Registers registers;
    typename Program::Delays delays;
    Program::start(gain, column, registers, delays);
    Program::before_loops(gain, column, registers, constants);
    std::int32_t cause = -1;
    const auto survived = run_ticks<Program>(0, Program::ticks, constants, registers, delays, cause);
    batch.survived[index] = survived;
    batch.cause[index] = cause;
    Program::finish(gain, column, registers, static_cast<Number>(survived), Results<Number>{batch, index});
  }
};

}  // namespace gainswarm::rollout
