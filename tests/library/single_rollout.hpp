// Single rollouts of shipped plants under laws that a test writes.
#pragma once

#include <complex>
#include <string>
#include <utility>
#include <vector>

#include "host/engine/engine.hpp"
#include "host/engine/trajectory.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::tests {

/// A shipped plant, with other values for some of its parameters (SI units).
spec::Plant shipped_plant(const std::string& name,
                          const std::vector<std::pair<std::string, double>>& parameters = {});

/// An operating point, in SI units.
spec::Map<spec::Quantity> point(const std::vector<std::pair<std::string, double>>& values);

/// The problem of this YAML text, in which {plants} and {controllers} stand for the shipped folders.
spec::Problem problem_of(std::string yaml);

/// The first training scenario of a problem with these gains.
class SingleRollout {
 public:
  SingleRollout(const spec::Problem& problem, const std::vector<double>& gains);
  /// An objective term's unweighted value; NaN when there is none of that name.
  [[nodiscard]] double term(const std::string& name) const;
  [[nodiscard]] bool failed() const { return outcome_.cause[0] >= 0; }

 private:
  rollout::Program program_;
  engine::Outcome outcome_;
};

/// One signal of that scenario, a value a tick, on the reference engine.
std::vector<double> signal(const spec::Problem& problem, const std::vector<double>& gains,
                           const std::string& name);

/// Every expected pole has a found one of its own within the tolerance, in any order.
void expect_poles(std::vector<std::complex<double>> found, const std::vector<std::complex<double>>& expected,
                  double tolerance);

}  // namespace gainswarm::tests
