#include "host/analysis/between_ticks.hpp"

#include <algorithm>

#include "host/analysis/matrix_functions.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::RowVectorXd;

/// Where a state of some age, or what a register held some ticks ago, stands in a row of the result.
class Layout {
 public:
  Layout(const DelayedSystem& system, const DelayPaths& paths, std::int64_t substeps)
      : states_(system.states()) {
    for (const auto& [age, states] : paths.states()) {
      for (const Index state : states) {
        if (age > 0 && system.moves(state)) places_[{age, state}] = states_++;
        if (!system.moves(state)) keep(state, age, substeps);
      }
    }
  }

  [[nodiscard]] Index states() const { return states_; }
  [[nodiscard]] Index size() const { return states_ + std::ssize(kept_); }
  [[nodiscard]] const std::vector<Kept>& kept() const { return kept_; }
  [[nodiscard]] Index of_state(std::int64_t age, Index state) const {
    return age == 0 ? state : places_.at({age, state});
  }
  /// What the register held so many ticks ago.
  [[nodiscard]] Index of_held(std::int64_t ticks, Index state) const {
    return ticks == 0 ? state : states_ + find(state, ticks);
  }

 private:
  [[nodiscard]] Index find(Index state, std::int64_t ticks) const {
    const auto is_it = [&](const Kept& kept) { return kept.state == state && kept.ticks == ticks; };
    return std::ranges::find_if(kept_, is_it) - kept_.begin();
  }
  /// Where the age is no whole number of ticks, what was held changes in between.
  void keep(Index state, std::int64_t age, std::int64_t substeps) {
    const std::int64_t most = (age + substeps - 1) / substeps;
    for (const std::int64_t ticks : {age / substeps, most}) {
      if (ticks > 0 && find(state, ticks) == std::ssize(kept_)) kept_.push_back({state, ticks});
    }
  }

  Index states_;
  std::map<std::pair<std::int64_t, Index>, Index> places_;
  std::vector<Kept> kept_;
};

class HeldDeadTimes {
 public:
  HeldDeadTimes(const DelayedSystem& system, const DelayPaths& paths, std::int64_t substeps, double step)
      : system_(system), paths_(paths), substeps_(substeps), step_(step), layout_(system, paths, substeps) {}

  [[nodiscard]] BetweenTicks result() const {
    MatrixXd flow = MatrixXd::Identity(layout_.size(), layout_.size());
    const std::vector<std::int64_t> jumps = moments_of_jumps();
    for (std::size_t i = 0; i + 1 < jumps.size(); ++i) flow = (over(jumps[i], jumps[i + 1]) * flow).eval();
    BetweenTicks found{layout_.kept(), flow.topRows(layout_.states()), {}, repeated()};
    for (Index i = 0; i < system_.states(); ++i) {
      if (system_.moves(i) && !is_seen(0, i)) found.flow.row(i).setZero();  // an older copy stands in for it
    }
    found.delayed = MatrixXd::Zero(system_.delays(), layout_.size());
    for (Index j = 0; j < system_.delays(); ++j) {
      if (is_entering(steps(j), j)) found.delayed.row(j) = entering(steps(j), j, 0);
    }
    return found;
  }

 private:
  [[nodiscard]] std::int64_t steps(Index delay) const {
    return system_.steps[static_cast<std::size_t>(delay)];
  }
  [[nodiscard]] bool is_seen(std::int64_t age, Index state) const {
    const auto found = paths_.states().find(age);
    return found != paths_.states().end() && found->second.contains(state);
  }
  [[nodiscard]] bool is_entering(std::int64_t age, Index delay) const {
    const auto found = paths_.entering().find(age);
    return found != paths_.entering().end() && found->second.contains(delay);
  }

  /// Steps after a tick at which what is held jumps for signals of some age, the tick and the next among
  /// them.
  [[nodiscard]] std::vector<std::int64_t> moments_of_jumps() const {
    std::vector<std::int64_t> moments{0, substeps_};
    for (const auto& [age, states] : paths_.states()) moments.push_back(age % substeps_);
    std::ranges::sort(moments);
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
  }

  /// The register in which what is held stands `age` steps before the moment, which is some steps after the
  /// last tick: held since `ticks` ticks before that.
  [[nodiscard]] Index held(std::int64_t age, Index state, std::int64_t moment) const {
    const std::int64_t ticks = (age - moment + substeps_ - 1) / substeps_;
    return layout_.of_held(ticks, state);
  }

  [[nodiscard]] Index place(std::int64_t age, Index state, std::int64_t moment) const {
    return system_.moves(state) ? layout_.of_state(age, state) : held(age, state, moment);
  }

  /// The sum of states and of what comes out of dead times, all of that age, at and right after the moment.
  [[nodiscard]] RowVectorXd sum(const RowVectorXd& of_states, const RowVectorXd& of_delayed, std::int64_t age,
                                std::int64_t moment) const {
    RowVectorXd result = RowVectorXd::Zero(layout_.size());
    for (Index i = 0; i < system_.states(); ++i) {
      if (of_states(i) != 0) result(place(age, i, moment)) += of_states(i);
    }
    for (Index j = 0; j < system_.delays(); ++j) {
      if (of_delayed(j) != 0) result += of_delayed(j) * entering(age + steps(j), j, moment);
    }
    return result;
  }

