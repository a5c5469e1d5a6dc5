// What supervisor and worker tell each other, as JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "host/device/driver.hpp"
#include "host/device/work.hpp"

namespace gainswarm::device {

inline nlohmann::json to_json(const DeviceInfo& info) {
  return {{"index", info.index},
          {"name", info.name},
          {"capability", info.capability},
          {"memory", info.memory},
          {"multiprocessors", info.multiprocessors},
          {"resident_threads", info.resident_threads},
          {"clock", info.clock},
          {"ecc", info.ecc},
          {"time_limit", info.time_limit}};
}

inline DeviceInfo device_info(const nlohmann::json& json) {
  return {.index = json.at("index"),
          .name = json.at("name"),
          .capability = json.at("capability"),
          .memory = json.at("memory"),
          .multiprocessors = json.at("multiprocessors"),
          .resident_threads = json.at("resident_threads"),
          .clock = json.at("clock"),
          .ecc = json.at("ecc"),
          .time_limit = json.at("time_limit")};
}

inline nlohmann::json to_json(const Work& work) {
  return {{"single_precision", work.single_precision},
          {"gains", work.gains},
          {"columns", work.columns},
          {"outputs", work.outputs},
          {"scenarios", work.scenarios}};
}

inline Work work_from(const nlohmann::json& json) {
  return {.single_precision = json.at("single_precision"),
          .gains = json.at("gains"),
          .columns = json.at("columns"),
          .outputs = json.at("outputs"),
          .scenarios = json.at("scenarios")};
}

}  // namespace gainswarm::device
