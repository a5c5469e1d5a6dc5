// Some ticks of rollouts, as device threads live through them: what a launch leaves, the next goes on from.
// Programs that compete or are long have these members, too:
//
//   carry(registers, delays, transfer)         transfer(row, value) for every number that has to be carried
//   resume(survived, registers)                sets what follows from the substeps completed
//   competes                                   whether it tells what its cost cannot fall below:
//   least_cost(gain, scenario, registers, survived)   see host/rollout/program.hpp
#pragma once

#include "cuda/portability.hpp"
#include "cuda/rollout.hpp"

namespace gainswarm::rollout {

/// One launch of a stage: the ticks [first_tick, end_tick) of some rollouts of a batch.
template <class Number>
struct Stage {
  std::int64_t count = 0;                 ///< rollouts of the launch
  std::int64_t first = 0;                 ///< place of the launch's first among those that run
  const std::int64_t* running = nullptr;  ///< places in the batch of those that run; none given: all of them
  std::int64_t first_tick = 0, end_tick = 0;
  Number* carried = nullptr;  ///< [row][place in the batch], `batch.stride` apart
  Batch<Number> batch;        ///< whose results are stored by the place in it
};

/// Runs one stage of one rollout. One that does not end with it leaves as its cost what that cannot fall
/// below, where programs compete, and no other output.
template <class Program>
struct RolloutStage {
  using Number = typename Program::Number;
  using Count = typename Program::Count;

  Stage<Number> stage;

  GAINSWARM_HOST_DEVICE void operator()(std::int64_t index) const {
    const Batch<Number>& batch = stage.batch;
    std::int64_t place = stage.first + index;
    if (stage.running != nullptr) place = stage.running[place];
    const std::int64_t rollout = batch.first + place;
    const std::int64_t scenario = rollout / batch.particles;
    const Number* gain = batch.gains + (rollout - scenario * batch.particles) * Program::gains;
    const Number* column = batch.scenarios + scenario * Program::columns;
    const auto first = static_cast<Count>(stage.first_tick), end = static_cast<Count>(stage.end_tick);

    typename Program::Constants constants;
    typename Program::Registers registers;
    typename Program::Delays delays;
    begin(gain, column, place, registers, delays);
    Program::before_loops(gain, column, registers, constants);
    std::int32_t cause = -1;
    const Count survived = run_ticks<Program>(first, end, constants, registers, delays, cause);
    batch.survived[place] = survived;
    batch.cause[place] = cause;
    if (cause >= 0 || end == Program::ticks) {
      const Results<Number> results{batch, place};
      Program::finish(gain, column, registers, static_cast<Number>(survived), results);
    } else {
      if constexpr (Program::competes)
        batch.outputs[place] = Program::least_cost(gain, column, registers, static_cast<Number>(survived));
      Program::carry(registers, delays, Save{stage.carried + place, forgotten(batch.stride)});
    }
  }

 private:
  struct Save {
    Number* carried;  ///< of this rollout
    std::int64_t stride;

    GAINSWARM_HOST_DEVICE void operator()(std::int64_t row, const Number& value) const {
      carried[row * stride] = value;
    }
  };

  struct Restore {
    const Number* carried;  ///< of this rollout
    std::int64_t stride;

    GAINSWARM_HOST_DEVICE void operator()(std::int64_t row, Number& value) const {
      value = carried[row * stride];
    }
  };

  /// At the start, or where the stage before has left off.
  GAINSWARM_HOST_DEVICE void begin(const Number* gain, const Number* column, std::int64_t place,
                                   typename Program::Registers& registers,
                                   typename Program::Delays& delays) const {
    if (stage.first_tick == 0) {
      Program::start(gain, column, registers, delays);
    } else {
      Program::carry(registers, delays, Restore{stage.carried + place, stage.batch.stride});
      Program::resume(static_cast<Count>(stage.first_tick) * Program::substeps, registers);
    }
  }
};

}  // namespace gainswarm::rollout
