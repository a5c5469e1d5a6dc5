#include "host/device/channel.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>

namespace gainswarm::device {
namespace {

constexpr std::size_t largest_message = std::size_t{1} << 16U;

/// Waits until the socket can be read. False at the limit.
bool wait_for(int socket, std::optional<std::chrono::milliseconds> limit) {
  const auto end = std::chrono::steady_clock::now() + limit.value_or(std::chrono::milliseconds(0));
  while (true) {
    pollfd waiting{.fd = socket, .events = POLLIN, .revents = 0};
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const int most = limit ? static_cast<int>(std::max<std::int64_t>(left.count() + 1, 0)) : -1;
    const int ready = ::poll(&waiting, 1, most);
    if (ready > 0) return true;
    if (ready == 0) return false;
    if (errno != EINTR)
      throw ChannelError(fmt::format("cannot wait for an answer ({})", std::strerror(errno)));
  }
}

}  // namespace

Channel::~Channel() {
  ::close(socket_);
}

void Channel::send(const nlohmann::json& message) const {
  using nlohmann::json;
  std::string text = message.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > largest_message) text = R"({"error": "the answer is too long", "status": 0})";
  ssize_t sent = -1;
  do {
    sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent != static_cast<ssize_t>(text.size())) {
    throw ChannelError(fmt::format("the other process cannot be reached ({})", std::strerror(errno)));
  }
}

nlohmann::json Channel::receive(std::optional<std::chrono::milliseconds> limit) const {
  if (!wait_for(socket_, limit)) throw Silence("no answer in time");
  std::string text(largest_message, '\0');
  ssize_t size = -1;
  do {
    size = ::recv(socket_, text.data(), text.size(), 0);
  } while (size < 0 && errno == EINTR);
  if (size <= 0) throw ChannelError("the process ended");
  text.resize(static_cast<std::size_t>(size));
  nlohmann::json message = nlohmann::json::parse(text, nullptr, false);
  if (!message.is_object()) throw ChannelError("the answer is no message");
  return message;
}

bool Channel::has_message(std::chrono::milliseconds within) const {
  return wait_for(socket_, within);
}

}  // namespace gainswarm::device
