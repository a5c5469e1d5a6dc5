#include "host/spec/names.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "host/support/letters.hpp"

namespace gainswarm::spec {
namespace {

constexpr std::size_t max_length = 64;

using support::is_digit;
using support::is_letter;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// Edits (insert, remove, replace, swap two neighbours) between two words: optimal string alignment.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  std::vector<std::size_t> above = row;  // the rows before: one, two
  std::vector<std::size_t> two_above = row;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    two_above.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const bool same = from[i - 1] == to[j - 1];
      row[j] = std::min({above[j - 1] + (same ? 0 : 1), above[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
        row[j] = std::min(row[j], two_above[j - 2] + 1);
      }
    }
  }
  return row.back();
}

}  // namespace

bool is_identifier(std::string_view name) {
  return !name.empty() && name.size() <= max_length && is_letter(name.front()) &&
         std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c); });
}

bool is_reserved(std::string_view name) {
  constexpr std::array words = std::to_array<std::string_view>(
      {"t",    "pi",    "e",    "inf",   "nan",   "true", "false", "and",   "or",     "not",     "if",  "abs",
       "acos", "asin",  "atan", "atan2", "clamp", "cos",  "exp",   "floor", "hypot",  "log",     "max", "min",
       "pow",  "round", "sat",  "sign",  "sin",   "sqrt", "tan",   "tanh",  "period", "duration"});
  return std::ranges::find(words, name) != words.end();
}

std::string quote(std::string_view text) {
  constexpr std::size_t longest = 60;
  std::string shown(text.substr(0, longest));
  std::ranges::replace(shown, '\n', ' ');
  return "'" + shown + (text.size() > longest ? "...'" : "'");
}

std::string did_you_mean(std::string_view name, std::span<const std::string> known) {
  if (known.empty()) {
    return "; there are none";
  }
  const std::string_view start = name.substr(0, max_length);
  const std::string lower_start = lower_case(start);
  const auto edits_to = [&](const std::string& word) { return distance(lower_start, lower_case(word)); };
  const auto nearest = std::ranges::min_element(
      known, {}, [&](const std::string& word) { return std::pair(edits_to(word), distance(start, word)); });
  const std::size_t edits = edits_to(*nearest);
  const bool shares_something = edits < std::max(start.size(), nearest->size());
  if (shares_something && edits <= (nearest->size() + 2) / 3) {
    return "; did you mean " + quote(*nearest) + "?";
  }
  constexpr std::size_t most = 24;
  std::string list = "; known: " + known.front();
  for (std::size_t i = 1; i < std::min(known.size(), most); ++i) {
    list += ", " + known[i];
  }
  return list + (known.size() > most ? ", ..." : "");
}

}  // namespace gainswarm::spec
