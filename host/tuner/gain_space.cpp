#include "host/tuner/gain_space.hpp"

#include <algorithm>
#include <stdexcept>

#include "cuda/elementary.hpp"

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

GainSpace::GainSpace(const spec::Problem& problem, const rollout::Program& program) {
  for (const spec::Entry<spec::Gain>& gain : problem.gains)
    gains_.push_back(describe(gain, problem.controller));
  for (const rollout::Label& label : program.gains) {
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
}

void GainSpace::map(std::span<const double> positions, std::vector<double>& gains) const {
  gains.resize(positions.size());
  const gains::MapToGains<double> map_one{scales_.data(), dimensions(), positions.data(), gains.data()};
  for (std::size_t element = 0; element < positions.size(); ++element)
    map_one(static_cast<std::int64_t>(element));
}

std::vector<BestGain> GainSpace::gains_at(std::span<const double> position) const {
  std::vector<BestGain> described = gains_;
  for (std::size_t dimension = 0; dimension < tuned_.size(); ++dimension) {
    BestGain& gain = described[tuned_[dimension]];
    gain.value = gains::at(scales_[dimension], position[dimension]);
    gain.on_bound = position[dimension] <= bound_margin || position[dimension] >= 1 - bound_margin;
  }
  return described;
}

}  // namespace gainswarm::tuner
