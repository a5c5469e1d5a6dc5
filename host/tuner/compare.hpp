// Whether tuned gains are better than others on the same scenarios.
#pragma once

#include <cstdint>

#include "host/support/interrupted.hpp"
#include "host/tuner/objective.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::tuner {

/// How the scenarios of a set came about.
struct Sample {
  bool drawn = true;  ///< whether anything was drawn at random
  std::uint64_t seed = 0;
};

/// Gains in the scenarios of a set, and what their linearised loop is like.
struct Contender {
  const Validation& validation;
  LoopStanding loop;
};

/// Compares on the scenarios of one set, in which both were validated.
///  * Cost: the reduction of the aggregated cost, with a bootstrap interval: scenarios are drawn again with
///    replacement, always for both, and the interval holds the middle `confidence` of the reductions (Efron,
///    Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). The draws follow from the seed.
///    Where nothing is drawn, the scenarios are all there are, and the interval is the reduction itself;
///    fewer than 10 drawn scenarios say nothing, and the interval is infinite. It is infinite, too, where
///    fewer than 10 of the scenarios decide the aggregate, such as the worst, of which resampling tells
///    nothing (ibid., section 7.4).
///  * Success: McNemar's exact test of the scenarios in which only one of the two succeeds (Psychometrika 12,
///    1947).
///  * Margins: what soft ones exceed is part of every scenario's cost.
/// First come what the problem requires: where only one of the two meets the margins, or one meets the hard
/// requirements in significantly more scenarios, it is the better one. Else the tuned gains beat the baseline
/// when the interval lies above 0 and success is not significantly rarer. Where few scenarios decide the
/// aggregate, it must be lower instead, and the cost lower in significantly more scenarios than higher (exact
/// sign test).
/// Throws support::Interrupted.
Comparison compare(const Contender& tuned_gains, const Contender& other_gains, const Objective& objective,
                   const Sample& sample, const support::AskInterrupted& interrupted = {});

}  // namespace gainswarm::tuner
