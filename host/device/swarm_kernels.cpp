#include "host/device/swarm_kernels.hpp"

namespace gainswarm::device {
namespace {

/// So that the number of blocks fits.
constexpr std::int64_t most_indices = std::int64_t{1} << 37;

}  // namespace

SwarmKernels::SwarmKernels(Device& device, const std::string& code, std::int64_t largest_launch)
    : device_(device), largest_launch_(largest_launch > 0 ? largest_launch : most_indices) {
  const Module module = device.load(code);
  for (const char* name :
       {kernel_of<swarm::MoveTowardsGlobalBest>, kernel_of<swarm::RefreshExemplars>,
        kernel_of<swarm::MoveTowardsExemplars>, kernel_of<swarm::UpdatePersonalBest>,
        kernel_of<swarm::UpdateLeader>, kernel_of<gains::MapToGains<double>>,
        kernel_of<gains::MapToGains<float>>, kernel_of<ranked_cost::RankCosts<double>>,
        kernel_of<ranked_cost::RankCosts<float>>, kernel_of<competition::GiveUpLosers<double>>,
        kernel_of<competition::GiveUpLosers<float>>, kernel_of<competition::ListRunning>}) {
    kernels_[name] = device.kernel(module, name);
  }
}

}  // namespace gainswarm::device
