// What the terminal, if there is one, can show.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace gainswarm::cli {

/// Whether the stream is a terminal on which a line can be rewritten.
bool is_terminal(std::FILE* stream);
/// Columns of the terminal; 80 when they are unknown.
std::size_t columns(std::FILE* stream);

/// Writes to stderr. That nobody can read it is no reason to stop, so a failure is ignored.
void tell(const std::string& text);

/// The text with control characters replaced, so that a configuration from a stranger cannot steer the
/// terminal.
std::string printable(std::string_view text);

/// Emphasis on a terminal, plain text elsewhere and under NO_COLOR (no-color.org).
class Style {
 public:
  /// Plain text everywhere.
  Style() = default;
  explicit Style(std::FILE* stream);
  [[nodiscard]] std::string bold(std::string_view text) const { return wrapped("1", text); }
  [[nodiscard]] std::string warning(std::string_view text) const { return wrapped("33", text); }
  [[nodiscard]] std::string good(std::string_view text) const { return wrapped("32", text); }

 private:
  [[nodiscard]] std::string wrapped(std::string_view code, std::string_view text) const;
  bool colour_ = false;
};

}  // namespace gainswarm::cli
