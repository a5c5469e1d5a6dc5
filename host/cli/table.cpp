#include "host/cli/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/cli/terminal.hpp"

namespace gainswarm::cli {
namespace {

/// Characters of a UTF-8 text: bytes that do not continue one.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

}  // namespace

void Table::add(std::vector<std::string> row) {
  for (std::string& cell : row) cell = printable(cell);
  rows_.push_back(std::move(row));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - width(row[i]), ' ');
      const bool to_the_right = std::find(right_.begin(), right_.end(), i) != right_.end();
      line += "  ";
      line += to_the_right ? padding + row[i] : row[i] + padding;
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string number(double value) {
  return fmt::format("{:.6g}", value);
}

std::string margin_value(spec::MarginKind kind, double value) {
  if (std::isnan(value)) return "none";
  const spec::MarginUnit unit = spec::unit_of(kind);
  return number(unit.of(value)) + (unit.symbol.empty() ? "" : " " + unit.symbol);
}

std::string count(std::int64_t value) {
  std::string digits = fmt::format("{}", value);
  const auto start = static_cast<std::int64_t>(value < 0);
  for (auto place = static_cast<std::int64_t>(digits.size()) - 3; place > start; place -= 3) {
    digits.insert(static_cast<std::size_t>(place), 1, ',');
  }
  return digits;
}

std::string duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (seconds < 99.5) return fmt::format("{:.3g} s", seconds);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

}  // namespace gainswarm::cli
