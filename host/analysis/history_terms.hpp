// A sampled linear loop that remembers: what it does depends on how it stood some ticks ago.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <vector>

#include "host/analysis/characteristic_roots.hpp"

namespace gainswarm::analysis {

/// y[k] = sum of a[e] y[k - e] + B w[k], v[k] = sum of c[e] y[k - e]; e, in ticks, is at least 1.
struct HistoryTerms {
  std::map<std::int64_t, Eigen::MatrixXd> a;  ///< states x states
  std::map<std::int64_t, Eigen::MatrixXd> c;  ///< outputs x states
  Eigen::MatrixXd b;                          ///< states x inputs

  [[nodiscard]] bool empty() const { return a.empty(); }
  /// How many values of the past matter, the states now among them.
  [[nodiscard]] Eigen::Index order() const;
};

/// The map whose eigenvalues are the poles z, of as many states as the order.
Eigen::MatrixXd companion(const HistoryTerms& history);

/// 1 - sum of a[e] exp(-e period s), singular at the poles.
Characteristic characteristic(const HistoryTerms& history, double period);

/// Poles in 1/s: those near the imaginary axis, and near `starts`. None right of the axis is missing: they
/// are counted. One at +infinity stands for them all where they cannot be found.
std::vector<Complex> poles_near_axis(const HistoryTerms& history, double period, std::vector<Complex> starts);

/// From input to output of the same number, at s.
Complex transfer(const HistoryTerms& history, Eigen::Index input, double period, Complex s);

}  // namespace gainswarm::analysis
