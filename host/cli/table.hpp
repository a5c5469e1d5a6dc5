// Text in aligned columns.
#pragma once

#include <string>
#include <vector>

#include "host/spec/margins.hpp"

namespace gainswarm::cli {

/// Columns are as wide as their widest cell; those named in `right` are aligned to the right. Every line is
/// indented by two and ends with a newline. Widths count characters, not bytes;
/// control characters are replaced, see printable().
class Table {
 public:
  explicit Table(std::vector<std::size_t> right = {}) : right_(std::move(right)) {}
  void add(std::vector<std::string> row);
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> right_;
};

/// A number for people: six significant digits.
std::string number(double value);
/// A measure of the loop for people, in the unit that they read it in: "51.3 deg".
std::string margin_value(spec::MarginKind kind, double value);
/// A count for people: 1,234,567.
std::string count(std::int64_t value);
/// A duration for people: 0.32 s, 12.3 s, 3 min 20 s, 2 h 5 min.
std::string duration(double seconds);

}  // namespace gainswarm::cli
