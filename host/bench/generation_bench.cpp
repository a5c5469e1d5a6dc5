#include "host/bench/generation_bench.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "host/bench/measure.hpp"
#include "host/engine/batch.hpp"
#include "host/swarm/start.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/objective.hpp"

namespace gainswarm::bench {
namespace {

constexpr std::int64_t unmeasured = 3;  ///< generations in which the launches grow
constexpr std::int64_t measured = 7;

}  // namespace

GenerationSpeed measure_generations(engine::CudaEngine& engine, const spec::Problem& problem,
                                    const rollout::Program& program, std::int64_t scenarios,
                                    std::int64_t rollouts) {
  const tuner::GainSpace space(problem, program);
  const tuner::Objective objective(problem, program);
  spec::Swarm options = problem.swarm;
  options.swarms = std::max<std::int64_t>(1, rollouts / (options.particles * scenarios));
  options.iterations = unmeasured + measured;
  const swarm::Job job{.options = &options, .scales = space.scales(), .rule = objective.rule()};
  swarm::State state = swarm::start(options, space.dimensions());
  swarm::Generation next;
  std::vector<double> seconds, steps, shares;
  while (state.iteration < options.iterations) {
    const double took = seconds_of([&] {
      if (!engine.advance(job, state, next)) throw engine::EngineFailed("the devices do not move the swarms");
    });
    std::swap(state, next.state);
    if (state.iteration <= unmeasured) continue;
    seconds.push_back(took);
    steps.push_back(static_cast<double>(next.totals.steps) / took);
    shares.push_back(1 - engine.launch_seconds() / engine.generation_seconds());
  }
  return {.precision = engine::precision_name(program),
          .rollouts = options.swarms * options.particles * scenarios,
          .seconds = median(seconds),
          .steps_per_second = median(steps),
          .share_beside_rollouts = median(shares)};
}

}  // namespace gainswarm::bench
