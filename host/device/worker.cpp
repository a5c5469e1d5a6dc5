#include "host/device/worker.hpp"

#include <csignal>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "host/device/channel.hpp"
#include "host/device/messages.hpp"
#include "host/device/runner.hpp"
#include "host/device/shared_memory.hpp"

namespace gainswarm::device {
namespace {

using nlohmann::json;

class Worker {
 public:
  void answer(const json& request);
  [[nodiscard]] const Channel& channel() const { return channel_; }

 private:
  json perform(const json& request);
  json devices();
  json load(const json& request);
  json run(const json& request);

  Channel channel_{channel_descriptor};
  SharedMemory memory_{memory_descriptor};
  std::optional<Driver> driver_;
  std::unique_ptr<Runner> runner_;
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
  return run(request);
}

json Worker::devices() {
  return {{"done", true}, {"driver", driver_->version()}, {"devices", driver_->devices()}};
}

json Worker::load(const json& request) {
  runner_.reset();
  memory_.follow();
  const auto info = request.at("device").get<DeviceInfo>();
  const auto work = request.at("work").get<Work>();
  const std::span<std::byte> bytes = memory_.bytes();
  const auto scenario_bytes = static_cast<std::size_t>(work.scenario_bytes());
  const std::size_t code_bytes = request.at("code_bytes");
  const auto* code = reinterpret_cast<const char*>(bytes.data() + scenario_bytes);
  runner_ = std::make_unique<Runner>(*driver_, info, work, std::string(code, code_bytes), bytes.data(),
                                     request.at("largest_launch").get<std::int64_t>());
  runner_->pin(bytes);
  return {{"done", true}};
}

json Worker::run(const json& request) {
  if (memory_.outgrown()) {
    runner_->unpin();
    memory_.follow();
    runner_->pin(memory_.bytes());
  }
  const double seconds = runner_->run(memory_.bytes(), request.at("particles"), [&] {
    channel_.send({{"progress", true}});
  });
  return {{"done", true}, {"launch_seconds", seconds}};
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
