#include "host/spec/source.hpp"

#include <algorithm>
#include <tuple>

namespace gainswarm::spec {

std::string Position::to_string() const {
  if (!source) {
    return "";
  }
  if (line == 0) {
    return source->name;
  }
  return source->name + ":" + std::to_string(line) + ":" + std::to_string(column);
}

Position Text::at(std::size_t offset) const {
  Position position = start_;
  if (offset < lines_columns_.size()) {
    std::tie(position.line, position.column) = lines_columns_[offset];
  } else if (!lines_columns_.empty()) {
    const auto [line, column] = lines_columns_.back();
    position.line = line;
    position.column = column + 1;
  } else if (position.line != 0) {
    position.column += static_cast<std::uint32_t>(std::min(offset, value_.size()));
  }
  return position;
}

namespace {

std::string located(const Position& where, const std::string& message) {
  const std::string place = where.to_string();
  return place.empty() ? message : place + ": " + message;
}

}  // namespace

InputError::InputError(const Position& where, const std::string& message)
    : std::runtime_error(located(where, message)) {}

}  // namespace gainswarm::spec
