#include "host/spec/margins.hpp"

#include <numbers>

namespace gainswarm::spec {

bool Margins::empty() const {
  return required_margins(*this).empty();
}

MarginUnit unit_of(MarginKind kind) {
  switch (kind) {
    case MarginKind::phase_margin:
      return {.symbol = "deg", .size = std::numbers::pi / 180};
    case MarginKind::delay_margin:
      return {.symbol = "s"};
    case MarginKind::decay_rate:
      return {.symbol = "1/s"};
    default:
      return {};
  }
}

std::vector<RequiredMargin> required_margins(const Margins& margins) {
  std::vector<RequiredMargin> given;
  const auto add = [&](MarginKind kind, const char* name, const auto& limit) {
    if (limit) given.push_back({kind, name, *limit});
  };
  add(MarginKind::gain_margin, "gain_margin", margins.gain_margin);
  add(MarginKind::gain_reduction, "gain_reduction", margins.gain_reduction);
  add(MarginKind::phase_margin, "phase_margin", margins.phase_margin);
  add(MarginKind::delay_margin, "delay_margin", margins.delay_margin);
  add(MarginKind::sensitivity_peak, "sensitivity_peak", margins.sensitivity_peak);
  add(MarginKind::complementary_peak, "complementary_peak", margins.complementary_peak);
  add(MarginKind::disk_margin, "disk_margin", margins.disk_margin);
  add(MarginKind::damping, "damping", margins.damping);
  add(MarginKind::decay_rate, "decay_rate", margins.decay_rate);
  return given;
}

}  // namespace gainswarm::spec
