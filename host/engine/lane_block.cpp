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
                        std::int64_t first)
    : lanes_(static_cast<std::size_t>(lanes)),
      gains_(program.gains.size()),
      registers_(program.registers.size()),
      carried_(carried_rows(program) * lanes_),
      outputs_(program.outputs.size() * lanes_),
      survived_(lanes_),
      cause_(lanes_),
      particles_(static_cast<std::size_t>(std::min(lanes, particle_count(program, gains) - first))) {
  std::iota(particles_.begin(), particles_.end(), first);
  for (std::size_t lane = 0; lane < particles_.size(); ++lane) {
    const double* own = gains.data() + static_cast<std::size_t>(particles_[lane]) * gains_;
    for (std::size_t i = 0; i < gains_; ++i) carried_[i * lanes_ + lane] = static_cast<T>(own[i]);
  }
  fill();
}

template <class T>
void LaneBlock<T>::run(RolloutFunction* function, const T* columns, std::int64_t first, std::int64_t end) {
  T* registers = carried_.data() + gains_ * lanes_;
  T* delayed = registers + registers_ * lanes_;
  function(carried_.data(), columns, outputs_.data(), survived_.data(), cause_.data(), delayed, registers,
           first, end);
}

template <class T>
void LaneBlock<T>::store(Outcome& outcome, std::int64_t at) const {
  const std::size_t rollouts = outcome.survived.size();
  for (std::size_t lane = 0; lane < particles_.size(); ++lane) {
    const auto to = static_cast<std::size_t>(at + particles_[lane]);
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
void LaneBlock<T>::take(const LaneBlock& other, std::size_t lane, std::int64_t particle) {
  copy_lane(other, lane, particles_.size());
  particles_.push_back(particle);
}

template <class T>
void LaneBlock<T>::fill() {
  for (std::size_t lane = particles_.size(); lane < lanes_; ++lane)
    copy_lane(*this, particles_.size() - 1, lane);
}

template <class T>
std::int64_t LaneBlock<T>::bytes_of_rollout(const rollout::Program& program) {
  return static_cast<std::int64_t>((carried_rows(program) + program.outputs.size()) * sizeof(T));
}

template <class T>
void keep(std::vector<LaneBlock<T>>& blocks, const std::function<bool(std::int64_t particle)>& goes_on) {
  std::size_t to = 0;
  for (LaneBlock<T>& from : blocks) {
    const std::vector<std::int64_t> particles = from.release();
    for (std::size_t lane = 0; lane < particles.size(); ++lane) {
      if (!goes_on(particles[lane])) continue;
      if (blocks[to].is_full()) ++to;
      blocks[to].take(from, lane, particles[lane]);
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
