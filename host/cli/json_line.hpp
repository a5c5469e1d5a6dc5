// JSON for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace gainswarm::cli {

/// On one line. Of file names, which may hold any bytes, what is no UTF-8 is replaced.
inline std::string json_line(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace gainswarm::cli
