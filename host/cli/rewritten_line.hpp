// One line of a terminal that tells how something is going, for somebody who waits.
#pragma once

#include <string>

namespace gainswarm::cli {

/// On stderr, so that stdout holds nothing but results.
class RewrittenLine {
 public:
  /// Stays empty unless stderr is a terminal and `wanted`.
  explicit RewrittenLine(bool wanted);
  /// Removes the line.
  ~RewrittenLine();
  RewrittenLine(const RewrittenLine&) = delete;
  RewrittenLine& operator=(const RewrittenLine&) = delete;

  [[nodiscard]] bool is_there() const { return is_there_; }
  /// Replaces what was shown, as far as the terminal is wide.
  void show(const std::string& text) const;

 private:
  bool is_there_;
};

/// "ready in 12 s", with no more digits than anyone waits for.
std::string ready_in(double seconds);

}  // namespace gainswarm::cli
