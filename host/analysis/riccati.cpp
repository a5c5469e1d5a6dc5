#include "host/analysis/riccati.hpp"

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <cmath>
#include <limits>

namespace gainswarm::analysis {
namespace {

using Matrix = Eigen::MatrixXd;

constexpr double precision = std::numeric_limits<double>::epsilon();

Matrix symmetric(const Matrix& matrix) {
  return (matrix + matrix.transpose()) / 2;
}

Matrix identity(Eigen::Index n) {
  return Matrix::Identity(n, n);
}

/// The system and the cost without the product of state and input: u = v - R^-1 N'x.
struct Standard {
  Matrix a, g, h;  ///< A - B R^-1 N', B R^-1 B', Q - N R^-1 N'
};

Standard standard(const Matrix& a, const Matrix& b, const QuadraticCost& cost) {
  const Eigen::LLT<Matrix> r(cost.r);
  const Matrix cross = r.solve(cost.n.transpose());
  return {a - b * cross, symmetric(b * r.solve(b.transpose())), symmetric(cost.q - cost.n * cross)};
}

/// X = A'X (I + G X)^-1 A + H, and the power of the closed loop where the doubling ended.
struct Doubled {
  Matrix x, power;
};

Doubled double_up(Standard of) {
  constexpr int most_steps = 64;
  auto& [a, g, h] = of;
  for (int step = 0; step < most_steps; ++step) {
    const Eigen::PartialPivLU<Matrix> w(identity(a.rows()) + g * h);
    const Matrix from_a = w.solve(a), from_g = w.solve(g);
    const Matrix growth = symmetric(a.transpose() * h * from_a);
    g = symmetric(g + a * from_g * a.transpose());
    a = a * from_a;
    h += growth;
    const double size = h.norm();
    if (!std::isfinite(size) || growth.norm() <= precision * size) break;
  }
  return {h, a};
}

/// How far the doubling was from a stable loop. A stable one has died out when the solution stops growing.
void judge(Regulator& regulator, const Matrix& power) {
  constexpr double died_out = 1e-3;
  const double left = power.norm();
  regulator.stabilises = left < died_out && regulator.x.allFinite() && regulator.k.allFinite();
  regulator.remainder = regulator.stabilises ? 0 : (std::isfinite(left) ? left / (1 + left) : 1);
}

/// The continuous equation's discrete one.
Standard cayley(const Standard& of, double shift) {
  const Eigen::Index n = of.a.rows();
  const Eigen::PartialPivLU<Matrix> shifted(of.a - shift * identity(n));
  const Matrix from_g = shifted.solve(of.g);
  const Eigen::PartialPivLU<Matrix> w(of.a.transpose() - shift * identity(n) + of.h * from_g);
  const Matrix inverse = w.inverse();
  const Matrix from_h = shifted.transpose().solve(of.h);  // (H (A - shift)^-1)'
  return {identity(n) + 2 * shift * inverse.transpose(), symmetric(2 * shift * from_g * inverse),
          symmetric(2 * shift * inverse * from_h.transpose())};
}

/// E = A'E A + residual for a stable A, by Smith's method with squaring.
Matrix stein(Matrix a, Matrix residual) {
  constexpr int most_steps = 64;
  for (int step = 0; step < most_steps; ++step) {
    const Matrix growth = a.transpose() * residual * a;
    residual += growth;
    a = a * a;
    if (!(growth.norm() > precision * residual.norm())) break;
  }
  return symmetric(residual);
}

/// E of A'E + E A + residual = 0 for a stable A, by the Cayley transform to the discrete equation.
Matrix lyapunov(const Matrix& a, const Matrix& residual, double shift) {
  const Matrix inverse = (a - shift * identity(a.rows())).partialPivLu().inverse();
  return stein(identity(a.rows()) + 2 * shift * inverse,
               2 * shift * inverse.transpose() * residual * inverse);
}

/// K of u = -K x for the solution X of the discrete equation.
Matrix discrete_gain(const Matrix& a, const Matrix& b, const QuadraticCost& cost, const Matrix& x) {
  const Matrix xb = x * b;
  return symmetric(cost.r + b.transpose() * xb).llt().solve(xb.transpose() * a + cost.n.transpose());
}

}  // namespace

Regulator continuous_regulator(const Matrix& a, const Matrix& b, const QuadraticCost& cost) {
  const Standard of = standard(a, b, cost);
  // Beyond every eigenvalue of the Hamiltonian matrix, so that nothing below is singular.
  const double shift = 1.25 * of.a.norm() + std::sqrt(of.g.norm() * of.h.norm());
  const Doubled doubled = double_up(cayley(of, shift));
  Regulator regulator;
  regulator.x = doubled.x;
  for (int refinement = 0; refinement < 2; ++refinement) {
    const Matrix& x = regulator.x;
    const Matrix residual = symmetric(of.a.transpose() * x + x * of.a - x * of.g * x + of.h);
    regulator.x = x + lyapunov(of.a - of.g * x, residual, shift);
  }
  regulator.k = cost.r.llt().solve((regulator.x * b + cost.n).transpose());
  judge(regulator, doubled.power);
  return regulator;
}

Regulator discrete_regulator(const Matrix& a, const Matrix& b, const QuadraticCost& cost) {
  const Doubled doubled = double_up(standard(a, b, cost));
  Regulator regulator;
  regulator.x = doubled.x;
  regulator.k = discrete_gain(a, b, cost, regulator.x);
  const Matrix closed = a - b * regulator.k, crossed = cost.n * regulator.k;
  const Matrix residual =
      symmetric(closed.transpose() * regulator.x * closed - regulator.x + cost.q - crossed -
                crossed.transpose() + regulator.k.transpose() * cost.r * regulator.k);
  regulator.x += stein(closed, residual);
  regulator.k = discrete_gain(a, b, cost, regulator.x);
  judge(regulator, doubled.power);
  return regulator;
}

}  // namespace gainswarm::analysis
