// gainswarm doctor: what this machine offers to run rollouts on, and what `auto` makes of it.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "host/cli/command.hpp"
#include "host/cli/json_line.hpp"
#include "host/cli/provenance.hpp"
#include "host/cli/table.hpp"
#include "host/device/cache.hpp"
#include "host/device/nvrtc.hpp"
#include "host/engine/auto_engine.hpp"
#include "host/engine/native_code.hpp"
#include "host/engine/worker_pool.hpp"

namespace gainswarm::cli {
namespace {

/// Either what was found or why not.
template <class T>
struct Finding {
  T value{};
  std::string problem;
};

template <class Find>
auto look(const Find& find) -> Finding<decltype(find())> {
  try {
    return {find(), ""};
  } catch (const std::exception& reason) {
    return {{}, reason.what()};
  }
}

struct CacheState {
  std::int64_t programs = 0;
  std::int64_t bytes = 0;
};

CacheState state_of(const std::filesystem::path& folder) {
  CacheState state;
  std::error_code absent;
  for (const auto& entry : std::filesystem::directory_iterator(folder, absent)) {
    if (entry.path().extension() != ".device" || !entry.is_regular_file(absent)) continue;
    ++state.programs;
    state.bytes += static_cast<std::int64_t>(entry.file_size(absent));
  }
  return state;
}

struct Diagnosis {
  engine::HostProcessor host = engine::host_processor();
  int threads = engine::available_threads();
  Finding<device::Devices> devices;
  Finding<std::string> compiler = look([] { return device::Nvrtc().version(); });
  std::filesystem::path cache_folder = device::Cache::default_folder();
  CacheState cache = state_of(cache_folder);
};

std::string choice(const Diagnosis& diagnosis) {
  if (!diagnosis.devices.problem.empty()) return "cpu: no device can be used";
  if (!diagnosis.compiler.problem.empty() && diagnosis.cache.programs == 0)
    return "cpu: no code for a device can be made, and none is in the cache";
  return fmt::format("whichever is faster in the first batches, of {} rollouts or more; else cpu",
                     diagnosis.threads * engine::fewest_rollouts_for_devices);
}

void print(const Diagnosis& diagnosis) {
  Table table;
  table.add({"program", "gainswarm " GAINSWARM_VERSION});
  table.add({"processor", fmt::format("{} ({}, vectors of {} bits, {} threads)", processor(),
                                      diagnosis.host.name, diagnosis.host.vector_bits, diagnosis.threads)});
  const auto& devices = diagnosis.devices;
  table.add({"CUDA driver", devices.problem.empty() ? devices.value.driver : devices.problem});
  for (const device::DeviceInfo& info : devices.value.list) {
    table.add({fmt::format("device {}", info.index),
               fmt::format("{}, compute capability {}, {} MiB of memory, ECC {}, {} multiprocessors{}",
                           info.name, device::capability_name(info.capability), info.memory >> 20,
                           info.ecc ? "on" : "off", info.multiprocessors,
                           info.time_limit ? ", launches limited in time by a display" : "")});
  }
  const auto& compiler = diagnosis.compiler;
  table.add({"NVRTC", compiler.problem.empty() ? compiler.value : compiler.problem});
  table.add({"cache", fmt::format("{} ({} programs, {} KiB)", diagnosis.cache_folder.string(),
                                  diagnosis.cache.programs, (diagnosis.cache.bytes + 1023) / 1024)});
  table.add({"engine auto", choice(diagnosis)});
  fmt::print("{}", table.text());
}

nlohmann::ordered_json to_json(const Diagnosis& diagnosis) {
  nlohmann::ordered_json devices = nlohmann::ordered_json::array();
  for (const device::DeviceInfo& info : diagnosis.devices.value.list) {
    devices.push_back({{"name", info.name},
                       {"compute_capability", device::capability_name(info.capability)},
                       {"memory_bytes", info.memory},
                       {"ecc", info.ecc},
                       {"multiprocessors", info.multiprocessors},
                       {"clock_hz", info.clock},
                       {"time_limit", info.time_limit}});
  }
  return {{"version", GAINSWARM_VERSION},
          {"processor", processor()},
          {"threads", diagnosis.threads},
          {"vector_bits", diagnosis.host.vector_bits},
          {"driver", diagnosis.devices.value.driver},
          {"driver_problem", diagnosis.devices.problem},
          {"devices", devices},
          {"nvrtc", diagnosis.compiler.value},
          {"nvrtc_problem", diagnosis.compiler.problem},
          {"cache", diagnosis.cache_folder.string()},
          {"cached_programs", diagnosis.cache.programs},
          {"auto", choice(diagnosis)}};
}

}  // namespace

void add_doctor(CLI::App& app, Command& chosen) {
  const auto json = std::make_shared<bool>(false);
  CLI::App* command =
      app.add_subcommand("doctor", "what this machine can run rollouts on, and what is missing");
  command->add_flag("--json", *json, "print one JSON object");
  command->callback([json, &chosen] {
    chosen = [json]() -> int {
      Diagnosis diagnosis;
      diagnosis.devices = look([] { return device::find_devices({}); });
      if (*json) {
        fmt::print("{}\n", json_line(to_json(diagnosis)));
      } else {
        print(diagnosis);
      }
      return done;
    };
  });
}

}  // namespace gainswarm::cli
