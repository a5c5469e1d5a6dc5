#include <cmath>
#include <nlohmann/json.hpp>

#include "host/cli/baseline_report.hpp"
#include "host/cli/front_report.hpp"
#include "host/cli/json_line.hpp"
#include "host/cli/merged_report.hpp"
#include "host/cli/report.hpp"
#include "host/cli/validation_report.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::ordered_json;

ordered_json object_of(const std::vector<tuner::Named>& items) {
  ordered_json json = ordered_json::object();
  for (const tuner::Named& item : items) json[item.name] = item.value;
  return json;
}

ordered_json finite_or_null(double value) {
  return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

ordered_json best(const tuner::Tuning& tuning) {
  ordered_json gains = ordered_json::object();
  for (const tuner::BestGain& gain : tuning.gains) gains[gain.name] = gain.value;
  return {{"cost", tuning.cost},
          {"cost_with_half_steps", finite_or_null(tuning.cost_with_half_steps)},
          {"gains", gains},
          {"components", object_of(tuning.components)},
          {"requirements", object_of(tuning.requirements)},
          {"requirements_met", tuning.requirements_met},
          {"failed_scenarios", tuning.best_failed}};
}

/// Infinite margins are null, as JSON has no other word for them.
ordered_json margins_of(const analysis::Margins& margins) {
  const auto limited = [](double value) {
    return std::isinf(value) ? ordered_json(nullptr) : ordered_json(value);
  };
  return {{"gain_margin", limited(margins.gain_margin)},
          {"gain_reduction", limited(margins.gain_reduction)},
          {"phase_margin", limited(margins.phase_margin)},
          {"delay_margin", limited(margins.delay_margin)},
          {"sensitivity_peak", margins.sensitivity_peak},
          {"complementary_peak", margins.complementary_peak},
          {"disk_margin", margins.disk_margin}};
}

ordered_json loop(const analysis::LoopReport& loop) {
  if (!loop.obstacle.empty()) return {{"obstacle", loop.obstacle}};
  ordered_json json{{"unstable", loop.unstable}, {"poles", ordered_json::array()}, {"outside", loop.outside}};
  for (const analysis::Pole& pole : loop.poles) json["poles"].push_back({pole.real, pole.imaginary});
  for (const analysis::Margins& margins : loop.margins) json["margins"][margins.input] = margins_of(margins);
  return json;
}

}  // namespace

std::string report_json(const record::Record& record, const std::string& result) {
  const tuner::Tuning& tuning = record.tuning;
  ordered_json json{{"engine", record.provenance.engine},
                    {"best", best(tuning)},
                    {"validation", validation_json(tuning)},
                    {"loop", loop(record.loop)},
                    {"baselines", baselines_json(tuning)},
                    {"beats_incumbent", beats_incumbent(tuning)},
                    {"evaluations", tuning.evaluations},
                    {"trajectory_steps", tuning.trajectory_steps},
                    {"wall_seconds", tuning.wall_seconds},
                    {"warnings", tuning.warnings},
                    {"fingerprint", tuning.fingerprint},
                    {"stop", name(tuning.stop)},
                    {"result", result}};
  if (tuning.merged) json["merged"] = merged_json(*tuning.merged);
  if (tuning.front) json["pareto"] = front_json(*tuning.front);
  return json_line(json);
}

}  // namespace gainswarm::cli
