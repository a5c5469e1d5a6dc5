// A controller's law as a linear system, by exact differentiation of its equations.
#pragma once

#include <Eigen/Core>
#include <complex>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/spec/spec.hpp"

namespace gainswarm::analysis {

/// z' = A z + B w, u = C z + D w with w the measured outputs, then the references; z' is the next value of a
/// sampled law's states and the rate of a continuous one's.
struct LinearLaw {
  Eigen::MatrixXd a, b, c, d;

  /// From w to u at a point of the z-plane (s-plane of a continuous law) that is no pole.
  [[nodiscard]] Eigen::MatrixXcd transfer(std::complex<double> point) const;
};

/// Derives the law about outputs, references, inputs and states of 0, at t = 0, with actuators that do not
/// saturate.
class LawLinearisation {
 public:
  /// The problem must outlive this. Throws InputError when the law's equations are wrong.
  explicit LawLinearisation(const spec::Problem& problem);
  LawLinearisation(LawLinearisation&&) noexcept;
  ~LawLinearisation();

  [[nodiscard]] std::vector<std::string> gains() const;  ///< those of a program of the problem
  [[nodiscard]] std::size_t outputs() const;             ///< how many the plant has
  [[nodiscard]] std::size_t references() const;
  /// With these values of the tuned gains.
  [[nodiscard]] LinearLaw at(std::span<const double> gains);

 private:
  struct Symbolic;
  std::unique_ptr<Symbolic> symbolic_;
};

}  // namespace gainswarm::analysis
