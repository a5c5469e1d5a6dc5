// SIGINT, SIGTERM and SIGHUP ask a run to end: the first to finish cleanly, the second at once.
#pragma once

namespace gainswarm::cli {

/// Listens while it lives; one at a time. A reader of the output that is gone is meanwhile an error of
/// writing and not the end of the program: the same Ctrl-C may have ended it.
class Interruption {
 public:
  /// The first signal is acknowledged by a line on stderr, unless `quiet`.
  explicit Interruption(bool quiet);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;
  /// Whether a signal has come. From any thread, as overdue().
  [[nodiscard]] bool requested() const;
  /// Whether it came longer ago than anybody wants to wait for what is nice to have.
  [[nodiscard]] bool overdue() const;

 private:
  void (*broken_pipe_before_)(int);
};

}  // namespace gainswarm::cli
