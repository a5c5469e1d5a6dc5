#include "host/spec/derived_names.hpp"

#include "host/spec/plant_names.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::spec {
namespace {

/// above/below, both SI units; "" is 1.
std::string ratio(const std::string& above, const std::string& below) {
  if (below.empty()) return above;
  const bool product = below.find_first_of("*/") != std::string::npos;
  return (above.empty() ? "1" : above) + "/" + (product ? "(" + below + ")" : below);
}

/// Collects the names of one stage.
class Names {
 public:
  Names(const Problem& problem, const Entry<Derived>& stage)
      : plant_(moving_plant(problem.plant)),
        states_(all_states(plant_)),
        outputs_(all_outputs(problem.plant)),
        stage_(stage),
        of_rate_(is_sampled(problem, stage.value) ? "" : "s") {}

  void add_state_feedback() {
    for (const auto& input : plant_.inputs) {
      const std::string of_input = plant_.inputs.size() > 1 ? input.name.str() + "_" : "";
      for (const auto& state : states_) add(of_input + state.name.str(), ratio(input.value, state.value));
    }
  }

  void add_estimator() {
    for (const auto& state : states_) {
      for (const auto& output : outputs_) {
        const std::string of_output = outputs_.size() > 1 ? "_" + output.name.str() : "";
        add(state.name.str() + of_output, output.value ? ratio(state.value, corrected(*output.value)) : "");
      }
    }
  }

  void add_moves(std::size_t moves) {
    const std::size_t rows = moves * plant_.inputs.size();
    for (std::size_t i = 1; i <= rows; ++i) {
      for (std::size_t j = 1; j <= rows; ++j)
        add("hessian_" + std::to_string(i) + "_" + std::to_string(j), "");
    }
    for (std::size_t i = 1; i <= rows; ++i) {
      for (const auto& state : states_) add("map_" + std::to_string(i) + "_" + state.name.str(), "");
    }
    add("step", "");
  }

  Map<std::string> take() { return std::move(names_); }

 private:
  /// What a gain that corrects by an output is divided by.
  [[nodiscard]] std::string corrected(const std::string& output) const {
    return of_rate_ + (of_rate_.empty() || output.empty() ? "" : "*") + output;
  }

  void add(const std::string& rest, const std::string& unit) {
    names_.push_back({Text(stage_.name.str() + "_" + rest, stage_.name.position()), unit});
  }

  const Plant& plant_;
  Map<std::string> states_;
  Map<std::optional<std::string>> outputs_;
  const Entry<Derived>& stage_;
  std::string of_rate_;  ///< s, where an estimator's gains correct rates
  Map<std::string> names_;
};

}  // namespace

bool is_sampled(const Problem& problem, const Derived& derived) {
  return is_discrete(problem.plant) || derived.sampled.value_or(!problem.controller.continuous);
}

Map<std::string> derived_gains(const Problem& problem, const Entry<Derived>& stage) {
  Names names(problem, stage);
  const Derived& derived = stage.value;
  if (derived.riccati || derived.pole_placement || derived.predictive_control) names.add_state_feedback();
  if (derived.kalman || derived.observer_poles) names.add_estimator();
  if (derived.predictive_control) names.add_moves(derived.predictive_control->moves.size());
  return names.take();
}

Map<std::string> derived_gains(const Problem& problem) {
  Map<std::string> all;
  for (const auto& stage : problem.controller.derived) {
    for (auto& gain : derived_gains(problem, stage)) all.push_back(std::move(gain));
  }
  return all;
}

}  // namespace gainswarm::spec
