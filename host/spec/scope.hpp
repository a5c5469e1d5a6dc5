// The names that expressions can use, each of which must mean one thing.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// Collects names; throws InputError at a reserved name and at one that is already taken.
class Scope {
 public:
  void add(const Text& name, std::string_view what);

  template <class T>
  void add_all(const Map<T>& map, std::string_view what) {
    for (const auto& entry : map) {
      add(entry.name, what);
    }
  }

 private:
  std::unordered_map<std::string, std::string> taken_;  ///< name -> what it is and where
};

/// Names of the plant that moves and outputs of this one: those inside a linearisation are not measured.
/// Throws at an output with a state's name that is anything but that state.
void add_names(const Plant& plant, Scope& scope);
void add_names(const Controller& controller, Scope& scope);

/// Whether an expression is this name and nothing else.
bool is_just(const Text& expression, const std::string& name);

template <class T>
std::vector<std::string> names_of(const Map<T>& map) {
  std::vector<std::string> names;
  for (const auto& entry : map) {
    names.push_back(entry.name.str());
  }
  return names;
}

}  // namespace gainswarm::spec
