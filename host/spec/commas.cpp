#include "host/spec/commas.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "host/spec/document.hpp"

namespace gainswarm::spec {
namespace {

constexpr char stand_in = '\x7F';  // DELETE: refused in every text that is read

/// Characters that never occur in a call's arguments; an open parenthesis before them is not a call.
bool ends_call(char character) {
  return std::string_view("\"'#{}[]:\\").find(character) != std::string_view::npos;
}

}  // namespace

std::string protect_commas(std::string text) {
  std::vector<std::size_t> open;    // the parentheses around the current place
  std::vector<std::size_t> commas;  // between them, not yet protected
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (ends_call(text[i])) {
      open.clear();
      commas.clear();
    } else if (text[i] == '(') {
      open.push_back(i);
    } else if (text[i] == ',' && !open.empty()) {
      commas.push_back(i);
    } else if (text[i] == ')' && !open.empty()) {
      for (; !commas.empty() && commas.back() > open.back(); commas.pop_back()) {
        text[commas.back()] = stand_in;
      }
      open.pop_back();
    }
  }
  return text;
}

std::string restore_commas(std::string text) {
  std::ranges::replace(text, stand_in, ',');
  return text;
}

void check_layout(const std::shared_ptr<const Source>& source) {
  constexpr int max_open = 10 * max_depth;  // generous: quoted text and comments may hold brackets too
  Position position{source, 1, 0};
  bool indentation = true;
  int open = 0;
  int separators = 0;
  for (const char character : source->text) {
    ++position.column;
    if (indentation && character == '\t') {
      throw InputError(position, "a tab in the indentation (YAML forbids it); use spaces");
    }
    indentation = character == '\n' || (indentation && character == ' ');
    open += character == '[' || character == '{' ? 1 : character == ']' || character == '}' ? -1 : 0;
    if (open > max_open) {
      throw InputError(position, "nested deeper than " + std::to_string(max_depth) + " levels");
    }
    separators += std::string_view(",:[{?").find(character) != std::string_view::npos ? 1 : 0;
    if (separators > max_nodes) {
      throw InputError(position,
                       "more than " + std::to_string(max_nodes) + " values (configurations are small)");
    }
    if (character == '\n') {
      ++position.line;
      position.column = 0;
    }
  }
}

}  // namespace gainswarm::spec
