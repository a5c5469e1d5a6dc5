#include "host/bench/scalar_kernel.hpp"

#include <algorithm>
#include <cmath>

#include "host/bench/reference_work.hpp"

namespace gainswarm::bench {
namespace {

struct State {
  double x, theta1, theta2, v, omega1, omega2, cost;
};

State advanced(const State& s, const State& rate, double time) {
  return {s.x + time * rate.x,      s.theta1 + time * rate.theta1, s.theta2 + time * rate.theta2,
          s.v + time * rate.v,      s.omega1 + time * rate.omega1, s.omega2 + time * rate.omega2,
          s.cost + time * rate.cost};
}

/// M(q) q'' = f solved by eliminating the cart, whose mass is constant, first.
State derivative(const State& s, double force) {
  double sin1 = std::sin(s.theta1), cos1 = std::cos(s.theta1);
  double sin2 = std::sin(s.theta2), cos2 = std::cos(s.theta2);
  double sin12 = sin1 * cos2 - cos1 * sin2, cos12 = cos1 * cos2 + sin1 * sin2;
  double m01 = kA1 * cos1, m02 = kA2 * cos2, m12 = kCoupling * cos12;
  double f0 =
      force + kA1 * sin1 * s.omega1 * s.omega1 + kA2 * sin2 * s.omega2 * s.omega2 - kCartFriction * s.v;
  double f1 = kA1 * kGravity * sin1 - kCoupling * sin12 * s.omega2 * s.omega2 - kFriction1 * s.omega1;
  double f2 = kA2 * kGravity * sin2 + kCoupling * sin12 * s.omega1 * s.omega1 - kFriction2 * s.omega2;
  double l1 = m01 / kTotalMass, l2 = m02 / kTotalMass;
  double s11 = kJ1 - l1 * m01, s12 = m12 - l1 * m02, s22 = kJ2 - l2 * m02;
  double r1 = f1 - l1 * f0, r2 = f2 - l2 * f0;
  double inverse = 1 / (s11 * s22 - s12 * s12);
  double a1 = (s22 * r1 - s12 * r2) * inverse, a2 = (s11 * r2 - s12 * r1) * inverse;
  double a0 = f0 / kTotalMass - l1 * a1 - l2 * a2;
  double cost = kWeightX * s.x * s.x + kWeightTheta * (s.theta1 * s.theta1 + s.theta2 * s.theta2) +
                kWeightForce * force * force;
  return {s.v, s.omega1, s.omega2, a0, a1, a2, cost};
}

/// One step of the classical Runge-Kutta method of fourth order, the force held.
State step(const State& s, double force) {
  State k1 = derivative(s, force);
  State k2 = derivative(advanced(s, k1, kStep / 2), force);
  State k3 = derivative(advanced(s, k2, kStep / 2), force);
  State k4 = derivative(advanced(s, k3, kStep), force);
  State next = advanced(s, k1, kStep / 6);
  next = advanced(next, k2, kStep / 3);
  next = advanced(next, k3, kStep / 3);
  return advanced(next, k4, kStep / 6);
}

double rollout(const double* k) {
  State s{0, kStartTheta1, kStartTheta2, 0, 0, 0, 0};
  for (std::int64_t n = 0; n < kSteps; ++n) {
    double force =
        -(k[0] * s.x + k[1] * s.theta1 + k[2] * s.theta2 + k[3] * s.v + k[4] * s.omega1 + k[5] * s.omega2);
    s = step(s, std::clamp(force, -kForceLimit, kForceLimit));
    bool upright = std::abs(s.theta1) <= kAngleLimit && std::abs(s.theta2) <= kAngleLimit;
    if (!upright) return kFailurePenalty * (2 - static_cast<double>(n) / static_cast<double>(kSteps));
  }
  return s.cost;
}

}  // namespace

void run_scalar(const double* gains, std::int64_t particles, double* costs) {
  for (std::int64_t particle = 0; particle < particles; ++particle) {
    costs[particle] = rollout(gains + particle * kGains);
  }
}

}  // namespace gainswarm::bench
