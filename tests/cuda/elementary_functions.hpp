// Every elementary function with its exact counterpart in MPFR and the inputs it is tested on.
#pragma once

#include <mpfr.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <ostream>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "host/graph/value.hpp"

namespace gainswarm::tests {

/// Random numbers of one precision.
template <class T>
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  int one_of(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
  T uniform(double low, double high) {
    return static_cast<T>(std::uniform_real_distribution<double>(low, high)(random_));
  }
  /// Either sign; magnitudes 2^low to 2^high, all exponents alike.
  T logarithmic(double low, double high) {
    const T magnitude = std::exp2(uniform(low, high));
    return one_of(2) == 0 ? magnitude : -magnitude;
  }
  /// Any of the numbers with a finite value, all bit patterns alike.
  T any() {
    for (;;) {
      const std::uint64_t bits = random_();
      T value;
      std::memcpy(&value, &bits, sizeof(T));
      if (std::isfinite(value)) return value;
    }
  }
  /// Within a few numbers of the given one.
  T beside(double centre) {
    T value = static_cast<T>(centre);
    for (int steps = one_of(5) - 2; steps != 0; steps += steps < 0 ? 1 : -1) {
      value =
          std::nextafter(value, steps < 0 ? -std::numeric_limits<T>::max() : std::numeric_limits<T>::max());
    }
    return value;
  }

 private:
  std::mt19937_64 random_;
};

template <class T>
struct Arguments {
  T x = 0, y = 0;
};

/// A function of x and y; those of one argument ignore y. `libm` is the C library's, for the special values.
struct ElementaryFunction {
  std::string name;
  std::function<double(double, double)> in_double, libm;
  std::function<float(float, float)> in_float;
  std::function<graph::Value(graph::Value, graph::Value)> in_graph;
  std::function<void(mpfr_ptr result, mpfr_srcptr x, mpfr_srcptr y)> exact;
  std::function<Arguments<double>(Draw<double>&)> draw_double;
  std::function<Arguments<float>(Draw<float>&)> draw_float;
  bool odd = false;         ///< f(-x) = -f(x)
  double range = HUGE_VAL;  ///< |x| beyond gives NaN
  bool takes_two = false;

  [[nodiscard]] double value(double x, double y) const { return in_double(x, y); }
  [[nodiscard]] float value(float x, float y) const { return in_float(x, y); }
  [[nodiscard]] Arguments<double> sample(Draw<double>& draw) const { return draw_double(draw); }
  [[nodiscard]] Arguments<float> sample(Draw<float>& draw) const { return draw_float(draw); }
};

/// How a failing test names its function.
inline std::ostream& operator<<(std::ostream& stream, const ElementaryFunction& function) {
  return stream << function.name;
}

std::vector<ElementaryFunction> elementary_functions();

}  // namespace gainswarm::tests
