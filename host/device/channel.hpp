// Messages between the supervisor of a device and its worker process: JSON objects over a socket.
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>

namespace gainswarm::device {

/// The other process is gone, does not answer or answers nonsense.
class ChannelError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// No answer within the time allowed.
class Silence : public ChannelError {
  using ChannelError::ChannelError;
};

class Channel {
 public:
  /// Takes over one end of a socket pair of type SOCK_SEQPACKET.
  explicit Channel(int socket) : socket_(socket) {}
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// Throws ChannelError.
  void send(const nlohmann::json& message) const;
  /// Waits for a message, without a limit if none is given. Throws Silence at the limit and
  /// ChannelError at the end.
  [[nodiscard]] nlohmann::json receive(std::optional<std::chrono::milliseconds> limit = std::nullopt) const;
  /// Whether receive() would not wait, now or within a time. Throws ChannelError.
  [[nodiscard]] bool has_message(std::chrono::milliseconds within = std::chrono::milliseconds(0)) const;

 private:
  int socket_;
};

}  // namespace gainswarm::device
