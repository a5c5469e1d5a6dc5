#include "host/tuner/common_ground.hpp"

#include <vector>

namespace gainswarm::tuner {

CommonGround::CommonGround(const spec::Problem& problem, const rollout::Program& program,
                           engine::Engine& engine, int threads)
    : engine_(engine),
      objective_(problem, program),
      space_(problem, program),
      judge_(problem, space_, threads) {}

CommonGround::Verdict CommonGround::judge(std::span<const double> gains) {
  engine_.evaluate(gains, outcome_);
  Verdict verdict;
  objective_.rank(outcome_, {&verdict.rank, 1});
  verdict.breakdown = objective_.breakdown(outcome_);
  if (judge_.empty()) return verdict;
  std::vector<Named> obstacles;
  judge_.rank(
      {.gains = gains, .underived = {}, .objective = objective_, .rollouts = verdict.breakdown.scenarios},
      {&verdict.rank, 1}, obstacles);
  judge_.add_to(verdict.breakdown, objective_, gains);
  return verdict;
}

}  // namespace gainswarm::tuner
