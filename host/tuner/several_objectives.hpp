// Swarms that search a front of best compromises between several objectives.
//
// Each swarm minimises the augmented Tchebycheff cost of the objectives (scalarisation.hpp) with weights of
// its own from a lattice on the simplex. The scale of the objectives is the extent of the archive of
// compromises, renewed after the first, second, fourth, eighth ... iteration; with it all personal bests are
// costed anew from the objectives they had, so that old and new costs compare. That extent is all that the
// swarms share.
//
// A candidate that fails in a scenario or does not meet the requirements ranks behind every one that does,
// as with one objective, and never enters the archive.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/swarm/swarm.hpp"
#include "host/tuner/evaluator.hpp"
#include "host/tuner/front_archive.hpp"
#include "host/tuner/front_history.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/objective.hpp"
#include "host/tuner/polish.hpp"
#include "host/tuner/scalarisation.hpp"

namespace gainswarm::tuner {

class SeveralObjectives {
 public:
  /// Of a problem with `pareto`; both must outlive this. `earlier`: what the swarms of this state go on with,
  /// as search() gave it; null: they begin. Throws swarm::UnsoundState when it is none of these swarms.
  SeveralObjectives(const spec::Problem& problem, const Objective& objective, const swarm::State& swarms,
                    const FrontSearch* earlier);

  /// Costs of candidates, each by the weights of the swarm that `swarm_of` names. `positions`
  /// [candidate][dimension] had `ranked` costs by Objective::rank() and this outcome.
  std::span<const double> costs(std::span<const double> positions, std::span<const double> ranked,
                                const engine::Outcome& outcome, std::span<const std::int64_t> swarm_of);
  /// After the swarms have absorbed these costs: notes the front, keeps the objectives of new personal
  /// bests, and when a new scale is due gives the swarms new costs.
  void follow(swarm::Swarm& swarms);

  /// The particles' swarms, [swarm][particle].
  [[nodiscard]] std::span<const std::int64_t> swarm_of_particles() const { return swarm_of_; }
  /// Improves the best of each swarm by a simplex of its own, on the scale of the present front; see
  /// polish_each(). Returns how many candidates it evaluated.
  std::int64_t polish(swarm::Swarm& swarms, Evaluator& evaluator, const spec::Polish& options,
                      std::int64_t budget, const std::function<bool()>& stop);

  [[nodiscard]] const std::vector<Compromise>& front() const { return archive_.members(); }
  /// How far the search has come: the front's hypervolume from a reference that moves away as the front
  /// widens, so that it only grows while nothing is truncated. 0 while there is no front.
  [[nodiscard]] double growth() const { return growth_; }
  /// The knee of the front, its cost the sum of the objectives; nothing while there is no compromise.
  [[nodiscard]] std::optional<Candidate> knee() const;
  /// What the swarms go on with, after follow().
  [[nodiscard]] FrontSearch search() const;
  /// The front with the names and gains of the problem.
  [[nodiscard]] Front describe(const GainSpace& space) const;

 private:
  void go_on_from(const FrontSearch& earlier, const swarm::State& swarms);
  void measure_growth();
  void find_objectives(const engine::Outcome& outcome, std::span<const double> ranked);
  [[nodiscard]] bool is_feasible(const engine::Outcome& outcome, std::size_t candidate,
                                 std::size_t candidates, double ranked) const;
  void archive(std::span<const double> positions);
  /// Of the hypervolume: the given one, else a little beyond the worst of the present front.
  [[nodiscard]] std::vector<double> reference() const;
  void note_front();
  [[nodiscard]] double cost(std::int64_t swarm, const std::vector<double>& objectives) const;
  void scale_anew(swarm::Swarm& swarms);
  [[nodiscard]] bool is_scale_due(std::int64_t iteration) const;

  const spec::Objective* options_;
  const Objective* objective_;
  std::vector<std::int64_t> swarm_of_;  ///< [particle]
  std::vector<std::vector<double>> weights_;
  FrontArchive archive_;
  FrontHistory history_;       ///< [iteration], then after the polish
  Extent extent_;              ///< the scale of the costs; empty until there is a compromise
  std::vector<double> reach_;  ///< the farthest reference so far; likewise
  double growth_ = 0;
  // One a candidate of the last batch, one a particle of all swarms; objectives are empty where the candidate
  // is infeasible.
  std::vector<std::vector<double>> objectives_, best_objectives_;
  std::vector<double> costs_, known_costs_;
};

}  // namespace gainswarm::tuner
