// What runs rollouts. Every engine gives the same bits for the same program, scenarios and gains.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "cuda/aggregate.hpp"
#include "cuda/competition.hpp"
#include "host/device/supervised_device.hpp"
#include "host/rollout/program.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/support/interrupted.hpp"
#include "host/swarm/generation.hpp"

namespace gainswarm::engine {

/// What a batch of rollouts gave. Indexed [scenario][particle], outputs [output][scenario][particle].
struct Outcome {
  std::vector<double> outputs;
  std::vector<std::int64_t>
      survived;  ///< substeps completed without failure; program.steps() if it never failed
  /// -1: no failure, else index into Program::failures, or competition::given_up
  std::vector<std::int32_t> cause;

  /// One output of every rollout.
  [[nodiscard]] std::span<const double> output(std::int64_t index) const {
    return std::span(outputs).subspan(static_cast<std::size_t>(index) * survived.size(), survived.size());
  }
};

/// What candidates have to cost less than; see cuda/competition.hpp.
struct Competition {
  aggregate::Rule over_scenarios;
  std::span<const double> limits;  ///< [particle], none of them NaN
};

/// The engine can run no more rollouts; what() says why and what to do.
class EngineFailed : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A batch was given up because Options::interrupted wanted it. The engine can run others.
using support::Interrupted;

class Engine {
 public:
  virtual ~Engine() = default;
  /// Runs particles x scenarios rollouts. gains[particle][gain] are physical values (rounded to float in a
  /// float32 program); their size is a multiple of the number of gains. Resizes and fills `outcome`. Throws
  /// EngineFailed and Interrupted.
  virtual void evaluate(std::span<const double> gains, Outcome& outcome) = 0;
  /// Likewise, but may give up the rollouts of candidates that have lost, if the program tells what its cost
  /// cannot fall below. The same bits from every engine that does.
  virtual void compete(std::span<const double> gains, const Competition& /*competition*/, Outcome& outcome) {
    evaluate(gains, outcome);
  }
  /// Runs one whole generation of swarms: what follows `state`, moves included; candidates compete with their
  /// particles' bests. False when the engine leaves that to the caller; then nothing has happened. The same
  /// bits either way. Between the calls for one job the state changes only by whole generations, here or
  /// elsewhere; an engine may run the next generation ahead. Throws Interrupted; then nothing has happened.
  virtual bool advance(const swarm::Job& /*job*/, const swarm::State& /*state*/,
                       swarm::Generation& /*next*/) {
    return false;
  }
  /// Candidates that evaluate() runs together in about the time of one alone: how far a batch can grow for
  /// nothing. At least 1.
  [[nodiscard]] virtual std::int64_t side_by_side() const { return 1; }
  /// For people and the result file, e.g. "cpu (LLVM 19.1.7, znver5, 8 lanes of double, 2 threads)".
  [[nodiscard]] virtual std::string description() const = 0;
  /// What went wrong on the way and was mended without changing a bit, in order, one sentence each.
  [[nodiscard]] virtual std::vector<std::string> incidents() const { return {}; }
};

struct Options {
  std::string name = "auto";          ///< auto | reference | cpu | cuda
  int simd = 0;                       ///< lanes: 1, 2, 4, 8, 16, 32, 64; 0: widest the host runs well
  int threads = 0;                    ///< 0: one a hardware thread
  std::int64_t particles = 0;         ///< usual size of a batch, by which auto chooses; 0: not known
  device::Supervision supervision{};  ///< of the workers of the engine cuda
  /// Asked between blocks of rollouts, and while devices work. A rollout that has begun is finished.
  support::AskInterrupted interrupted{};
};

/// Builds an engine for one program and scenario table. Throws std::runtime_error with the reason when the
/// engine asked for by name cannot run here, and Interrupted.
std::unique_ptr<Engine> make_engine(const Options& options, const rollout::Program& program,
                                    const rollout::ScenarioTable& scenarios);

}  // namespace gainswarm::engine
