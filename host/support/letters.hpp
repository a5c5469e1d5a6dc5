// Kinds of characters: plain ASCII, whatever the locale says.
#pragma once

namespace gainswarm::support {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// What names begin with: a letter or underscore.
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace gainswarm::support
