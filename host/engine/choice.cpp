#include "host/engine/choice.hpp"

#include <fmt/chrono.h>

#include <bit>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "host/support/atomic_file.hpp"
#include "host/support/digest.hpp"

namespace gainswarm::engine {
namespace {

using nlohmann::json;

std::int64_t seconds_of(Choice::Clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

/// A file's content: the choice and a digest of it, by which damage shows.
json to_json(const std::string& key, const Choice& choice) {
  json file{
      {"devices", choice.devices}, {"speeds", choice.speeds}, {"measured", seconds_of(choice.measured)}};
  file["digest"] = support::Digest().add(key).add(file.dump()).hex();
  return file;
}

}  // namespace

std::string choice_key(const rollout::Program& program, const device::Devices& devices,
                       const std::string& processor, std::int64_t rollouts) {
  support::Digest digest;
  digest.add(GAINSWARM_VERSION).add(rollout::hash(program)).add(processor).add(devices.driver);
  for (const device::DeviceInfo& info : devices.list) {
    digest.add(info.name).add(static_cast<std::uint64_t>(info.capability));
    digest.add(static_cast<std::uint64_t>(info.memory));
  }
  return digest.add(std::uint64_t{std::bit_width(static_cast<std::uint64_t>(rollouts))}).hex();
}

std::optional<Choice> ChoiceCache::find(const std::string& key, Choice::Clock::time_point now) const {
  std::ifstream stream(file(key));
  const json content = json::parse(stream, nullptr, false);
  if (!content.is_object()) return std::nullopt;
  try {
    const Choice choice{.devices = content.at("devices"),
                        .speeds = content.at("speeds"),
                        .measured = Choice::Clock::time_point(
                            std::chrono::seconds(content.at("measured").get<std::int64_t>()))};
    const bool fresh = choice.measured <= now && now - choice.measured < choice_lifetime;
    if (!fresh || to_json(key, choice) != content) return std::nullopt;
    return choice;
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

void ChoiceCache::keep(const std::string& key, const Choice& choice) const {
  try {
    std::filesystem::create_directories(folder_);
    support::AtomicFile target(file(key));
    std::ofstream stream(target.path());
    stream << to_json(key, choice).dump() << '\n';
    stream.close();
    if (stream) target.commit();
  } catch (const std::system_error&) {
    return;
  }
}

std::string origin(const Choice& choice, bool is_known) {
  if (!is_known) return "measured now";
  return fmt::format("known from {:%Y-%m-%d}", fmt::gmtime(Choice::Clock::to_time_t(choice.measured)));
}

}  // namespace gainswarm::engine
