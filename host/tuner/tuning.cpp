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

}  // namespace gainswarm::tuner
