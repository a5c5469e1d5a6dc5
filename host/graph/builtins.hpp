// The functions that every expression may call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "host/graph/value.hpp"

namespace gainswarm::graph {

/// What a function's value measures, and what its arguments have to.
enum class Measures : std::uint8_t {
  argument,  ///< what each of its arguments does
  share,     ///< nothing, of arguments that measure the same
  nothing,   ///< of arguments that measure nothing
  root,      ///< the root of what its argument does
  power,
};

/// A function of numbers. `if(c, a, b)` is not among them, as its first argument is a condition.
struct Builtin {
  std::string_view name;
  std::string_view usage;  ///< how a call reads and what it gives
  std::size_t fewest;      ///< number of arguments
  std::size_t most;
  Measures measures;
  Value (*build)(std::span<const Value> arguments);
};

/// All of them, alphabetically.
std::span<const Builtin> builtins();
/// The one of that name, or null.
const Builtin* find_builtin(std::string_view name);

/// base^exponent; lower() says how it is computed.
Value raise(Value base, Value exponent);

}  // namespace gainswarm::graph
