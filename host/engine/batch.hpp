// How the numbers of a batch of rollouts lie in memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "host/engine/engine.hpp"

namespace gainswarm::engine {

/// Rows in gains[particle][gain]; a program without gains has one particle.
std::int64_t particle_count(const rollout::Program& program, std::span<const double> gains);

/// What an engine is given: gains, and where the particles compete, what they have to cost less than.
struct Candidates {
  std::span<const double> gains;  ///< [particle][gain]
  std::optional<Competition> competition{};

  /// A program without gains has one.
  [[nodiscard]] std::int64_t particles(std::int64_t gains_of_each) const;
  /// The particles [first, first + count).
  [[nodiscard]] Candidates part(std::int64_t first, std::int64_t count, std::int64_t gains_of_each) const;
  void run_on(Engine& engine, Outcome& outcome) const;
};

/// Makes room for the results of particles x scenarios rollouts.
void resize(Outcome& outcome, std::size_t outputs, std::int64_t rollouts);

/// Puts the results of a batch of its own into those of a larger one, of which it is the particles from
/// `first` on.
void place(const Outcome& part, std::int64_t scenarios, std::int64_t first, Outcome& whole);

/// The results of one particle of a batch, as those of a batch of its own.
Outcome part_of(const Outcome& whole, std::int64_t particles, std::int64_t particle);

/// After a stage: the costs are those so far. `particles` of the batch.
void give_up_losers(const Competition& competition, std::int64_t particles, Outcome& outcome);

std::span<const double> scenario_row(const rollout::ScenarioTable& table, std::int64_t scenario);

/// Numbers in a program's precision, rounded to nearest.
template <class T>
std::vector<T> rounded(std::span<const double> values) {
  std::vector<T> result(values.size());
  std::ranges::transform(values, result.begin(), [](double value) { return static_cast<T>(value); });
  return result;
}

/// "double" or "float".
std::string precision_name(const rollout::Program& program);

/// e.g. "1 thread", "2 threads".
std::string thread_count_name(int threads);

}  // namespace gainswarm::engine
