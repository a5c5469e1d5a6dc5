// Runs the swarm's functors on a device: the executor of cuda/swarm_steps.hpp, as Thrust is on the host.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "cuda/competition.hpp"
#include "cuda/gain_scale.hpp"
#include "cuda/launch.hpp"
#include "cuda/ranked_cost.hpp"
#include "cuda/swarm.hpp"
#include "host/device/driver.hpp"

namespace gainswarm::device {

/// Names of the kernels in cuda/swarm_kernels.cu.
template <class Functor>
constexpr const char* kernel_of = nullptr;
template <>
inline constexpr const char* kernel_of<swarm::MoveTowardsGlobalBest> = "move_towards_global_best";
template <>
inline constexpr const char* kernel_of<swarm::RefreshExemplars> = "refresh_exemplars";
template <>
inline constexpr const char* kernel_of<swarm::MoveTowardsExemplars> = "move_towards_exemplars";
template <>
inline constexpr const char* kernel_of<swarm::UpdatePersonalBest> = "update_personal_best";
template <>
inline constexpr const char* kernel_of<swarm::UpdateLeader> = "update_leader";
template <>
inline constexpr const char* kernel_of<gains::MapToGains<double>> = "map_to_double_gains";
template <>
inline constexpr const char* kernel_of<gains::MapToGains<float>> = "map_to_float_gains";
template <>
inline constexpr const char* kernel_of<ranked_cost::RankCosts<double>> = "rank_double_costs";
template <>
inline constexpr const char* kernel_of<ranked_cost::RankCosts<float>> = "rank_float_costs";
template <>
inline constexpr const char* kernel_of<competition::GiveUpLosers<double>> = "give_up_double_losers";
template <>
inline constexpr const char* kernel_of<competition::GiveUpLosers<float>> = "give_up_float_losers";
template <>
inline constexpr const char* kernel_of<competition::ListRunning> = "list_running";

class SwarmKernels {
 public:
  /// `code` is machine code of cuda/swarm_kernels.cu; a launch has at most `largest_launch` indices (0: any
  /// number). `device` must outlive this. Throws DriverError, as all members.
  SwarmKernels(Device& device, const std::string& code, std::int64_t largest_launch);

  /// functor(swarm, index) for every swarm and every index below `count`. Does not wait for the end.
  template <class Functor>
  void for_each(std::int32_t swarms, std::int32_t count, const Functor& functor) const {
    launch(kernel_of<Functor>, OverSwarms<Functor>{.each = count, .functor = functor},
           std::int64_t{swarms} * count);
  }
  /// functor(index) for every index below `count`. Does not wait for the end.
  template <class Functor>
  void for_each(std::int64_t count, const Functor& functor) const {
    launch(kernel_of<Functor>, OverIndices<Functor>{.functor = functor}, count);
  }

 private:
  template <class Launch>
  void launch(const char* kernel, Launch launch, std::int64_t indices) const {
    for (; launch.first < indices; launch.first += launch.count) {
      launch.count = std::min(largest_launch_, indices - launch.first);
      device_.launch(kernels_.at(kernel), launch.count, block, &launch);
    }
  }
  static constexpr int block = 128;

  Device& device_;
  std::map<std::string, Kernel, std::less<>> kernels_;
  std::int64_t largest_launch_;
};

}  // namespace gainswarm::device
