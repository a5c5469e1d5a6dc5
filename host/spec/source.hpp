// Where user input came from, and the one exception that reports what is wrong with it.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace gainswarm::spec {

/// One input as the user wrote it: a file, or the text of a command-line override.
struct Source {
  std::string name;  ///< path as given, or "--set a.b=c"
  std::string text;
  std::string folder{};  ///< what the relative file names in it start from; "": the working folder
};

/// A place in a Source. Lines and columns count from 1; columns count bytes.
struct Position {
  std::shared_ptr<const Source> source;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  /// "file:line:col", or "file" when the line is unknown, or "" when nothing is known.
  [[nodiscard]] std::string to_string() const;
};

/// Text that keeps the position of each of its characters, so that an error inside an expression
/// points into the YAML file, also for quoted, folded and block scalars.
class Text {
 public:
  Text() = default;
  explicit Text(std::string value) : value_(std::move(value)) {}
  /// Single-line text that starts at `start`.
  Text(std::string value, Position start) : value_(std::move(value)), start_(std::move(start)) {}
  /// Text whose character i stands at lines_columns[i].
  Text(std::string value, Position start, std::vector<std::pair<std::uint32_t, std::uint32_t>> lines_columns)
      : value_(std::move(value)), start_(std::move(start)), lines_columns_(std::move(lines_columns)) {}

  [[nodiscard]] const std::string& str() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }
  [[nodiscard]] const Position& position() const { return start_; }
  /// Position of the character at `offset`; offsets past the end give the place just behind it.
  [[nodiscard]] Position at(std::size_t offset) const;

 private:
  std::string value_;
  Position start_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> lines_columns_;
};

/// Wrong user input. what() reads "file:line:col: problem (why it is one); suggestion".
/// Caught once, in main, which then exits with code 2.
class InputError : public std::runtime_error {
 public:
  InputError(const Position& where, const std::string& message);
};

}  // namespace gainswarm::spec
