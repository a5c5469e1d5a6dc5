// Swarms that move and learn: propose() positions, absorb() their costs, and so on.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "cuda/swarm.hpp"
#include "host/spec/spec.hpp"
#include "host/swarm/state.hpp"

namespace gainswarm::swarm {

/// Where the best of all personal bests is, the smallest (cost, swarm, particle).
struct Best {
  double cost = spec::infinity;
  std::int64_t swarm = 0;
  std::span<const double> position;  ///< in the unit box; valid until the swarms absorb again
};

/// What was saved is no state that a search with these options comes to.
class UnsoundState : public std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

class Swarm {
 public:
  /// Starts new swarms.
  Swarm(const spec::Swarm& options, std::int64_t dimensions);
  /// Continues from a state saved between absorb and propose, with the same bits as if never interrupted.
  /// Throws UnsoundState when the state does not have the shape that the options ask for, or holds what no
  /// swarm comes to.
  Swarm(const spec::Swarm& options, State state);

  /// Moves the particles (in the first iteration they stay where they start) and gives their positions,
  /// [swarm][particle][dimension] in the unit box.
  std::span<const double> propose();
  /// Ends the iteration. costs[swarm][particle] belong to the proposed positions and are not NaN.
  void absorb(std::span<const double> costs);
  /// Gives every personal best [swarm][particle] another cost, when costs are measured anew.
  void cost_anew(std::span<const double> best_costs);

  /// Takes propose() back, if its costs were not absorbed: the iteration is given up.
  void withdraw();

  /// Instead of propose() and absorb(): somebody else has done the iteration. Exchanges the states. Throws
  /// std::invalid_argument when the new one has another shape.
  void adopt(State& after);

  [[nodiscard]] const State& state() const { return state_; }
  /// The best of one swarm, and of all.
  [[nodiscard]] Best best(std::int64_t swarm) const;
  [[nodiscard]] Best best() const;

 private:
  [[nodiscard]] View pointers();

  spec::Swarm options_;
  State state_;
  State before_;  ///< propose()
  bool proposed_ = false;
  std::vector<double> learning_probabilities_;
  std::vector<std::int32_t> leaders_;  ///< follow from the personal bests
};

}  // namespace gainswarm::swarm
