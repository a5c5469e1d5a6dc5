#include "host/cli/interruption.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>

#include "host/cli/command.hpp"

namespace gainswarm::cli {
namespace {

constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};

std::atomic<bool> signalled;  // a signal handler can reach nothing but globals
static_assert(std::atomic<bool>::is_always_lock_free);

void receive(int /*signal*/) {
  if (signalled.exchange(true)) ::_exit(ExitCode::interrupted);
}

}  // namespace

Interruption::Interruption() {
  signalled = false;
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
}

bool Interruption::requested() const {
  return signalled;
}

}  // namespace gainswarm::cli
