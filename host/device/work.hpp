// What a device's rollouts read and write, as it lies in the memory that a worker process shares.
#pragma once

#include <cstdint>

namespace gainswarm::device {

/// The sizes of a program and its scenario table.
struct Work {
  bool single_precision = false;
  std::int64_t gains = 0;
  std::int64_t columns = 0;  ///< of the scenario table
  std::int64_t outputs = 0;
  std::int64_t scenarios = 0;
  std::int64_t ticks = 0;
  bool competes = false;         ///< the program tells which candidates have lost
  bool is_long = false;          ///< whole rollouts, too, are run in stages
  std::int64_t stage_ticks = 0;  ///< ticks of a stage
  std::int64_t carried = 0;      ///< numbers that a rollout carries from stage to stage

  [[nodiscard]] bool has_stages() const { return competes || is_long; }
  [[nodiscard]] std::int64_t number() const { return single_precision ? 4 : 8; }  ///< bytes of one
  [[nodiscard]] std::int64_t scenario_bytes() const { return scenarios * columns * number(); }
  /// What a rollout leaves: its outputs, survived, cause.
  [[nodiscard]] std::int64_t result_bytes() const { return outputs * number() + 8 + 4; }
};

/// Offsets in bytes of a batch of particles: gains[particle][gain] as Number, limits[particle] as double,
/// which only competitions have, then what an engine::Outcome holds, outputs[output][scenario][particle] as
/// Number.
struct BatchLayout {
  BatchLayout(const Work& work, std::int64_t batch_particles)
      : particles(batch_particles), rollouts(work.scenarios * batch_particles) {
    limits = aligned(particles * work.gains * work.number());
    survived = limits + particles * 8;
    outputs = survived + rollouts * 8;
    cause = aligned(outputs + rollouts * work.outputs * work.number());
    bytes = cause + rollouts * 4;
  }

  std::int64_t particles, rollouts;
  std::int64_t gains = 0;
  std::int64_t limits, survived, outputs, cause;
  std::int64_t bytes;

 private:
  static std::int64_t aligned(std::int64_t offset) { return (offset + 63) / 64 * 64; }
};

}  // namespace gainswarm::device
