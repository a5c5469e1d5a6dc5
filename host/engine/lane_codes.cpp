#include "host/engine/lane_codes.hpp"

#include <algorithm>

#include "host/support/stopwatch.hpp"

namespace gainswarm::engine {
namespace {

using rollout::ScenarioOf;

/// Share of a batch's time that lanes of any scenario spare; below 0 where they take longer.
double share_spared(const BatchShape& batch) {
  // Measured on AVX-512: a step takes up to 1.35 times as long where each lane draws noise of its own.
  constexpr double slower = 1.3;
  return 1 - slower * static_cast<double>(batch.rounds(ScenarioOf::lane)) /
                 static_cast<double>(batch.rounds(ScenarioOf::block));
}

}  // namespace

LaneCodes::LaneCodes(const rollout::Program& program, const BatchShape& usual)
    : program_(program), lanes_(static_cast<int>(usual.lanes)) {
  function(usual.particles > 0 && share_spared(usual) > 0 ? ScenarioOf::lane : ScenarioOf::block);
}

RolloutFunction* LaneCodes::function(ScenarioOf scenario_of) {
  std::optional<NativeCode>& wanted = code(scenario_of);
  if (!wanted) {
    const support::Stopwatch stopwatch;
    wanted.emplace(program_, lanes_, scenario_of);
    compiled_in_ = stopwatch.seconds();
  }
  return wanted->function();
}

ScenarioOf LaneCodes::present(const BatchShape& batch) const {
  if (!of_block_ || !of_lanes_) return of_block_ ? ScenarioOf::block : ScenarioOf::lane;
  return share_spared(batch) > 0 ? ScenarioOf::lane : ScenarioOf::block;
}

ScenarioOf LaneCodes::choose(const BatchShape& batch) {
  if (!of_lanes_ && missed_ > compiled_in_) function(ScenarioOf::lane);
  return present(batch);
}

void LaneCodes::note(const BatchShape& batch, ScenarioOf scenario_of, double seconds) {
  if (scenario_of == ScenarioOf::block) missed_ += seconds * std::max(0.0, share_spared(batch));
}

}  // namespace gainswarm::engine
