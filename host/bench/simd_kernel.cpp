#include "host/bench/simd_kernel.hpp"

#include <algorithm>

#include "cuda/elementary.hpp"
#include "host/bench/lanes.hpp"
#include "host/bench/reference_work.hpp"

namespace gainswarm::bench {
namespace {

/// Vectors that advance side by side, stage by stage: while one waits for the results of long operations, the
/// processor works on the other. Measured on Zen 5 with AVX-512: two are 11 % faster than one; three or four
/// add nothing. With 16 registers instead of 32 (Zen 3), two are a third slower than one.
constexpr int kInterleaved = kLanes == 8 ? 2 : 1;
constexpr int kBlock = kInterleaved * kLanes;

struct Triple {
  Lanes x, theta1, theta2;  ///< of the cart, the first and the second pendulum
};

GAINSWARM_INLINE Triple fma(double a, Triple b, Triple c) {
  Lanes factor = broadcast(a);
  return {fma(factor, b.x, c.x), fma(factor, b.theta1, c.theta1), fma(factor, b.theta2, c.theta2)};
}
GAINSWARM_INLINE Triple operator+(Triple a, Triple b) {
  return {a.x + b.x, a.theta1 + b.theta1, a.theta2 + b.theta2};
}

/// M(q) q'' = f, eliminating the cart, whose mass is constant, first: one division.
GAINSWARM_INLINE Triple acceleration(Triple q, Triple v, Lanes force) {
  Lanes sin1 = elementary::sine(q.theta1), cos1 = elementary::cosine(q.theta1);
  Lanes sin2 = elementary::sine(q.theta2), cos2 = elementary::cosine(q.theta2);
  Lanes sin12 = fma(sin1, cos2, -(cos1 * sin2)), cos12 = fma(cos1, cos2, sin1 * sin2);
  Lanes m01 = kA1 * cos1, m02 = kA2 * cos2, m12 = kCoupling * cos12;
  Lanes square1 = v.theta1 * v.theta1, square2 = v.theta2 * v.theta2, coupling = kCoupling * sin12;

  Lanes f0 = fma(kA1 * sin1, square1, fma(kA2 * sin2, square2, fma(broadcast(-kCartFriction), v.x, force)));
  Lanes f1 =
      fma(broadcast(kA1 * kGravity), sin1, fma(broadcast(-kFriction1), v.theta1, -(coupling * square2)));
  Lanes f2 = fma(broadcast(kA2 * kGravity), sin2, fma(broadcast(-kFriction2), v.theta2, coupling * square1));

  Lanes l1 = (1 / kTotalMass) * m01, l2 = (1 / kTotalMass) * m02;
  Lanes s11 = fma(-l1, m01, broadcast(kJ1)), s12 = fma(-l1, m02, m12), s22 = fma(-l2, m02, broadcast(kJ2));
  Lanes r1 = fma(-l1, f0, f1), r2 = fma(-l2, f0, f2);
  Lanes inverse = 1.0 / fma(s11, s22, -(s12 * s12));
  Lanes a1 = fma(s22, r1, -(s12 * r2)) * inverse, a2 = fma(s11, r2, -(s12 * r1)) * inverse;
  return {fma(-l2, a2, fma(-l1, a1, (1 / kTotalMass) * f0)), a1, a2};
}

/// One vector of particles. A step is RK4 in Nystroem's form: as q' = v, only accelerations are evaluated.
class Rollouts {
 public:
  GAINSWARM_INLINE void start(const double (&gains)[kGains][kLanes]) {
    for (int i = 0; i < kGains; ++i) gain_[i] = each([&](int lane) { return gains[i][lane]; });
    Lanes zero = broadcast(0);
    q_ = {zero, broadcast(kStartTheta1), broadcast(kStartTheta2)};
    v_ = {zero, zero, zero};
    cost_ = zero;
    survived_ = zero;
    alive_ = zero <= zero;
  }

  GAINSWARM_INLINE void stage1() {
    Lanes law = fma(gain_[0], q_.x, fma(gain_[1], q_.theta1, gain_[2] * q_.theta2));
    law = -fma(gain_[3], v_.x, fma(gain_[4], v_.theta1, fma(gain_[5], v_.theta2, law)));
    Lanes low = broadcast(-kForceLimit), high = broadcast(kForceLimit);
    law = select(law < low, low, law);
    force_ = select(high < law, high, law);
    effort_ = kWeightForce * force_ * force_;
    rate_ = cost_rate(q_);
    k1_ = acceleration(q_, v_, force_);
  }

