#include "host/tuner/gain_space.hpp"

#include <algorithm>
#include <stdexcept>

#include "cuda/elementary.hpp"
#include "host/swarm/fitness.hpp"

namespace gainswarm::tuner {

namespace {

/// So close to a bound, as a share of the scaled range, a gain counts as being on it.
constexpr double bound_margin = 1e-6;

gains::Scale scale_of(const spec::Gain& gain) {
  const bool logarithmic = gain.scale == spec::Scale::log;
  return {gain.low, gain.high, logarithmic ? elementary::logarithm(gain.high / gain.low) : 0};
}

BestGain describe(const spec::Entry<spec::Gain>& gain, const spec::Controller& controller) {
  BestGain described{.name = gain.name.str(), .unit = "", .low = gain.value.low, .high = gain.value.high};
  for (const spec::Entry<std::string>& declared : controller.gains) {
    if (declared.name.str() == described.name) described.unit = declared.value;
  }
  described.tuned = !gain.value.fixed;
  if (gain.value.fixed) described.value = described.low = described.high = *gain.value.fixed;
  return described;
}

}  // namespace

GainSpace::GainSpace(const spec::Problem& problem, const rollout::Program& program) : derived_(problem) {
  for (const spec::Entry<spec::Gain>& gain : problem.gains)
    gains_.push_back(describe(gain, problem.controller));
  const std::span<const rollout::Label> labels(program.gains);
  const auto tuned = static_cast<std::size_t>(program.tuned());
  for (const rollout::Label& label : labels.first(tuned)) {
    const auto same = [&](const BestGain& gain) { return gain.name == label.name; };
    const auto at = static_cast<std::size_t>(std::ranges::find_if(gains_, same) - gains_.begin());
    if (at == gains_.size())
      throw std::invalid_argument("the program's gain " + label.name + " is not in the problem");
    tuned_.push_back(at);
    scales_.push_back(scale_of(problem.gains[at].value));
  }
  if (scales_.empty()) {
    throw spec::InputError(
        problem.name.position(),
        "there is nothing to tune (no gain has bounds); give `bounds` to at least one gain");
  }
  for (const rollout::Label& label : labels.subspan(tuned)) {
    gains_.push_back({.name = label.name, .unit = label.unit, .tuned = false, .derived = true});
  }
}

std::vector<double> GainSpace::tuned_at(std::span<const double> positions) const {
  std::vector<double> tuned(positions.size());
  swarm::map_to_gains({scales_.data(), dimensions(), positions.data(), tuned.data()},
                      static_cast<std::int64_t>(positions.size()));
  return tuned;
}

std::vector<analysis::Underived> GainSpace::map(std::span<const double> positions,
                                                std::vector<double>& gains) const {
  std::vector<analysis::Underived> underived;
  if (derived_.empty()) {
    gains = tuned_at(positions);
    return underived;
  }
  const std::vector<double> tuned = tuned_at(positions);
  const std::size_t own = scales_.size(), derived = static_cast<std::size_t>(derived_.size());
  const std::size_t particles = positions.size() / own;
  gains.resize(particles * (own + derived));
  for (std::size_t particle = 0; particle < particles; ++particle) {
    const std::span<const double> from = std::span(tuned).subspan(particle * own, own);
    const std::span<double> to = std::span(gains).subspan(particle * (own + derived), own + derived);
    std::ranges::copy(from, to.begin());
    underived.push_back(derived_.derive(from, to.subspan(own)));
  }
  return underived;
}

std::vector<double> GainSpace::position_of(std::span<const double> tuned) const {
  std::vector<double> position;
  for (std::size_t i = 0; i < tuned.size(); ++i) {
    const gains::Scale& scale = scales_[i];
    const double gain = std::clamp(tuned[i], scale.low, scale.high);
    position.push_back(scale.logarithmic_range > 0
                           ? elementary::logarithm(gain / scale.low) / scale.logarithmic_range
                           : (gain - scale.low) / (scale.high - scale.low));
  }
  return position;
}

std::vector<BestGain> GainSpace::gains_of(std::span<const double> tuned) const {
  std::vector<BestGain> described = gains_;
  for (std::size_t i = 0; i < tuned_.size(); ++i) described[tuned_[i]].value = tuned[i];
  std::vector<double> derived(static_cast<std::size_t>(derived_.size()));
  if (!derived.empty()) derived_.derive(tuned, derived);
  auto gain = described.end() - static_cast<std::ptrdiff_t>(derived.size());
  for (const double value : derived) {
    gain->value = gain->low = gain->high = value;
    ++gain;
  }
  return described;
}

std::vector<BestGain> GainSpace::gains_at(std::span<const double> position) const {
  std::vector<BestGain> described = gains_of(tuned_at(position));
  for (std::size_t dimension = 0; dimension < tuned_.size(); ++dimension) {
    described[tuned_[dimension]].on_bound =
        position[dimension] <= bound_margin || position[dimension] >= 1 - bound_margin;
  }
  return described;
}

}  // namespace gainswarm::tuner
