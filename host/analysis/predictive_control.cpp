#include "host/analysis/predictive_control.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

namespace gainswarm::analysis {

CondensedProblem condense(const std::vector<Move>& moves, const Eigen::MatrixXd& terminal) {
  const Eigen::Index n = terminal.rows(), m = moves.front().system.b.cols();
  const Eigen::Index rows = m * static_cast<Eigen::Index>(moves.size());
  Eigen::MatrixXd from_start = Eigen::MatrixXd::Identity(n, n);  // state = from_start x + from_moves z
  Eigen::MatrixXd from_moves = Eigen::MatrixXd::Zero(n, rows);
  CondensedProblem result{Eigen::MatrixXd::Zero(rows, rows), Eigen::MatrixXd::Zero(rows, n), {}, 0};
  for (Eigen::Index first = 0; const Move& move : moves) {
    const auto& [q, r, cross] = move.cost;
    const Eigen::MatrixXd weighted = q * from_moves;
    const Eigen::MatrixXd crossed = cross.transpose() * from_moves;
    result.hessian += from_moves.transpose() * weighted;
    result.hessian.middleRows(first, m) += crossed;
    result.hessian.middleCols(first, m) += crossed.transpose();
    result.hessian.block(first, first, m, m) += r;
    result.map += weighted.transpose() * from_start;
    result.map.middleRows(first, m) += cross.transpose() * from_start;
    from_start = move.system.a * from_start;
    from_moves = move.system.a * from_moves;
    from_moves.middleCols(first, m) += move.system.b;
    first += m;
  }
  result.hessian += from_moves.transpose() * terminal * from_moves;
  result.map += from_moves.transpose() * terminal * from_start;
  result.k = result.hessian.llt().solve(result.map).topRows(m);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen(result.hessian, Eigen::EigenvaluesOnly);
  result.step = 1 / eigen.eigenvalues()(rows - 1);
  return result;
}

}  // namespace gainswarm::analysis
