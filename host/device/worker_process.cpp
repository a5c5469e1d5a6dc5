#include "host/device/worker_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>

#include "host/device/worker.hpp"

namespace gainswarm::device {
namespace {

void check(int error, const char* operation) {
  if (error != 0) throw std::system_error(error, std::generic_category(), operation);
}

/// How the worker's process begins: its descriptors in place, nothing on stdout, deaf to the terminal's
/// Ctrl-C, which is for the supervisor.
class SpawnOptions {
 public:
  SpawnOptions(int channel, int memory) {
    check(::posix_spawn_file_actions_init(&actions_), "starting a worker");
    check(::posix_spawnattr_init(&attributes_), "starting a worker");
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions_, channel, channel_descriptor);
    ::posix_spawn_file_actions_adddup2(&actions_, memory, memory_descriptor);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnOptions() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnOptions(const SpawnOptions&) = delete;
  SpawnOptions& operator=(const SpawnOptions&) = delete;

  [[nodiscard]] pid_t spawn(const std::string& program) const {
    std::string path = program;
    std::string command = "worker";
    std::array<char*, 3> arguments{path.data(), command.data(), nullptr};
    pid_t process = -1;
    check(::posix_spawn(&process, program.c_str(), &actions_, &attributes_, arguments.data(), environ),
          ("starting " + program).c_str());
    return process;
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

/// A descriptor above those that the worker's must not collide with while they are put in place.
int above_the_workers(int descriptor) {
  const int copy = ::fcntl(descriptor, F_DUPFD_CLOEXEC, memory_descriptor + 1);
  check(copy < 0 ? errno : 0, "copying a descriptor");
  return copy;
}

/// Closes a descriptor at the end of its scope.
struct Closing {
  explicit Closing(int value) : descriptor(value) {}
  ~Closing() { ::close(descriptor); }
  Closing(const Closing&) = delete;
  Closing& operator=(const Closing&) = delete;
  int descriptor;
};

}  // namespace

WorkerProcess::WorkerProcess(const std::string& program) {
  std::array<int, 2> ends{};
  check(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) == 0 ? 0 : errno,
        "making a channel to a worker");
  channel_ = std::make_unique<Channel>(ends[0]);
  const Closing end(ends[1]);
  const Closing channel(above_the_workers(end.descriptor));
  const Closing memory(above_the_workers(memory_.descriptor()));
  process_ = SpawnOptions(channel.descriptor, memory.descriptor).spawn(program);
}

/// A process that the driver holds does not even end when it is killed: it is left behind.
WorkerProcess::~WorkerProcess() {
  using std::chrono::seconds;
  channel_.reset();
  if (ends_within(seconds(10))) return;  // under a debugging tool a context takes its time
  kill();
  (void)ends_within(seconds(5));
}

void WorkerProcess::kill() const {
  ::kill(process_, SIGKILL);
}

bool WorkerProcess::ends_within(std::chrono::milliseconds limit) const {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (::waitpid(process_, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

void WorkerProcess::ask(const nlohmann::json& request) const {
  channel_->send(request);
}

/// A message, for which it waits in short steps if it may be interrupted.
nlohmann::json WorkerProcess::receive(std::chrono::milliseconds patience,
                                      const support::AskInterrupted& interrupted) const {
  constexpr std::chrono::milliseconds step(50);
  while (interrupted) {
    support::give_up_if(interrupted);
    if (patience <= step || channel_->has_message(step)) break;
    patience -= step;
  }
  return channel_->receive(patience);
}

nlohmann::json WorkerProcess::answer(std::chrono::milliseconds patience,
                                     const support::AskInterrupted& interrupted) const {
  nlohmann::json answer;
  do {
    answer = receive(patience, interrupted);
  } while (answer.contains("progress"));
  if (answer.contains("error")) {
    const auto& message = answer["error"];
    throw WorkerError(answer.value("status", 0), message.is_string() ? message.get<std::string>() : "?");
  }
  if (!answer.contains("done")) throw ChannelError("the answer is no message of a worker");
  return answer;
}

}  // namespace gainswarm::device
