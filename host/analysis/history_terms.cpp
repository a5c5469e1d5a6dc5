#include "host/analysis/history_terms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "host/analysis/axis_scan.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::Index;
using Eigen::MatrixXcd;
using Eigen::MatrixXd;

/// Of each state how many ticks back it matters, beyond the last.
std::vector<std::int64_t> memories(const HistoryTerms& history) {
  std::vector<std::int64_t> longest(static_cast<std::size_t>(history.b.rows()));
  for (const auto& [ticks, matrix] : history.a) {
    for (Index state = 0; state < matrix.cols(); ++state) {
      if (!matrix.col(state).isZero(0)) longest[static_cast<std::size_t>(state)] = ticks - 1;
    }
  }
  return longest;
}

/// exp(-e period s) for ascending e, of which many follow each other.
class Powers {
 public:
  Powers(double period, Complex s) : period_(period), s_(s), once_(exponential(-period * s)) {}

  [[nodiscard]] Complex operator()(std::int64_t ticks) {
    const std::int64_t more = ticks - ticks_;
    if (more != 0)
      power_ = product(power_, more == 1 ? once_ : exponential(-(static_cast<double>(more) * period_) * s_));
    ticks_ = ticks;
    return power_;
  }

 private:
  double period_;
  Complex s_, once_, power_ = 1;
  std::int64_t ticks_ = 0;
};

/// sum of terms[e] exp(-e period s) times a factor for each e.
template <class Factor>
MatrixXcd sum(const std::map<std::int64_t, MatrixXd>& terms, Powers powers, Factor factor) {
  MatrixXcd result = MatrixXcd::Zero(terms.begin()->second.rows(), terms.begin()->second.cols());
  for (const auto& [ticks, matrix] : terms) {
    const Complex weight = factor(ticks) * powers(ticks);
    for (Index i = 0; i < matrix.size(); ++i) result(i) += weight * matrix(i);
  }
  return result;
}

MatrixXcd singular_at_poles(const HistoryTerms& history, const Powers& powers) {
  MatrixXcd matrix = sum(history.a, powers, [](std::int64_t) { return -1.0; });
  for (Index i = 0; i < matrix.rows(); ++i) matrix(i, i) += 1;
  return matrix;
}

}  // namespace

Index HistoryTerms::order() const {
  Index result = b.rows();
  for (const std::int64_t ticks : memories(*this)) result += ticks;
  return result;
}

MatrixXd companion(const HistoryTerms& history) {
  const std::vector<std::int64_t> longest = memories(history);
  const Index n = history.b.rows();
  std::vector<Index> first;  // of what each state was, from a tick ago on
  Index size = n;
  for (const std::int64_t ticks : longest) {
    first.push_back(size);
    size += ticks;
  }
  MatrixXd result = MatrixXd::Zero(size, size);
  for (Index state = 0; state < n; ++state) {
    const Index begin = first[static_cast<std::size_t>(state)];
    for (const auto& [ticks, matrix] : history.a) {
      const Index column = ticks == 1 ? state : begin + ticks - 2;
      if (!matrix.col(state).isZero(0)) result.col(column).head(n) = matrix.col(state);
    }
    for (Index i = 0; i < longest[static_cast<std::size_t>(state)]; ++i)
      result(begin + i, i == 0 ? state : begin + i - 1) = 1;
  }
  return result;
}

Characteristic characteristic(const HistoryTerms& history, double period) {
  return {[&history, period](Complex s) {
            return singular_at_poles(history, {period, s});
          },
          [&history, period](Complex s) {
            return sum(history.a, {period, s},
                       [period](std::int64_t ticks) { return static_cast<double>(ticks) * period; });
          }};
}

std::vector<Complex> poles_near_axis(const HistoryTerms& history, double period,
                                     std::vector<Complex> starts) {
  constexpr double points_a_turn = 8, on_the_axis = 1e-7;
  const double last = std::numbers::pi / period;
  const auto longest = static_cast<double>(history.a.rbegin()->first);
  const double turns = (longest + static_cast<double>(history.b.rows())) / 2,
               right = on_the_axis / (longest * period);
  const Characteristic singular = characteristic(history, period);
  const AxisScan scan = scan_axis(singular, right, last, std::llround(points_a_turn * turns));
  starts.insert(starts.end(), scan.starts.begin(), scan.starts.end());
  std::vector<Complex> found = roots_near(starts, singular, 1 / (longest * period));
  const auto unstable = std::ranges::count_if(
      found, [&](Complex pole) { return pole.real() > right && std::abs(pole.imag()) < (1 + 1e-9) * last; });
  if (unstable < std::llround(-scan.turned / std::numbers::pi))
    return {{std::numeric_limits<double>::infinity(), 0}};
  return found;
}

Complex transfer(const HistoryTerms& history, Index input, double period, Complex s) {
  const Powers powers(period, s);
  MatrixXcd matrix = singular_at_poles(history, powers);
  const MatrixXcd answer = solve(matrix, history.b.col(input).cast<Complex>());
  const MatrixXcd outputs = sum(history.c, powers, [](std::int64_t) { return 1.0; });
  Complex result = 0;
  for (Index i = 0; i < answer.rows(); ++i) result += product(outputs(input, i), answer(i, 0));
  return result;
}

}  // namespace gainswarm::analysis
