// Mean and variance of a stream of numbers, without the cancellation of the textbook formula.
// Source: B. P. Welford, Note on a Method for Calculating Corrected Sums of Squares and Products,
// Technometrics 4(3), 1962.
#pragma once

#include "host/graph/value.hpp"

namespace gainswarm::rollout {

struct Moments {
  graph::Value count;
  graph::Value mean;
  graph::Value squares;  ///< sum of the squared distances from the mean: variance times count
};

inline Moments see(const Moments& before, graph::Value number) {
  const graph::Value count = before.count + 1.0;
  const graph::Value distance = number - before.mean;
  const graph::Value mean = before.mean + distance / count;
  return {count, mean, before.squares + distance * (number - mean)};
}

}  // namespace gainswarm::rollout
