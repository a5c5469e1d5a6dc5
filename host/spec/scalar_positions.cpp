#include "host/spec/scalar_positions.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

namespace gainswarm::spec {
namespace {

bool is_blank(char character) {
  return std::string_view(" \t\r\n").find(character) != std::string_view::npos;
}

/// A place in the raw text that keeps count of lines and columns.
class Cursor {
 public:
  Cursor(std::string_view text, std::size_t offset, const Position& position)
      : text_(text), offset_(offset), line_(position.line), column_(position.column) {}

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return offset_ + ahead < text_.size() ? text_[offset_ + ahead] : '\0';
  }
  [[nodiscard]] std::string_view ahead(std::size_t from, std::size_t count) const {
    return offset_ + from < text_.size() ? text_.substr(offset_ + from, count) : std::string_view();
  }
  [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> place() const { return {line_, column_}; }
  void advance(std::size_t count = 1) {
    for (; count > 0 && offset_ < text_.size(); --count, ++offset_) {
      const bool line_ends = text_[offset_] == '\n';
      line_ += line_ends ? 1 : 0;
      column_ = line_ends ? 1 : column_ + 1;
    }
  }
  void skip_blanks() {
    while (is_blank(peek())) {
      advance();
    }
  }
  void skip_line() {
    while (peek() != '\n' && peek() != '\0') {
      advance();
    }
  }

 private:
  std::string_view text_;
  std::size_t offset_;
  std::uint32_t line_, column_;
};

/// An escape sequence of a double-quoted scalar.
struct Escape {
  std::size_t written;   ///< characters in the YAML text
  std::size_t produced;  ///< bytes in the value
};

Escape escape_at(const Cursor& cursor) {
  const char kind = cursor.peek(1);
  const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
  if (digits == 0) {
    return {2, kind == 'L' || kind == 'P' ? 3U : kind == 'N' || kind == '_' ? 2U : 1U};
  }
  const std::string_view code = cursor.ahead(2, digits);
  std::uint32_t value = 0;
  std::from_chars(code.data(), code.data() + code.size(), value, 16);
  return {2 + digits, value < 0x80 ? 1U : value < 0x800 ? 2U : value < 0x10000 ? 3U : 4U};
}

/// Both the text and the value have the same visible characters in the same order; they differ in blanks,
/// quotes and escapes. So every visible character of the value is the next visible one of the text.
class Aligner {
 public:
  explicit Aligner(Cursor cursor) : cursor_(cursor), style_(cursor.peek()) {
    if (style_ == '|' || style_ == '>') {
      cursor_.skip_line();
    } else if (style_ == '"' || style_ == '\'') {
      cursor_.advance();
    }
  }

  std::vector<std::pair<std::uint32_t, std::uint32_t>> align(std::string_view value) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
    places.reserve(value.size());
    while (places.size() < value.size()) {
      const bool blank = is_blank(value[places.size()]);
      if (!blank) {
        cursor_.skip_blanks();
      }
      skip_continuations();
      const Escape step = next(blank);
      places.insert(places.end(), std::min(step.produced, value.size() - places.size()), cursor_.place());
      cursor_.advance(step.written);
    }
    return places;
  }

  /// To be asked after align: whether the closing quote follows. yaml-cpp lets the end of the text close it.
  [[nodiscard]] bool is_closed() {
    if (style_ != '"' && style_ != '\'') {
      return true;
    }
    cursor_.skip_blanks();
    skip_continuations();
    return cursor_.peek() == style_;
  }

 private:
  /// A backslash at the end of a line joins it with the next.
  void skip_continuations() {
    while (style_ == '"' && cursor_.peek() == '\\' && (cursor_.peek(1) == '\n' || cursor_.peek(1) == '\r')) {
      cursor_.advance();
      cursor_.skip_blanks();
    }
  }
  [[nodiscard]] Escape next(bool blank) const {
    if (style_ == '"' && cursor_.peek() == '\\') {
      return escape_at(cursor_);
    }
    if (style_ == '\'' && cursor_.peek() == '\'') {
      return {2, 1};
    }
    return {blank && !is_blank(cursor_.peek()) ? 0U : 1U, 1};
  }

  Cursor cursor_;
  char style_;
};

}  // namespace

Text locate_scalar(const Position& start, std::size_t offset, std::string value) {
  const std::string_view text = start.source->text;
  offset = std::min(offset, text.size());
  if (text.substr(offset, value.size()) == value && value.find('\n') == std::string::npos) {
    return {std::move(value), start};  // plain style on one line
  }
  Aligner aligner(Cursor(text, offset, start));
  auto places = aligner.align(value);
  if (!aligner.is_closed()) {
    throw InputError(start, "not valid YAML (this quote is never closed)");
  }
  if (places.empty()) {
    return Text(std::move(value), start);
  }
  const auto [line, column] = places.front();
  const bool is_straight =
      places.back() == std::pair(line, column + static_cast<std::uint32_t>(places.size()) - 1);
  if (is_straight) {
    places.clear();
  }
  return {std::move(value), {start.source, line, column}, std::move(places)};
}

}  // namespace gainswarm::spec
