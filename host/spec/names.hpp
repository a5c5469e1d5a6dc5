// Names that users choose, and help when one is misspelt.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gainswarm::spec {

/// A letter or underscore, then letters, digits and underscores; at most 64 of them.
bool is_identifier(std::string_view name);

/// Names that mean something in every expression: constants, operators and functions.
bool is_reserved(std::string_view name);

/// 'text', shortened to what fits into a message.
std::string quote(std::string_view text);

/// "; did you mean 'particles'?" when a known name is near, else "; known: a, b, c". Upper and lower case
/// count as the same, except between two names that are equally near.
std::string did_you_mean(std::string_view name, std::span<const std::string> known);

}  // namespace gainswarm::spec
