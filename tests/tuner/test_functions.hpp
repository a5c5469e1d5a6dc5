// The usual test functions of global optimisation, shifted; the lowest cost of each is 0.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <string>
#include <vector>

namespace gainswarm::tuner::tests {

struct TestFunction {
  std::string name;
  double half_range = 0;  ///< each coordinate lies in [-half_range, half_range]
  double (*value)(std::span<const double>) = nullptr;
  double largest_shift = 0.3;  ///< of the optimum, share of the range
};

inline double rastrigin(std::span<const double> x) {
  double sum = 0;
  for (const double z : x) sum += z * z - 10 * std::cos(2 * std::numbers::pi * z) + 10;
  return sum;
}

inline double rosenbrock(std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double here = x[i] + 1, next = x[i + 1] + 1;
    sum += 100 * (next - here * here) * (next - here * here) + (1 - here) * (1 - here);
  }
  return sum;
}

inline double ackley(std::span<const double> x) {
  double squares = 0, cosines = 0;
  const auto n = static_cast<double>(x.size());
  for (const double z : x) {
    squares += z * z;
    cosines += std::cos(2 * std::numbers::pi * z);
  }
  return 20 + std::numbers::e - 20 * std::exp(-0.2 * std::sqrt(squares / n)) - std::exp(cosines / n);
}

inline double schwefel(std::span<const double> x) {
  double sum = 418.98288727243369 * static_cast<double>(x.size());
  for (const double z : x) sum -= z * std::sin(std::sqrt(std::abs(z)));
  return sum;
}

inline double griewank(std::span<const double> x) {
  double sum = 0, product = 1;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += x[i] * x[i] / 4000;
    product *= std::cos(x[i] / std::sqrt(static_cast<double>(i + 1)));
  }
  return 1 + sum - product;
}

}  // namespace gainswarm::tuner::tests
