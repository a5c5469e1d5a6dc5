#include "host/cli/interruption.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "host/cli/command.hpp"
#include "host/cli/terminal.hpp"

namespace gainswarm::cli {
namespace {

constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};

using Clock = std::chrono::steady_clock;  // clock_gettime(), which a signal handler may call

constexpr std::chrono::seconds most_delay(1);
constexpr auto notice = "interrupted: saving what was found; again to quit without saving\n";
constexpr auto notice_over_progress =
    "\r\033[Kinterrupted: saving what was found; again to quit without saving\n";

// A signal handler can reach nothing but globals.
std::atomic<std::int64_t> signalled_at;  // by the clock; 0: not yet
std::atomic<const char*> acknowledgement;
static_assert(std::atomic<std::int64_t>::is_always_lock_free &&
              std::atomic<const char*>::is_always_lock_free);

void receive(int /*signal*/) {
  std::int64_t never = 0;
  if (!signalled_at.compare_exchange_strong(never, Clock::now().time_since_epoch().count()))
    ::_exit(ExitCode::interrupted);
  const int error = errno;
  const std::string_view text = acknowledgement.load();
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
  errno = error;
}

}  // namespace

Interruption::Interruption(bool quiet) : broken_pipe_before_(std::signal(SIGPIPE, SIG_IGN)) {
  signalled_at = 0;
  acknowledgement = is_terminal(stderr) ? notice_over_progress : notice;
  if (quiet) acknowledgement = "";
  struct sigaction action {};
  action.sa_handler = receive;
  action.sa_flags = SA_RESTART;  // the result's writing must not be disturbed
  for (const int signal : signals) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal, &action, nullptr);  // as nohup wants it
  }
}

Interruption::~Interruption() {
  for (const int signal : signals) {
    struct sigaction present {};
    ::sigaction(signal, nullptr, &present);
    if (present.sa_handler == receive) std::signal(signal, SIG_DFL);
  }
  std::signal(SIGPIPE, broken_pipe_before_);
}

bool Interruption::requested() const {
  return signalled_at.load(std::memory_order_relaxed) != 0;
}

bool Interruption::overdue() const {
  return requested() && Clock::now() > Clock::time_point(Clock::duration(signalled_at)) + most_delay;
}

}  // namespace gainswarm::cli
