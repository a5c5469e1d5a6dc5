#include "host/analysis/rule_gains.hpp"

#include <fmt/format.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <optional>

#include "host/analysis/discretise.hpp"
#include "host/analysis/law_form.hpp"
#include "host/analysis/linear_model.hpp"
#include "host/analysis/operating_point.hpp"
#include "host/analysis/weights.hpp"
#include "host/rollout/parameters.hpp"

namespace gainswarm::analysis {
namespace {

RuleGains inapplicable(const std::string& rule, const Reason& reason) {
  return {.rule = rule, .gains = {}, .reason = reason.text};
}

std::size_t tuned_gains(const spec::Problem& problem) {
  return static_cast<std::size_t>(
      std::ranges::count_if(problem.gains, [](const auto& gain) { return !gain.value.fixed; }));
}

// ---------------------------------------------------------------- PID

/// The plant between the only input and the output that the law feeds back, with what the loop adds.
std::variant<SingleLoop, Reason> loop_of(const LinearModel& model, const spec::Problem& problem,
                                         std::size_t output) {
  auto of_plant = single_loop(model, static_cast<Eigen::Index>(output), problem.simulation.step);
  if (std::holds_alternative<Reason>(of_plant)) return of_plant;
  SingleLoop loop = std::get<SingleLoop>(of_plant);
  const spec::Actuator actuator = rollout::actuator_of(problem.loop, model.inputs[0]);
  const spec::Sensor sensor = rollout::sensor_of(problem.loop, model.outputs[output]);
  const double hold = problem.controller.continuous ? 0 : 0.5 * rollout::control_period(problem);
  const double jitter = 0.5 * (problem.loop.jitter + problem.loop.sampling_jitter);
  loop.dead_time += actuator.delay + sensor.delay + hold + jitter;
  if (actuator.lag > 0) loop = lagged(loop, actuator.lag);
  return sensor.filter > 0 ? lagged(loop, sensor.filter) : loop;
}

PidKind kind_of(const PidForm& form) {
  if (!form.integral) return PidKind::p;
  return form.derivative ? PidKind::pid : PidKind::pi;
}

RuleGains arranged(const std::string& rule, const PidParameters& pid, const PidForm& form,
                   std::size_t gains) {
  RuleGains result{.rule = rule, .gains = std::vector<double>(gains), .reason = {}};
  const auto set = [&](const std::optional<std::size_t>& gain, double value) {
    if (gain) result.gains[*gain] = value;
  };
  set(form.proportional, pid.gain);
  set(form.integral, pid.gain / pid.integral_time);
  set(form.derivative, pid.gain * pid.derivative_time);
  set(form.reference_weight, pid.reference_weight);
  set(form.derivative_weight, 0);
  for (const double gain : result.gains) {
    if (!std::isfinite(gain)) return inapplicable(rule, {"the rule asks for a gain without limit"});
  }
  return result;
}

/// What is known of the process, unless the rule is not meant for such a one.
template <class Known>
std::variant<Known, Reason> unless_refused(std::variant<Known, Reason> known,
                                           std::string (*refusal)(const Known&)) {
  const auto* found = std::get_if<Known>(&known);
  const std::string reason = found != nullptr ? refusal(*found) : "";
  if (!reason.empty()) return Reason{reason};
  return known;
}

std::vector<RuleGains> pid_rules(const PidForm& form, const LinearModel& model,
                                 const spec::Problem& problem) {
  const auto found = loop_of(model, problem, form.output);
  if (const auto* reason = std::get_if<Reason>(&found)) return {inapplicable("pid_rules", *reason)};
  const SingleLoop& loop = std::get<SingleLoop>(found);
  const PidKind kind = kind_of(form);
  const auto arrange = [&](const std::string& rule, const PidParameters& pid) {
    return arranged(rule, pid, form, tuned_gains(problem));
  };
  std::vector<RuleGains> rules;
  const auto ultimate = unless_refused(ultimate_point(loop), ziegler_nichols_refusal);
  if (const auto* point = std::get_if<UltimatePoint>(&ultimate)) {
    rules.push_back(arrange("ziegler_nichols", ziegler_nichols(*point, kind)));
  } else {
    rules.push_back(inapplicable("ziegler_nichols", std::get<Reason>(ultimate)));
  }
  const auto fitted = kind == PidKind::p ? Reason{"the rule needs integral action"}
                                         : unless_refused(reaction_curve(loop), reaction_curve_refusal);
  const auto* curve = std::get_if<ReactionCurve>(&fitted);
  const Reason reason = curve != nullptr ? Reason{} : std::get<Reason>(fitted);
  rules.push_back(curve != nullptr ? arrange("simc", simc(*curve)) : inapplicable("simc", reason));
  rules.push_back(curve != nullptr ? arrange("amigo", amigo(*curve, kind)) : inapplicable("amigo", reason));
  return rules;
}

// ---------------------------------------------------------------- state feedback

/// 1 / deviation^2.
Eigen::VectorXd bryson(const std::vector<double>& deviations) {
  const Eigen::VectorXd all =
      Eigen::VectorXd::Map(deviations.data(), static_cast<Eigen::Index>(deviations.size()));
  return all.array().square().inverse();
}

Regulator regulator(const LinearModel& model, const Deviations& deviations, const spec::Problem& problem) {
  const Eigen::VectorXd of_states = bryson(deviations.states), of_inputs = bryson(deviations.inputs);
  if (problem.controller.continuous) {
    const WeightedCost cost = WeightedCost::continuous(model.a.rows(), model.b.cols());
    return continuous_regulator(model.a, model.b, cost.at(of_states, of_inputs));
  }
  const double period = rollout::control_period(problem);
  if (model.is_discrete) {
    const WeightedCost cost = WeightedCost::summed(model.a, model.b, 1, period);
    return discrete_regulator(model.a, model.b, cost.at(of_states, of_inputs));
  }
  const SampledSystem sampled = hold(model.a, model.b, period);
  const WeightedCost cost = WeightedCost::sampled(model.a, model.b, period);
  return discrete_regulator(sampled.a, sampled.b, cost.at(of_states, of_inputs));
}

RuleGains lqr(const FeedbackForm& form, const LinearModel& model, const Deviations& deviations,
              const spec::Problem& problem) {
  const bool sees_all = model.c.rows() == model.a.rows() && model.d.isZero(0) &&
                        Eigen::FullPivLU<Eigen::MatrixXd>(model.c).isInvertible();
  if (!sees_all) return inapplicable("lqr", {"the outputs do not give every state"});
  const Regulator found = regulator(model, deviations, problem);
  if (!found.stabilises) return inapplicable("lqr", {"no regulator of that cost stabilises the plant"});
  const Eigen::MatrixXd feedback = found.k * model.c.inverse();
  RuleGains result{.rule = "lqr", .gains = std::vector<double>(tuned_gains(problem)), .reason = {}};
  for (Eigen::Index input = 0; input < feedback.rows(); ++input) {
    for (Eigen::Index output = 0; output < feedback.cols(); ++output) {
      const Eigen::Index gain = form.gains(input, output);
      if (gain < 0)
        return inapplicable("lqr", {fmt::format("the law does not feed back '{}' to '{}'",
                                                model.outputs[static_cast<std::size_t>(output)],
                                                model.inputs[static_cast<std::size_t>(input)])});
      result.gains[static_cast<std::size_t>(gain)] = feedback(input, output);
    }
  }
  return result;
}

std::optional<Reason> refusal(const LinearModel& model, bool of_state_feedback) {
  if (!model.a.allFinite() || !model.b.allFinite() || !model.c.allFinite() || !model.d.allFinite())
    return Reason{"the plant has no linear model about the operating point, the origin if none is named"};
  if (!model.rest.holds())
    return Reason{"the plant does not rest at the operating point, the origin if none is named"};
  if (of_state_feedback && !model.delays.empty())
    return Reason{"the plant has dead time, which is more than its states"};
  if (!of_state_feedback && model.is_discrete) return Reason{"the plant has no time derivatives"};
  return std::nullopt;
}

bool all_positive(const std::vector<double>& values) {
  return std::ranges::all_of(values, [](double value) { return std::isfinite(value) && value > 0; });
}

}  // namespace

std::vector<RuleGains> rule_gains(const spec::Problem& problem, const Deviations& deviations) {
  if (!problem.controller.derived.empty()) {
    const Reason reason{"the law's gains are derived from those that are tuned"};
    return {inapplicable("pid_rules", reason), inapplicable("lqr", reason)};
  }
  const auto feedback = feedback_form(problem);
  const auto pid = pid_form(problem);
  const auto* state_feedback = std::get_if<FeedbackForm>(&feedback);
  const bool feeds_back_several = state_feedback != nullptr && state_feedback->gains.size() > 1;
  if (!feeds_back_several && std::holds_alternative<Reason>(pid)) {
    const Reason several =
        state_feedback != nullptr ? Reason{"the law has a single gain"} : std::get<Reason>(feedback);
    return {inapplicable("pid_rules", std::get<Reason>(pid)), inapplicable("lqr", several)};
  }
  const std::string rules = feeds_back_several ? "lqr" : "pid_rules";
  const LinearModel model = linearise(problem, operating_point(problem));
  if (const auto reason = refusal(model, feeds_back_several)) return {inapplicable(rules, *reason)};
  if (!feeds_back_several) return pid_rules(std::get<PidForm>(pid), model, problem);
  if (!all_positive(deviations.states) || !all_positive(deviations.inputs))
    return {inapplicable("lqr", {"a state or input never moved, so that its deviation is no scale"})};
  return {lqr(*state_feedback, model, deviations, problem)};
}

}  // namespace gainswarm::analysis
