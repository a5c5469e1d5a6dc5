// What is settled in the raw text, before YAML sees it.
#pragma once

#include <memory>
#include <string>

#include "host/spec/source.hpp"

namespace gainswarm::spec {

/// Throws InputError at a tab in the indentation (YAML forbids it, and would complain somewhere else), and at
/// more brackets left open than any document may nest: the scanner would store them all before it reported
/// the first.
void check_layout(const std::shared_ptr<const Source>& source);

/// In YAML a comma inside { } and [ ] ends a value. Commas between matching parentheses become a stand-in
/// byte that valid text cannot contain, so that calls such as uniform(-1, 1) need no quotes there. The length
/// stays the same, and where the text was no call (comments, prose) restore_commas undoes it without a trace.
std::string protect_commas(std::string text);
std::string restore_commas(std::string text);

}  // namespace gainswarm::spec
