// Distance of a computed number from the exact one.
#pragma once

#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gainswarm::tests {

/// A number of 160 bits, far more than any function here is computed to.
class Real {
 public:
  Real() { mpfr_init2(value_, 160); }
  explicit Real(double value) : Real() { mpfr_set_d(value_, value, MPFR_RNDN); }
  Real(const Real&) = delete;
  Real& operator=(const Real&) = delete;
  ~Real() { mpfr_clear(value_); }

  [[nodiscard]] mpfr_ptr get() { return value_; }
  [[nodiscard]] mpfr_srcptr get() const { return value_; }

 private:
  mpfr_t value_;
};

/// |computed - exact| in units of the last place that T has at the exact value. Infinity counts as the power
/// of two after the largest number; a NaN is 0 away from a NaN and infinitely far from all else.
template <class T>
double error_in_ulp(T computed, const Real& exact) {
  using Limits = std::numeric_limits<T>;
  const bool exact_is_nan = mpfr_nan_p(exact.get()) != 0;
  if (std::isnan(computed) || exact_is_nan) return std::isnan(computed) && exact_is_nan ? 0 : HUGE_VAL;
  if (mpfr_zero_p(exact.get()) != 0) return computed == 0 ? 0 : HUGE_VAL;
  Real difference(static_cast<double>(computed));
  if (std::isinf(computed)) {
    if (mpfr_sgn(exact.get()) != (computed > 0 ? 1 : -1)) return HUGE_VAL;
    if (mpfr_inf_p(exact.get()) != 0 || mpfr_get_exp(exact.get()) > Limits::max_exponent) return 0;
    mpfr_set_si_2exp(difference.get(), computed > 0 ? 1 : -1, Limits::max_exponent, MPFR_RNDN);
  } else if (mpfr_inf_p(exact.get()) != 0) {
    return HUGE_VAL;
  }
  mpfr_sub(difference.get(), difference.get(), exact.get(), MPFR_RNDN);
  const auto exponent =
      std::clamp<long>(mpfr_get_exp(exact.get()), Limits::min_exponent, Limits::max_exponent);
  mpfr_mul_2si(difference.get(), difference.get(), Limits::digits - exponent, MPFR_RNDN);
  return std::abs(mpfr_get_d(difference.get(), MPFR_RNDN));
}

}  // namespace gainswarm::tests