  GAINSWARM_INLINE void stage2() {
    middle_ = fma(kStep / 2, v_, q_);
    middle_rate_ = cost_rate(middle_);
    k2_ = acceleration(middle_, fma(kStep / 2, k1_, v_), force_);
  }

  GAINSWARM_INLINE void stage3() {
    middle_ = fma(kStep * kStep / 4, k1_, middle_);
    rate_ = fma(broadcast(2), middle_rate_ + cost_rate(middle_), rate_);
    k3_ = acceleration(middle_, fma(kStep / 2, k2_, v_), force_);
  }

  GAINSWARM_INLINE void stage4() {
    Triple end = fma(kStep, v_, fma(kStep * kStep / 2, k2_, q_));
    cost_ = fma(broadcast(kStep / 6), rate_ + cost_rate(end), cost_);
    k4_ = acceleration(end, fma(kStep, k3_, v_), force_);
  }

  /// Ends the step; returns whether any rollout of the vector goes on.
  GAINSWARM_INLINE bool finish_step() {
    Triple sum = k2_ + k3_;
    q_ = fma(kStep, v_, fma(kStep * kStep / 6, k1_ + sum, q_));
    v_ = fma(kStep / 6, fma(2, sum, k1_ + k4_), v_);
    Lanes limit = broadcast(kAngleLimit);
    alive_ = both(alive_, both(absolute(q_.theta1) <= limit, absolute(q_.theta2) <= limit));
    survived_ = select(alive_, survived_ + 1.0, survived_);
    return any(alive_);
  }

  /// The integrated cost, or the penalty that grows with the time left at a failure.
  GAINSWARM_INLINE Lanes cost() const {
    return select(alive_, cost_, kFailurePenalty * (2.0 - survived_ / static_cast<double>(kSteps)));
  }

 private:
  GAINSWARM_INLINE Lanes cost_rate(Triple q) const {
    Lanes angles = fma(kWeightTheta * q.theta2, q.theta2, fma(kWeightX * q.x, q.x, effort_));
    return fma(kWeightTheta * q.theta1, q.theta1, angles);
  }

  Lanes gain_[kGains];
  Triple q_, v_;
  Lanes cost_, survived_;
  Mask alive_;
  // Of the step in progress:
  Lanes force_, effort_, rate_, middle_rate_;
  Triple middle_, k1_, k2_, k3_, k4_;
};

/// Runs kBlock particles, whose gains stand in [vector][gain][lane] order.
[[gnu::flatten]] void run_block(const double (&gains)[kInterleaved][kGains][kLanes], double* costs) {
  Rollouts vectors[kInterleaved];
  for (int i = 0; i < kInterleaved; ++i) vectors[i].start(gains[i]);
  bool alive = true;
  for (std::int64_t n = 0; n < kSteps && alive; ++n) {
#pragma GCC unroll 2
    for (Rollouts& each : vectors) each.stage1();
#pragma GCC unroll 2
    for (Rollouts& each : vectors) each.stage2();
#pragma GCC unroll 2
    for (Rollouts& each : vectors) each.stage3();
#pragma GCC unroll 2
    for (Rollouts& each : vectors) each.stage4();
    alive = false;
#pragma GCC unroll 2
    for (Rollouts& each : vectors) alive |= each.finish_step();
  }
  for (int i = 0; i < kBlock; ++i) costs[i] = vectors[i / kLanes].cost().v[i % kLanes];
}

}  // namespace

void run_simd(const double* gains, std::int64_t particles, double* costs) {
  for (std::int64_t first = 0; first < particles; first += kBlock) {
    double block[kInterleaved][kGains][kLanes];
    for (int i = 0; i < kBlock; ++i) {
      std::int64_t particle = std::min(first + i, particles - 1);
      for (int gain = 0; gain < kGains; ++gain)
        block[i / kLanes][gain][i % kLanes] = gains[particle * kGains + gain];
    }
    double block_costs[kBlock];
    run_block(block, block_costs);
    std::copy_n(block_costs, std::min<std::int64_t>(kBlock, particles - first), costs + first);
  }
}

int simd_lanes() {
  return kLanes;
}

}  // namespace gainswarm::bench
