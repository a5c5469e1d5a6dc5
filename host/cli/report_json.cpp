#include <nlohmann/json.hpp>

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

ordered_json best(const tuner::Tuning& tuning) {
  ordered_json gains = ordered_json::object();
  for (const tuner::BestGain& gain : tuning.gains) gains[gain.name] = gain.value;
  return {{"cost", tuning.cost},
          {"gains", gains},
          {"components", object_of(tuning.components)},
          {"requirements", object_of(tuning.requirements)},
          {"requirements_met", tuning.requirements_met},
          {"failed_scenarios", tuning.best_failed}};
}

}  // namespace

std::string report_json(const record::Record& record, const std::string& result) {
  const tuner::Tuning& tuning = record.tuning;
  const ordered_json json{{"engine", record.provenance.engine},
                          {"best", best(tuning)},
                          {"validation", validation_json(tuning)},
                          {"evaluations", tuning.evaluations},
                          {"trajectory_steps", tuning.trajectory_steps},
                          {"wall_seconds", tuning.wall_seconds},
                          {"warnings", tuning.warnings},
                          {"fingerprint", tuning.fingerprint},
                          {"stop", name(tuning.stop)},
                          {"result", result}};
  return json.dump();
}

}  // namespace gainswarm::cli
