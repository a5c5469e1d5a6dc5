#include "host/device/worker.hpp"

#include <chrono>
#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "host/device/channel.hpp"
#include "host/device/competition_runner.hpp"
#include "host/device/messages.hpp"
#include "host/device/runner.hpp"
#include "host/device/shared_memory.hpp"
#include "host/device/swarm_runner.hpp"

namespace gainswarm::device {
namespace {

using nlohmann::json;

/// Another request has come: nobody waits for what is being done.
struct Abandoned {};

class Worker {
 public:
  void answer(const json& request);
  [[nodiscard]] const Channel& channel() const { return channel_; }

 private:
  json perform(const json& request);
  json devices();
  json load(const json& request);
  void keep_open(int index);
  json run(const json& request);
  double run_rollouts(const json& request);
  double compete(const json& request);
  json generation(const json& request);
  void see_all_memory();
  void show_progress();

  Channel channel_{channel_descriptor};
  SharedMemory memory_{memory_descriptor};
  std::optional<Driver> driver_;
  int index_ = -1;                  ///< of the device that is kept open
  std::unique_ptr<Device> device_;  ///< from program to program: opening it takes longer than many a batch
  std::unique_ptr<LoadedProgram> program_;
  std::unique_ptr<Runner> runner_;  ///< one of the three holds the device's memory
  std::unique_ptr<CompetitionRunner> competitions_;
  std::unique_ptr<SwarmRunner> swarms_;
};

void Worker::answer(const json& request) {
  try {
    channel_.send(perform(request));
  } catch (const DriverError& error) {
    channel_.send({{"error", error.what()}, {"status", error.status()}});
  } catch (const ChannelError&) {
    throw;
  } catch (const std::exception& error) {
    channel_.send({{"error", error.what()}, {"status", 0}});
  }
}

json Worker::perform(const json& request) {
  if (!driver_) driver_.emplace();
  const std::string what = request.at("do");
  if (what == "devices") return devices();
  if (what == "load") return load(request);
  if (what == "generation") return generation(request);
  if (what == "stop") return {{"done", true}};
  return run(request);
}

json Worker::devices() {
  return {{"done", true}, {"driver", driver_->version()}, {"devices", driver_->devices()}};
}

json Worker::load(const json& request) {
  swarms_.reset();
  competitions_.reset();
  runner_.reset();
  program_.reset();
  memory_.follow();
  const auto info = request.at("device").get<DeviceInfo>();
  keep_open(info.index);
  const auto work = request.at("work").get<Work>();
  const std::span<std::byte> bytes = memory_.bytes();
  const auto* text = reinterpret_cast<const char*>(bytes.data() + work.scenario_bytes());
  const std::size_t rollouts = request.at("code_bytes"), swarm = request.at("swarm_code_bytes");
  const DeviceCode code{std::string(text, rollouts), std::string(text + rollouts, swarm)};
  program_ = std::make_unique<LoadedProgram>(*driver_, info, work, code, bytes.data(),
                                             request.at("largest_launch").get<std::int64_t>());
  program_->pin(bytes);
  return {{"done", true}};
}

void Worker::keep_open(int index) {
  if (device_ && index_ == index) return;
  device_.reset();
  device_ = std::make_unique<Device>(*driver_, index);
  index_ = index;
}

void Worker::see_all_memory() {
  if (!memory_.outgrown()) return;
  program_->unpin();
  memory_.follow();
  program_->pin(memory_.bytes());
}

json Worker::run(const json& request) {
  see_all_memory();
  swarms_.reset();
  try {
    const double seconds = request.contains("over_scenarios") ? compete(request) : run_rollouts(request);
    return {{"done", true}, {"launch_seconds", seconds}};
  } catch (const Abandoned&) {
    return {{"done", true}, {"abandoned", true}};
  }
}

double Worker::run_rollouts(const json& request) {
  competitions_.reset();
  if (!runner_) runner_ = std::make_unique<Runner>(*program_);
  return runner_->run(memory_.bytes(), request.at("particles"), [this] { show_progress(); });
}

double Worker::compete(const json& request) {
  runner_.reset();
  if (!competitions_) competitions_ = std::make_unique<CompetitionRunner>(*program_);
  return competitions_->run(memory_.bytes(), request.at("particles"),
                            request.at("over_scenarios").get<aggregate::Rule>(), [this] { show_progress(); });
}

void Worker::show_progress() {
  channel_.send({{"progress", true}});
  if (channel_.has_message()) throw Abandoned{};
}

json Worker::generation(const json& request) {
  using Clock = std::chrono::steady_clock;
  see_all_memory();
  const auto rules = request.at("rules").get<swarm::Rules>();
  if (request.contains("swarms")) {
    runner_.reset();
    competitions_.reset();
    swarms_.reset();
    swarms_ = std::make_unique<SwarmRunner>(*program_, request["swarms"].get<SwarmWork>(), memory_.bytes(),
                                            rules.iteration);
  }
  const auto began = Clock::now();
  try {
    const double launches = swarms_->run(rules, memory_.bytes(), [this] { show_progress(); });
    const std::chrono::duration<double> took = Clock::now() - began;
    return {{"done", true}, {"seconds", took.count()}, {"launch_seconds", launches}};
  } catch (const Abandoned&) {
    swarms_.reset();
    return {{"done", true}, {"abandoned", true}};
  }
}

}  // namespace

int serve() {
  // Signals to all processes of a job are for the supervisor, which ends this one.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_IGN);
  try {
    Worker worker;
    while (true) worker.answer(worker.channel().receive());
  } catch (const ChannelError&) {
    return 0;  // the supervisor hung up
  }
}

}  // namespace gainswarm::device