  /// e_j of that age.
  [[nodiscard]] RowVectorXd entering(std::int64_t age, Index delay, std::int64_t moment) const {
    return sum(system_.e.row(delay), system_.e_d.row(delay), age, moment);
  }

  [[nodiscard]] RowVectorXd rate(std::int64_t age, Index state, std::int64_t moment) const {
    return sum(system_.a.row(state), system_.a_d.row(state), age, moment);
  }

  /// From one moment to another between which nothing jumps. Only what moves and what moves it is joined in
  /// the exponential.
  [[nodiscard]] MatrixXd over(std::int64_t from, std::int64_t to) const {
    MatrixXd generator = MatrixXd::Zero(layout_.size(), layout_.size());
    for (const auto& [age, states] : paths_.states()) {
      for (const Index state : states) {
        if (system_.moves(state)) generator.row(layout_.of_state(age, state)) = rate(age, state, from);
      }
    }
    std::vector<Index> joined;
    for (Index i = 0; i < layout_.size(); ++i) {
      if (!generator.row(i).isZero(0) || !generator.col(i).isZero(0)) joined.push_back(i);
    }
    MatrixXd result = MatrixXd::Identity(layout_.size(), layout_.size());
    if (joined.empty()) return result;
    const MatrixXd small = generator(joined, joined) * (static_cast<double>(to - from) * step_);
    const MatrixXd moved = matrix_exponential(small);
    result(joined, joined) = moved;
    return result;
  }

  /// Eigenvalues of the moving states of each age, less those of all states once.
  [[nodiscard]] std::vector<Complex> repeated() const {
    std::vector<Complex> motions;
    std::set<Index> all;
    std::size_t copies = 0;
    for (const auto& [age, states] : paths_.states()) {
      const std::vector<Complex> own = motions_of(states);
      motions.insert(motions.end(), own.begin(), own.end());
      copies += own.size();
      all.insert(states.begin(), states.end());
    }
    const std::vector<Complex> once = motions_of(all);
    if (copies == once.size()) return {};
    for (const Complex motion : once) {
      motions.erase(
          std::ranges::min_element(motions, {}, [&](Complex other) { return size(other - motion); }));
    }
    return motions;
  }

  [[nodiscard]] std::vector<Complex> motions_of(const std::set<Index>& states) const {
    std::vector<Index> moving;
    for (const Index state : states) {
      if (system_.moves(state)) moving.push_back(state);
    }
    if (moving.empty()) return {};
    const Eigen::VectorXcd motions = eigenvalues(system_.a(moving, moving));
    return {motions.begin(), motions.end()};
  }

  const DelayedSystem& system_;
  const DelayPaths& paths_;
  std::int64_t substeps_;
  double step_;
  Layout layout_;
};

}  // namespace

bool is_long(const BetweenTicks& between) {
  constexpr std::int64_t many_states = 30;
  return std::ranges::any_of(
      between.kept, [&](const Kept& kept) { return between.flow.rows() + kept.ticks > many_states; });
}

std::optional<BetweenTicks> hold_with_dead_times(const DelayedSystem& system, const SeenAtTicks& seen,
                                                 std::int64_t substeps, double step) {
  DelayPaths paths(system);
  for (Index j = 0; j < system.delays(); ++j) {
    if (seen.delayed[static_cast<std::size_t>(j)]) paths.see_delayed(j);
  }
  for (Index i = 0; i < system.states(); ++i) {
    if (seen.states[static_cast<std::size_t>(i)]) paths.see_state(i);
  }
  if (paths.endless()) return std::nullopt;
  return HeldDeadTimes(system, paths, substeps, step).result();
}

/// A tick leaves what entered a dead time at the last one as it is, so that this is a state like others.
BetweenTicks step_with_dead_times(const DelayedSystem& next) {
  const Index n = next.states(), count = next.delays(), states = n + count;
  std::vector<Kept> kept;
  MatrixXd delayed = MatrixXd::Zero(count, states + count);
  for (Index j = 0; j < count; ++j) {
    const std::int64_t ticks = next.steps[static_cast<std::size_t>(j)] - 1;
    delayed(j, ticks == 0 ? n + j : states + std::ssize(kept)) = 1;
    if (ticks > 0) kept.push_back({n + j, ticks});
  }
  const Index size = states + std::ssize(kept);
  BetweenTicks result{std::move(kept), MatrixXd::Zero(states, size), delayed.leftCols(size), {}};
  result.flow.topLeftCorner(n, n) = next.a;
  result.flow.bottomLeftCorner(count, n) = next.e;
  result.flow.topRows(n) += next.a_d * result.delayed;
  result.flow.bottomRows(count) += next.e_d * result.delayed;
  return result;
}

}  // namespace gainswarm::analysis
