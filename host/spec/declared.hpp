// What a name was declared as, and whether a number's unit fits that.
#pragma once

#include <optional>
#include <string>

#include "host/spec/document.hpp"
#include "host/spec/names.hpp"
#include "host/spec/scope.hpp"
#include "host/spec/unit.hpp"

namespace gainswarm::spec {

/// Throws at the name when it is not among `known`, things of that kind.
template <class T>
const T& require_known(const Map<T>& known, const Text& name, const std::string& kind) {
  const T* found = find(known, name.str());
  if (found == nullptr) {
    throw InputError(name.position(), quote(name.str()) +
                                          (kind[0] == 'i' || kind[0] == 'o' ? " is not an " : " is not a ") +
                                          kind + did_you_mean(name.str(), names_of(known)));
  }
  return *found;
}

/// A bare number is taken in the declared unit; throws at `where` when a written unit measures something
/// else.
inline void require_same_unit(const std::string& found, const std::string& declared, const Text& name,
                              const Position& where) {
  if (!found.empty() && parse_unit(Text(found)).dimension != parse_unit(Text(declared)).dimension) {
    throw InputError(where, "the unit " + found + " does not fit " + quote(name.str()) + " (" +
                                (declared.empty() ? "which has none" : "which is in " + declared) + ")");
  }
}

/// Throws where the key stands, or where it should, when its value is empty.
inline void require_not_empty(bool empty, std::string_view key, const YamlNode& node, std::string_view why) {
  if (empty) {
    throw InputError(node.where(key), "no " + std::string(key) + " (" + std::string(why) + ")");
  }
}

}  // namespace gainswarm::spec
