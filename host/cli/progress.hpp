// How a run is going, for somebody who waits.
#pragma once

#include <cstdint>
#include <string>

#include "host/cli/rewritten_line.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// On a terminal one line that is rewritten, elsewhere a plain line at about ten milestones and at least
/// every ten seconds. Writes to stderr, so that stdout holds nothing but results.
class Progress {
 public:
  Progress(bool quiet, std::int64_t iterations);
  void show(const tuner::Generation& generation);

 private:
  void append(const std::string& line, const tuner::Generation& generation);
  [[nodiscard]] std::string line_of(const tuner::Generation& generation) const;

  bool quiet_;
  RewrittenLine line_;
  std::int64_t iterations_;
  double next_seconds_ = 0;          ///< when a line is due at the latest
  std::int64_t next_milestone_ = 0;  ///< iterations done at which a line is due
};

}  // namespace gainswarm::cli
