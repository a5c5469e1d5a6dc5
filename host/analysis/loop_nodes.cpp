#include "host/analysis/loop_nodes.hpp"

namespace gainswarm::analysis {
namespace {

/// Through others, too (S. Warshall, A theorem on Boolean matrices, Journal of the ACM 9(1), 1962).
Influence through_others(Influence influence, Eigen::Index others) {
  for (Eigen::Index k = 0; k < others; ++k) {
    for (Eigen::Index j = 0; j < influence.cols(); ++j) {
      if (influence(k, j)) influence.col(j) = influence.col(j) || influence.col(k);
    }
  }
  return influence;
}

}  // namespace

LoopNodes nodes_in_loop(Influence influence, Eigen::Index states, Eigen::Index delays) {
  const Eigen::Index inner = states + delays, inputs = influence.rows() - inner;
  const Influence all = through_others(std::move(influence), inner);
  const auto is_on_a_cycle_with_delay = [&](Eigen::Index node) {
    for (Eigen::Index delay = states; delay < inner; ++delay) {
      if (all(node, delay) && all(delay, node)) return true;
    }
    return false;
  };
  LoopNodes found;
  for (Eigen::Index node = 0; node < inner; ++node) {
    const bool reached = all.row(node).tail(inputs).any(), felt = all.col(node).tail(inputs).any();
    found.felt.push_back(felt);
    const bool inside = (reached && felt) || is_on_a_cycle_with_delay(node);
    if (node >= states) {
      if (inside) found.delays.push_back(node - states);
    } else {
      (inside ? found.states : found.outside).push_back(node);
    }
  }
  const Influence among = all(found.outside, found.outside);
  found.mutual = (among && among.transpose()).cast<double>().matrix();
  return found;
}

}  // namespace gainswarm::analysis
