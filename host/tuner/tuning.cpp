#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

const char* name(StopReason reason) {
  switch (reason) {
    case StopReason::stagnation:
      return "stagnation";
    case StopReason::target:
      return "target";
    case StopReason::time_limit:
      return "time_limit";
    case StopReason::interrupted:
      return "interrupted";
    case StopReason::engine_failed:
      return "engine_failed";
    case StopReason::budget:
      break;
  }
  return "budget";
}

void count(const std::string& name, std::vector<Named>& counts) {
  const auto found = std::ranges::find(counts, name, &Named::name);
  Named& counted = found != counts.end() ? *found : counts.emplace_back(Named{name, 0});
  ++counted.value;
}

}  // namespace gainswarm::tuner
