// Keys of requirements on the linearised loop.
#pragma once

#include "host/spec/key.hpp"
#include "host/spec/margins.hpp"

namespace gainswarm::spec {

constexpr About about(const RatioLimit& /*of*/) {
  return {"margin_ratio", "Limits of a number without unit."};
}
constexpr About about(const AngleLimit& /*of*/) {
  return {"margin_angle", "Limits of an angle."};
}
constexpr About about(const TimeLimit& /*of*/) {
  return {"margin_time", "Limits of a time."};
}
constexpr About about(const RateLimit& /*of*/) {
  return {"margin_rate", "Limits of a rate."};
}

template <class Archive>
void limit_fields(Archive& archive, MarginLimit& limit, const char* unit) {
  archive(Key("below", "It must be less than this.").in(unit).or_infinite(), limit.below);
  archive(Key("above", "It must be greater than this.").in(unit).or_infinite(), limit.above);
  archive(Key("weight",
              "Makes it soft: weight times the excess relative to the limit's size is added to the cost of "
              "each scenario; default: inf, gains must meet it.")
              .above(0)
              .or_infinite(),
          limit.weight);
}

template <class Archive>
void fields(Archive& archive, RatioLimit& limit) {
  limit_fields(archive, limit, "");
}
template <class Archive>
void fields(Archive& archive, AngleLimit& limit) {
  limit_fields(archive, limit, "rad");
}
template <class Archive>
void fields(Archive& archive, TimeLimit& limit) {
  limit_fields(archive, limit, "s");
}
template <class Archive>
void fields(Archive& archive, RateLimit& limit) {
  limit_fields(archive, limit, "1/s");
}

constexpr About about(const Margins& /*of*/) {
  return {
      "margins",
      "Requirements on the loop linearised about the operating point, with nominal parameters: the loop is "
      "cut at each input of the plant, and the worst counts. A loop that is not stable meets none of "
      "them."};
}

template <class Archive>
void fields(Archive& archive, Margins& margins) {
  archive(Key("gain_margin", "Smallest factor above 1 on the loop's gain that destabilises it."),
          margins.gain_margin);
  archive(Key("gain_reduction", "Smallest factor by which the gain may be divided until it is unstable."),
          margins.gain_reduction);
  archive(Key("phase_margin", "Smallest angle by which the loop may be turned, either way."),
          margins.phase_margin);
  archive(Key("delay_margin", "Smallest additional dead time that destabilises the loop."),
          margins.delay_margin);
  archive(Key("sensitivity_peak", "Ms, the largest |1/(1 + L)|."), margins.sensitivity_peak);
  archive(Key("complementary_peak", "Mt, the largest |L/(1 + L)|."), margins.complementary_peak);
  archive(Key("disk_margin", "1/max|S - 1/2| with S = 1/(1 + L), 0 to 2: gain and phase vary together."),
          margins.disk_margin);
  archive(
      Key("damping",
          "Smallest damping ratio of a closed-loop pole that does not die out within the loop's dead time."),
      margins.damping);
  archive(Key("decay_rate", "Distance of the slowest closed-loop pole from the imaginary axis."),
          margins.decay_rate);
}

}  // namespace gainswarm::spec
