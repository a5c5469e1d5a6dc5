#include "host/analysis/robust_pole_placement.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>
#include <algorithm>

namespace gainswarm::analysis {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Orthonormal columns that span what is orthogonal to the given ones.
MatrixXd complement(const MatrixXd& columns) {
  const Index n = columns.rows(), left = n - columns.cols();
  MatrixXd all = MatrixXd::Identity(n, n);
  if (columns.cols() == 0) return all;
  return Eigen::HouseholderQR<MatrixXd>(columns).householderQ() * all.rightCols(left);
}

/// Eigenvectors of a pole that some feedback gives: (A - pole) x lies within B's reach. Those of a pair are
/// given by their real part above their imaginary part, which keeps everything real: twice as many columns
/// span the same complex space.
struct Allowed {
  Index first, width;  ///< columns of X
  MatrixXd basis;      ///< orthonormal
};

class Eigenvectors {
 public:
  Eigenvectors(const MatrixXd& a, const MatrixXd& b, const WantedPoles& poles)
      : a_(a),
        out_of_reach_(complement(b)),
        x_(MatrixXd::Identity(a.rows(), a.rows())),
        blocks_(MatrixXd::Zero(a.rows(), a.rows())) {
    for (const double pole : poles.real) add(pole);
    for (const Complex pole : poles.pairs) add(pole);
  }

  /// Each in turn, the others however dependent: so a start may be mended that has none with these poles.
  void choose() {
    for (const Allowed& allowed : allowed_) {
      MatrixXd others(x_.rows(), x_.cols() - allowed.width);
      others << x_.leftCols(allowed.first), x_.rightCols(x_.cols() - allowed.first - allowed.width);
      x_.middleCols(allowed.first, allowed.width) = furthest(allowed, complement(others));
    }
    inverse_ = x_.partialPivLu().inverse();
  }

  /// The same for independent ones at a fraction of the cost: what is orthogonal to the others are rows of
  /// the inverse, which a replaced column changes by a matrix of its rank.
  void improve() {
    for (const Allowed& allowed : allowed_) {
      const auto own = Eigen::seqN(allowed.first, allowed.width);
      const MatrixXd rows = inverse_(own, Eigen::all);
      const MatrixXd fresh = furthest(allowed, rows.transpose());
      const MatrixXd images = inverse_ * fresh;
      const MatrixXd replaced = images(own, Eigen::all).partialPivLu().solve(rows);
      x_(Eigen::all, own) = fresh;
      inverse_ -= images * replaced;
      inverse_(own, Eigen::all) = replaced;
    }
  }

  /// A X - B K X = X blocks.
  [[nodiscard]] RobustFeedback feedback(const MatrixXd& b) const {
    const VectorXd sizes = x_.rowwise().norm();
    const MatrixXd alike = sizes.cwiseInverse().asDiagonal() * x_;
    const MatrixXd moved = (b.transpose() * (a_ * x_ - x_ * blocks_)).transpose();
    const MatrixXd k = x_.transpose().partialPivLu().solve(moved).transpose();
    return {k, std::max(0.0, alike.partialPivLu().rcond())};  // 0 where it is no number
  }

 private:
  void add(double pole) {
    const Index first = next_;
    next_ += 1;
    blocks_(first, first) = pole;
    allowed_.push_back({first, 1, complement(shifted(pole).transpose())});
  }

  void add(Complex pole) {
    const Index first = next_, n = a_.rows(), rows = out_of_reach_.cols();
    next_ += 2;
    blocks_.block(first, first, 2, 2) << pole.real(), pole.imag(), -pole.imag(), pole.real();
    MatrixXd both(2 * rows, 2 * n);
    both << shifted(pole.real()), pole.imag() * out_of_reach_.transpose(),
        -pole.imag() * out_of_reach_.transpose(), shifted(pole.real());
    allowed_.push_back({first, 2, complement(both.transpose())});
  }

  [[nodiscard]] MatrixXd shifted(double by) const {
    return out_of_reach_.transpose() * (a_ - by * MatrixXd::Identity(a_.rows(), a_.rows()));
  }

  /// The allowed columns that span the largest volume with the others, to all of which `free` is orthogonal.
  static MatrixXd furthest(const Allowed& allowed, const MatrixXd& free) {
    return allowed.width == 1 ? MatrixXd(nearest(allowed.basis, free)) : widest(allowed.basis, free);
  }

  /// The allowed vector with the smallest angle to `free`.
  static VectorXd nearest(const MatrixXd& basis, const VectorXd& free) {
    VectorXd along = basis.transpose() * free;
    if (along.isZero(0)) along[0] = 1;  // none is any nearer
    return basis * along.normalized();
  }

  /// The allowed real and imaginary parts whose images in the plane of `free` span the largest area, a
  /// quadratic form of both.
  static MatrixXd widest(const MatrixXd& basis, const MatrixXd& free) {
    constexpr double rounding = 1e-9;
    const Index n = free.rows();
    const MatrixXd real = free.transpose() * basis.topRows(n),
                   imaginary = free.transpose() * basis.bottomRows(n);
    const MatrixXd half =
        real.row(0).transpose() * imaginary.row(1) - real.row(1).transpose() * imaginary.row(0);
    const Eigen::SelfAdjointEigenSolver<MatrixXd> areas(half + half.transpose());
    const VectorXd& found = areas.eigenvalues();
    const Index last = found.size() - 1;
    const bool is_clockwise = -found[0] > (1 + rounding) * found[last];  // never as rounding decides
    const VectorXd parts = basis * areas.eigenvectors().col(is_clockwise ? 0 : last);
    MatrixXd result(n, 2);
    result << parts.head(n), parts.tail(n);
    return result;
  }

  const MatrixXd& a_;
  MatrixXd out_of_reach_;  ///< orthonormal columns, orthogonal to B
  MatrixXd x_;             ///< from the states' own directions on
  MatrixXd inverse_;       ///< of x_
  MatrixXd blocks_;        ///< the poles, pairs as [re, im; -im, re]
  std::vector<Allowed> allowed_;
  Index next_ = 0;
};

}  // namespace

RobustFeedback place_poles_robustly(const MatrixXd& a, const MatrixXd& b, const WantedPoles& poles) {
  constexpr int first = 3, further = 12;  // a test of convergence would let the gains jump with the poles
  Eigenvectors vectors(a, b, poles);
  for (int sweep = 0; sweep < first; ++sweep) vectors.choose();
  for (int sweep = 0; sweep < further; ++sweep) vectors.improve();
  return vectors.feedback(b);
}

}  // namespace gainswarm::analysis
