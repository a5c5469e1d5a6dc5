#include "host/analysis/loop_history.hpp"

namespace gainswarm::analysis {
namespace {

/// rows x (what a state was at the given ticks back, one column each) as terms of a history.
void add(std::map<std::int64_t, Eigen::MatrixXd>& terms, const Eigen::MatrixXd& rows, Eigen::Index states,
         const std::vector<Kept>& kept) {
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto place = terms.try_emplace(kept[i].ticks, Eigen::MatrixXd::Zero(rows.rows(), states)).first;
    place->second.col(kept[i].state) += rows.col(states + static_cast<Eigen::Index>(i));
  }
}

}  // namespace

Tick tick_of(const LoopSlopes& slopes, const BetweenTicks& between) {
  const Eigen::Index n = slopes.of_states.rows(), d = slopes.of_entering.rows(), m = slopes.of_outputs.rows();
  const auto over_all = [&](const Eigen::MatrixXd& rows) {
    Eigen::MatrixXd result = rows.middleCols(n, d) * between.delayed.topRows(d);
    result.leftCols(n) += rows.leftCols(n);
    return result;
  };
  Tick tick{Eigen::MatrixXd::Identity(between.flow.rows(), between.flow.cols()),
            Eigen::MatrixXd::Zero(between.flow.rows(), m), over_all(slopes.of_outputs)};
  tick.states.topRows(n) = over_all(slopes.of_states);
  tick.b.topRows(n) = slopes.of_states.rightCols(m);
  return tick;
}

HistoryTerms history_of(const Tick& tick, const BetweenTicks& between) {
  const Eigen::Index n = between.flow.rows();
  HistoryTerms history{{}, {}, tick.b};
  std::vector<Kept> before_flow = between.kept;
  for (Kept& kept : before_flow) ++kept.ticks;
  for (const auto& [terms, rows] : {std::pair(&history.a, &tick.states), {&history.c, &tick.outputs}}) {
    const Eigen::MatrixXd after_flow = rows->leftCols(n) * between.flow;
    (*terms)[1] = after_flow.leftCols(n);
    add(*terms, after_flow, n, before_flow);
    add(*terms, *rows, n, between.kept);
  }
  return history;
}

}  // namespace gainswarm::analysis
