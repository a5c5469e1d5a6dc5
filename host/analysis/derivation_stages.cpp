#include "host/analysis/derivation_stages.hpp"

#include <algorithm>
#include <map>

#include "host/analysis/discretise.hpp"
#include "host/analysis/linear_model.hpp"
#include "host/analysis/pole_stage.hpp"
#include "host/analysis/predictive_control.hpp"
#include "host/analysis/riccati.hpp"
#include "host/analysis/weights.hpp"
#include "host/rollout/parameters.hpp"
#include "host/spec/derived_names.hpp"

namespace gainswarm::analysis {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Values = std::span<const double>;
using Gains = std::span<double>;

/// What every method starts from.
struct Stage {
  const spec::Problem& problem;
  const spec::Entry<spec::Derived>& stage;
  GainExpressions& expressions;
  LinearModel model;
  bool sampled;
  double period;  ///< s

  Stage(const spec::Problem& problem_, const spec::Entry<spec::Derived>& stage_,
        GainExpressions& expressions_)
      : problem(problem_),
        stage(stage_),
        expressions(expressions_),
        model(linearise(problem_, stage_.value.about)),
        sampled(spec::is_sampled(problem_, stage_.value)),
        period(rollout::control_period(problem_)) {
    if (!model.delays.empty())
      refuse(
          "the plant has dead time, which these methods do not know; write it as lags, or as a delay of "
          "the actuator");
    if (model.is_discrete && stage.value.sampled == false)
      refuse("a plant in discrete time has no continuous regulator; leave sampled out");
    if (model.a.allFinite() && model.b.allFinite() && model.c.allFinite()) return;
    refuse(
        "the plant has no finite derivatives at the operating point (it cannot be linearised there); "
        "choose another one under about");
  }

  [[noreturn]] void refuse(const std::string& problem_text) const {
    throw spec::InputError(stage.value.position, problem_text);
  }
  [[nodiscard]] SampledSystem system() const {
    return sampled ? system_over(1) : SampledSystem{model.a, model.b};
  }
  /// Over so many control periods, the inputs held.
  [[nodiscard]] SampledSystem system_over(std::int64_t ticks) const {
    return model.is_discrete ? repeat({model.a, model.b}, ticks)
                             : hold(model.a, model.b, static_cast<double>(ticks) * period);
  }
  [[nodiscard]] WeightedCost cost_over(std::int64_t ticks) const {
    return model.is_discrete ? WeightedCost::summed(model.a, model.b, ticks, period)
                             : WeightedCost::sampled(model.a, model.b, static_cast<double>(ticks) * period);
  }
  [[nodiscard]] WeightedCost cost() const {
    return sampled ? cost_over(1) : WeightedCost::continuous(model.a.rows(), model.b.cols());
  }
  [[nodiscard]] Weights weights(const spec::Map<spec::Text>& of,
                                const std::vector<std::string>& signals) const {
    return {of, signals, expressions};
  }
  [[nodiscard]] PoleExpressions poles(const spec::Poles& of) const {
    PoleExpressions result;
    for (const spec::Text& pole : of.real) result.real.push_back(expressions.add(pole));
    for (const spec::PolePair& pair : of.pairs)
      result.pairs.push_back({expressions.add(pair.frequency), expressions.add(pair.damping)});
    return result;
  }
};

/// Row by row.
void store(const MatrixXd& matrix, Gains& gains) {
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
      gains.front() = matrix(i, j);
      gains = gains.subspan(1);
    }
  }
}

Finding found(const Regulator& regulator) {
  return regulator.stabilises ? Finding{} : Finding{Trouble::unstable, regulator.remainder};
}

/// Weights, then the Riccati equation.
struct RegulatorStage {
  SampledSystem system;
  bool sampled;
  WeightedCost cost;
  Weights of_states, of_inputs;

  [[nodiscard]] double violation_of(const VectorXd& q, const VectorXd& r) const {
    return std::max(violation(q, true), violation(r, false));
  }
  [[nodiscard]] Regulator solve(const QuadraticCost& weights) const {
    return sampled ? discrete_regulator(system.a, system.b, weights)
                   : continuous_regulator(system.a, system.b, weights);
  }
  [[nodiscard]] Regulator with_equal_weights() const {
    return solve(cost.at(VectorXd::Ones(system.a.rows()), VectorXd::Ones(system.b.cols())));
  }

  Finding operator()(Values values, Gains gains) const {
    const VectorXd q = of_states.values(values), r = of_inputs.values(values);
    const double violated = violation_of(q, r);
    if (violated > 0) return {Trouble::weights, violated};
    const Regulator regulator = solve(cost.at(q, r));
    store(regulator.k, gains);
    return found(regulator);
  }
};

RegulatorStage regulator_stage(const Stage& from, const spec::Map<spec::Text>& state_weights,
                               const spec::Map<spec::Text>& input_weights) {
  RegulatorStage stage{from.system(), from.sampled, from.cost(),
                       from.weights(state_weights, from.model.states),
                       from.weights(input_weights, from.model.inputs)};
  if (!stage.with_equal_weights().stabilises) {
    from.refuse(
        "no state feedback stabilises the plant about the operating point (some unstable motion is out "
        "of the inputs' reach); choose another point under about, or another plant");
  }
  return stage;
}

/// The estimator's Riccati equation is the regulator's of the transposed plant.
struct KalmanStage {
  SampledSystem transposed;
  bool sampled;
  std::vector<MatrixXd> noise;  ///< what the noise on each state's rate becomes over a period
  Weights of_states, of_outputs;

