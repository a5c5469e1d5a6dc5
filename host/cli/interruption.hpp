// SIGINT and SIGTERM ask a run to end: the first to finish cleanly, the second at once.
#pragma once

namespace gainswarm::cli {

/// Listens while it lives; one at a time.
class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  /// Whether a signal has come.
  [[nodiscard]] bool requested() const;
};

}  // namespace gainswarm::cli
