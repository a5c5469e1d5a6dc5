// Work that takes long and is given up when somebody wants the end.
#pragma once

#include <exception>
#include <functional>

namespace gainswarm::support {

/// Whether to give up. Asked often, from any thread that works; empty: never.
using AskInterrupted = std::function<bool()>;

/// Work was given up. What it was to fill holds no result.
class Interrupted : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
};

/// Throws Interrupted.
inline void give_up_if(const AskInterrupted& interrupted) {
  if (interrupted && interrupted()) throw Interrupted();
}

}  // namespace gainswarm::support
