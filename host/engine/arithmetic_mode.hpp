// The processor's mode of arithmetic, on which every bit depends.
#pragma once

#include <cfenv>

namespace gainswarm::engine {

/// While it lives: rounding to nearest, subnormal numbers kept, no traps, whatever the thread was set to (a
/// library built with -ffast-math flushes subnormals in every thread). Then the thread's mode comes back.
class StandardArithmetic {
 public:
  StandardArithmetic() {
    std::fegetenv(&before_);
    std::fesetenv(FE_DFL_ENV);
  }
  ~StandardArithmetic() { std::fesetenv(&before_); }
  StandardArithmetic(const StandardArithmetic&) = delete;
  StandardArithmetic& operator=(const StandardArithmetic&) = delete;

 private:
  std::fenv_t before_ = {};
};

}  // namespace gainswarm::engine