  [[nodiscard]] Regulator solve(const VectorXd& of_state, const VectorXd& of_output) const {
    const Eigen::Index n = transposed.a.rows(), p = transposed.b.cols();
    QuadraticCost cost{MatrixXd::Zero(n, n), of_output.asDiagonal(), MatrixXd::Zero(n, p)};
    for (Eigen::Index i = 0; i < n; ++i) cost.q += of_state[i] * noise[static_cast<std::size_t>(i)];
    return sampled ? discrete_regulator(transposed.a, transposed.b, cost)
                   : continuous_regulator(transposed.a, transposed.b, cost);
  }

  Finding operator()(Values values, Gains gains) const {
    const VectorXd q = of_states.values(values), r = of_outputs.values(values);
    const double violated = std::max(violation(q, true), violation(r, false));
    if (violated > 0) return {Trouble::weights, violated};
    const Regulator regulator = solve(q, r);
    store(regulator.k.transpose(), gains);
    return found(regulator);
  }
};

KalmanStage kalman_stage(const Stage& from, const spec::Kalman& kalman) {
  const LinearModel& model = from.model;
  const Eigen::Index n = model.a.rows();
  std::vector<MatrixXd> noise;
  if (from.sampled && !model.is_discrete) {
    noise = unit_integrals(model.a.transpose(), from.period);
  } else {
    for (Eigen::Index i = 0; i < n; ++i) noise.emplace_back(VectorXd::Unit(n, i).asDiagonal());
  }
  KalmanStage stage{{from.system().a.transpose(), model.c.transpose()},
                    from.sampled,
                    std::move(noise),
                    from.weights(kalman.state_noise, model.states),
                    from.weights(kalman.output_noise, model.outputs)};
  if (!stage.solve(VectorXd::Ones(n), VectorXd::Ones(model.c.rows())).stabilises) {
    from.refuse(
        "no estimator converges about the operating point (some motion that does not die out does not "
        "show in the outputs); measure more");
  }
  return stage;
}

/// The estimator's poles are those of feedback on the transposed plant.
decltype(DerivationStage::derive) pole_stage(const Stage& from, const spec::Poles& poles, bool of_estimator) {
  const LinearModel& model = from.model;
  const Eigen::Index rank = of_estimator ? controllability_rank(model.a.transpose(), model.c.transpose())
                                         : controllability_rank(model);
  if (rank < model.a.rows()) {
    from.refuse(
        std::string("not every motion of the plant about the operating point ") +
        (of_estimator ? "shows in the outputs" : "is within the inputs' reach") +
        " (so its poles cannot be placed); choose another point under about, or use riccati or kalman");
  }
  SampledSystem system = from.system();
  if (of_estimator) system = {system.a.transpose(), model.c.transpose()};
  const PoleStage stage(system, from.sampled ? from.period : 0, from.poles(poles));
  return [stage, of_estimator](Values values, Gains gains) {
    const auto [finding, k] = stage(values);
    store(of_estimator ? MatrixXd(k.transpose()) : k, gains);
    return finding;
  };
}

struct PredictiveStage {
  RegulatorStage regulator;
  std::map<std::int64_t, std::pair<SampledSystem, WeightedCost>> held;  ///< over so many control periods
  std::vector<std::int64_t> moves;

  Finding operator()(Values values, Gains gains) const {
    const VectorXd q = regulator.of_states.values(values), r = regulator.of_inputs.values(values);
    const double violated = regulator.violation_of(q, r);
    if (violated > 0) return {Trouble::weights, violated};
    const Regulator terminal = regulator.solve(regulator.cost.at(q, r));
    std::vector<Move> costed;
    for (const std::int64_t move : moves) {
      const auto& [system, cost] = held.at(move);
      costed.push_back({system, cost.at(q, r)});
    }
    const CondensedProblem condensed = condense(costed, terminal.x);
    for (const MatrixXd* part : {&condensed.k, &condensed.hessian, &condensed.map}) store(*part, gains);
    gains.front() = condensed.step;
    return found(terminal);
  }
};

PredictiveStage predictive_stage(const Stage& from, const spec::PredictiveControl& control) {
  PredictiveStage stage{
      regulator_stage(from, control.state_weights, control.input_weights), {}, control.moves};
  for (const std::int64_t move : control.moves)
    stage.held.try_emplace(move, from.system_over(move), from.cost_over(move));
  return stage;
}

decltype(DerivationStage::derive) method_of(const Stage& from) {
  const spec::Derived& derived = from.stage.value;
  if (derived.riccati)
    return regulator_stage(from, derived.riccati->state_weights, derived.riccati->input_weights);
  if (derived.kalman) return kalman_stage(from, *derived.kalman);
  if (derived.predictive_control) return predictive_stage(from, *derived.predictive_control);
  if (derived.pole_placement) return pole_stage(from, *derived.pole_placement, false);
  return pole_stage(from, *derived.observer_poles, true);
}

}  // namespace

const char* name(Trouble trouble) {
  switch (trouble) {
    case Trouble::weights:
      return "a weight is negative, not finite, or 0 where it must not be";
    case Trouble::unstable:
      return "no stabilising solution of the Riccati equation";
    case Trouble::poles:
      return "a pole is not finite or not stable, a damping ratio not within 0 and 1, or a pole wanted more "
             "often than the inputs (of an estimator, the outputs) can give it";
    case Trouble::none:
      break;
  }
  return "";
}

DerivationStage make_stage(const spec::Problem& problem, const spec::Entry<spec::Derived>& stage,
                           GainExpressions& expressions) {
  const Stage from(problem, stage, expressions);
  return {stage.name.str(), spec::derived_gains(problem, stage).size(), method_of(from)};
}

}  // namespace gainswarm::analysis
