#include "host/analysis/law_form.hpp"

#include <fmt/format.h>

#include <cmath>

#include "host/analysis/linear_law.hpp"
#include "host/rollout/parameters.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::analysis {
namespace {

using Complex = std::complex<double>;

constexpr double tolerance = 1e-3;

bool is_near(Complex value, double expected) {
  return std::abs(value - expected) < tolerance;
}

/// The law's answers at low frequency to gains of 0 and 1.
class Probe {
 public:
  explicit Probe(const spec::Problem& problem)
      : law_(problem), slowness_(1e-6 / rollout::control_period(problem)) {
    point_ = problem.controller.continuous ? Complex(0, slowness_) : Complex(1, 1e-6);
  }

  [[nodiscard]] std::size_t gains() const { return law_.gains().size(); }
  [[nodiscard]] std::string name(std::size_t gain) const { return law_.gains()[gain]; }
  [[nodiscard]] Eigen::Index outputs() const { return static_cast<Eigen::Index>(law_.outputs()); }
  /// s of the Laplace transform.
  [[nodiscard]] Complex s() const { return {0, slowness_}; }

  /// The first input's answer to outputs and references with the named gains at 1 and the others at 0.
  Eigen::RowVectorXcd answer(std::initializer_list<std::size_t> ones) {
    std::vector<double> values(gains());
    for (const std::size_t one : ones) values[one] = 1;
    return law_.at(values).transfer(point_).row(0);
  }

 private:
  LawLinearisation law_;
  double slowness_;  ///< rad/s
  Complex point_;
};

/// The slot that a gain belongs to which acts on the measurement with this coefficient.
std::optional<std::size_t>* slot_of(Complex coefficient, Complex s, PidForm& form) {
  if (is_near(coefficient, -1)) return &form.proportional;
  if (is_near(coefficient * s, -1)) return &form.integral;
  if (is_near(coefficient / s, -1)) return &form.derivative;
  return nullptr;
}

/// A gain that does nothing alone may weigh the reference; then it does nothing to the measurements.
std::optional<std::size_t>* weight_slot(std::size_t gain, Probe& probe, PidForm& form) {
  const auto sum_on_references = [&](std::size_t action) {
    const Eigen::RowVectorXcd change = probe.answer({action, gain}) - probe.answer({action});
    const bool measures =
        change.head(probe.outputs()).cwiseAbs().maxCoeff() > tolerance * std::abs(probe.s());
    return measures ? Complex() : change.tail(change.size() - probe.outputs()).sum();
  };
  if (form.proportional && is_near(sum_on_references(*form.proportional), 1)) return &form.reference_weight;
  if (form.derivative && is_near(sum_on_references(*form.derivative) / probe.s(), 1))
    return &form.derivative_weight;
  return nullptr;
}

Reason misplaced(const std::string& gain) {
  return {fmt::format("the gain '{}' has no place in a law of this form", gain)};
}

/// The outputs that the gain feeds back when it is 1.
std::vector<Eigen::Index> seen_by(std::size_t gain, const Eigen::RowVectorXcd& rest, Probe& probe) {
  const Eigen::RowVectorXcd change = probe.answer({gain}) - rest;
  std::vector<Eigen::Index> seen;
  for (Eigen::Index output = 0; output < probe.outputs(); ++output) {
    if (!is_near(change(output) / probe.s(), 0)) seen.push_back(output);
  }
  return seen;
}

std::variant<PidForm, Reason> find_pid(Probe& probe) {
  const Eigen::RowVectorXcd rest = probe.answer({});
  if (!(rest.cwiseAbs().maxCoeff() < tolerance * std::abs(probe.s())))
    return Reason{"the law does something with all gains at 0"};
  PidForm form;
  std::vector<std::size_t> weights;
  std::optional<Eigen::Index> output;
  for (std::size_t gain = 0; gain < probe.gains(); ++gain) {
    const std::vector<Eigen::Index> seen = seen_by(gain, rest, probe);
    if (seen.empty()) {
      weights.push_back(gain);
      continue;
    }
    if (seen.size() > 1 || output.value_or(seen[0]) != seen[0])
      return Reason{"the law feeds back several outputs"};
    output = seen[0];
    auto* slot = slot_of((probe.answer({gain}) - rest)(seen[0]), probe.s(), form);
    if (slot == nullptr || *slot) return misplaced(probe.name(gain));
    *slot = gain;
  }
  for (const std::size_t gain : weights) {
    auto* slot = weight_slot(gain, probe, form);
    if (slot == nullptr || *slot) return misplaced(probe.name(gain));
    *slot = gain;
  }
  if (!form.proportional) return Reason{"the law has no proportional gain that is tuned"};
  form.output = static_cast<std::size_t>(*output);
  return form;
}

std::variant<FeedbackForm, Reason> find_feedback(LawLinearisation& law) {
  std::vector<double> gains(law.gains().size());
  const LinearLaw rest = law.at(gains);
  const auto outputs = static_cast<Eigen::Index>(law.outputs());
  if (rest.a.rows() > 0) return Reason{"the law has states of its own"};
  if (!rest.d.isZero(0)) return Reason{"the law does something with all gains at 0"};
  FeedbackForm form{Eigen::MatrixX<Eigen::Index>::Constant(rest.d.rows(), outputs, -1)};
  for (std::size_t gain = 0; gain < gains.size(); ++gain) {
    gains.assign(gains.size(), 0);
    gains[gain] = 1;
    const Eigen::MatrixXd acts = law.at(gains).d.leftCols(outputs);
    Eigen::Index input = 0, output = 0;
    const double strongest = acts.minCoeff(&input, &output);
    if (strongest != -1 || acts.cwiseAbs().sum() != 1 || form.gains(input, output) >= 0)
      return misplaced(law.gains()[gain]);
    form.gains(input, output) = static_cast<Eigen::Index>(gain);
  }
  return form;
}

}  // namespace

std::variant<PidForm, Reason> pid_form(const spec::Problem& problem) {
  if (spec::moving_plant(problem.plant).inputs.size() != 1) return Reason{"the plant has several inputs"};
  try {
    Probe probe(problem);
    return find_pid(probe);
  } catch (const spec::InputError&) {
    return Reason{"the law looks at the inputs held so far"};
  }
}

std::variant<FeedbackForm, Reason> feedback_form(const spec::Problem& problem) {
  try {
    LawLinearisation law(problem);
    return find_feedback(law);
  } catch (const spec::InputError&) {
    return Reason{"the law looks at the inputs held so far"};
  }
}

}  // namespace gainswarm::analysis
