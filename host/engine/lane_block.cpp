#include "host/engine/lane_block.hpp"

#include <algorithm>
#include <numeric>

#include "host/engine/batch.hpp"

namespace gainswarm::engine {
namespace {

std::size_t carried_rows(const rollout::Program& program) {
  return program.gains.size() + program.registers.size() + static_cast<std::size_t>(rollout::places(program));
}

}  // namespace

template <class T>
LaneBlock<T>::LaneBlock(const rollout::Program& program, std::int64_t lanes, std::span<const double> gains,
                        Rollouts rollouts)
    : lanes_(static_cast<std::size_t>(lanes)),
      gains_(program.gains.size()),
      registers_(program.registers.size()),
      particles_(particle_count(program, gains)),
      carried_(carried_rows(program) * lanes_),
      outputs_(program.outputs.size() * lanes_),
      survived_(lanes_),
      cause_(lanes_),
      rollouts_(static_cast<std::size_t>(rollouts.end - rollouts.first)) {
  std::iota(rollouts_.begin(), rollouts_.end(), rollouts.first);
  for (std::size_t lane = 0; lane < rollouts_.size(); ++lane) {
    const double* own = gains.data() + static_cast<std::size_t>(rollouts_[lane] % particles_) * gains_;
    for (std::size_t i = 0; i < gains_; ++i) carried_[i * lanes_ + lane] = static_cast<T>(own[i]);
  }
  fill();
}

template <class T>
std::vector<T> LaneBlock<T>::columns(const rollout::ScenarioTable& scenarios,
                                     rollout::ScenarioOf scenario_of) const {
  if (scenario_of == rollout::ScenarioOf::block)
    return rounded<T>(scenario_row(scenarios, rollouts_.front() / particles_));
  std::vector<T> columns(scenario_row(scenarios, 0).size() * lanes_);
  for (std::size_t lane = 0; lane < lanes_; ++lane) {
    const std::int64_t rollout = rollouts_[std::min(lane, rollouts_.size() - 1)];
    const std::span<const double> row = scenario_row(scenarios, rollout / particles_);
    for (std::size_t i = 0; i < row.size(); ++i) columns[i * lanes_ + lane] = static_cast<T>(row[i]);
  }
  return columns;
}

template <class T>
void LaneBlock<T>::run(RolloutFunction* function, const T* columns, std::int64_t first, std::int64_t end) {
  T* registers = carried_.data() + gains_ * lanes_;
  T* delayed = registers + registers_ * lanes_;
  function(carried_.data(), columns, outputs_.data(), survived_.data(), cause_.data(), delayed, registers,
           first, end);
}

template <class T>
void LaneBlock<T>::store(Outcome& outcome) const {
  const std::size_t rollouts = outcome.survived.size();
  for (std::size_t lane = 0; lane < rollouts_.size(); ++lane) {
    const auto to = static_cast<std::size_t>(rollouts_[lane]);
    for (std::size_t i = 0; i < outputs_.size() / lanes_; ++i) {
      outcome.outputs[i * rollouts + to] = static_cast<double>(outputs_[i * lanes_ + lane]);
    }
    outcome.survived[to] = survived_[lane];
    outcome.cause[to] = cause_[lane];
  }
}

template <class T>
void LaneBlock<T>::copy_lane(const LaneBlock& from, std::size_t lane, std::size_t to) {
  for (std::size_t row = 0; row < carried_.size(); row += lanes_)
    carried_[row + to] = from.carried_[row + lane];
}

template <class T>
void LaneBlock<T>::take(const LaneBlock& other, std::size_t lane, std::int64_t rollout) {
  copy_lane(other, lane, rollouts_.size());
  rollouts_.push_back(rollout);
}

template <class T>
void LaneBlock<T>::fill() {
  for (std::size_t lane = rollouts_.size(); lane < lanes_; ++lane)
    copy_lane(*this, rollouts_.size() - 1, lane);
}

template <class T>
std::int64_t LaneBlock<T>::bytes_of_rollout(const rollout::Program& program) {
  return static_cast<std::int64_t>((carried_rows(program) + program.outputs.size()) * sizeof(T));
}

template <class T>
void keep(std::vector<LaneBlock<T>>& blocks, const std::function<bool(std::int64_t rollout)>& goes_on) {
  std::size_t to = 0;
  for (LaneBlock<T>& from : blocks) {
    const std::vector<std::int64_t> rollouts = from.release();
    for (std::size_t lane = 0; lane < rollouts.size(); ++lane) {
      if (!goes_on(rollouts[lane])) continue;
      if (blocks[to].is_full()) ++to;
      blocks[to].take(from, lane, rollouts[lane]);
    }
  }
  while (!blocks.empty() && blocks.back().is_empty()) blocks.pop_back();
  if (!blocks.empty()) blocks.back().fill();
}

template class LaneBlock<double>;
template class LaneBlock<float>;
template void keep(std::vector<LaneBlock<double>>&, const std::function<bool(std::int64_t)>&);
template void keep(std::vector<LaneBlock<float>>&, const std::function<bool(std::int64_t)>&);

}  // namespace gainswarm::engine
