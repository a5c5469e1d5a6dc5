#include "tests/cli/program.hpp"

#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "host/support/shipped.hpp"

namespace gainswarm::cli {
namespace {

[[noreturn]] void become_program(const Arguments& arguments, const Arguments& environment) {
  for (const std::string& variable : environment) ::putenv(const_cast<char*>(variable.c_str()));
  std::string path = program();
  std::vector<char*> pointers{path.data()};
  for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  ::execv(path.c_str(), pointers.data());
  ::_exit(127);
}

/// Appends what can be read; closes the stream at its end.
void read_available(int& descriptor, std::string& text) {
  std::array<char, 65536> buffer{};
  const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
  if (size > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(size));
  } else {  // a terminal ends with an error
    ::close(descriptor);
    descriptor = -1;
  }
}

}  // namespace

Program::Program(const Arguments& arguments, const Arguments& environment, bool terminal) {
  if (terminal) {
    start_on_terminal(arguments, environment);
  } else {
    start_on_pipes(arguments, environment);
  }
}

void Program::start_on_pipes(const Arguments& arguments, const Arguments& environment) {
  std::array<int, 2> out{};
  std::array<int, 2> error{};
  if (::pipe(out.data()) != 0 || ::pipe(error.data()) != 0) throw std::runtime_error("no pipe");
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(out[1], STDOUT_FILENO);
    ::dup2(error[1], STDERR_FILENO);
    for (const int descriptor : {out[0], out[1], error[0], error[1]}) ::close(descriptor);
    become_program(arguments, environment);
  }
  ::close(out[1]);
  ::close(error[1]);
  out_ = out[0];
  error_ = error[0];
}

void Program::start_on_terminal(const Arguments& arguments, const Arguments& environment) {
  const winsize size{.ws_row = 24, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
  process_ = ::forkpty(&error_, nullptr, nullptr, &size);
  if (process_ == 0) become_program(arguments, environment);
}

Program::~Program() {
  if (process_ > 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  for (const int descriptor : {out_, error_}) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

bool Program::read_more() {
  std::array<pollfd, 2> streams{pollfd{out_, POLLIN, 0}, pollfd{error_, POLLIN, 0}};
  if (out_ < 0 && error_ < 0) return false;
  ::poll(streams.data(), streams.size(), -1);
  if (streams[0].revents != 0) read_available(out_, outcome_.out);
  if (streams[1].revents != 0) read_available(error_, outcome_.error);
  return true;
}

bool Program::wait_for(const std::string& text) {
  while (outcome_.error.find(text) == std::string::npos) {
    if (!read_more()) return false;
  }
  return true;
}

bool Program::wait_for_handler(int signal) const {
  const std::string path = "/proc/" + std::to_string(process_) + "/status";
  while (true) {
    const std::string status = contents(path), key = "SigCgt:\t";
    const std::size_t at = status.find(key);
    if (at == std::string::npos || status.find("State:\tZ") != std::string::npos) return false;
    const std::uint64_t caught = std::stoull(status.substr(at + key.size(), 16), nullptr, 16);
    if ((caught >> static_cast<unsigned>(signal - 1)) % 2 == 1) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void Program::send(int signal) const {
  ::kill(process_, signal);
}

Outcome Program::finish() {
  while (read_more()) {
  }
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  outcome_.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome_;
}

Outcome run(const Arguments& arguments, const Arguments& environment) {
  return Program(arguments, environment).finish();
}

Scratch::Scratch() {
  std::string name = (std::filesystem::temp_directory_path() / "gainswarm-cli-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string program() {
  return support::program_folder() + "/gainswarm";
}

std::string small_problem() {
  return support::shipped("tests/cli/small.yaml");
}

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string broken(const Scratch& scratch, const std::string& text, const std::string& by) {
  std::string yaml = contents(small_problem());
  const std::size_t place = yaml.find(text);
  if (place == std::string::npos) throw std::runtime_error("the small problem has no " + text);
  yaml.replace(place, text.size(), by);
  std::ofstream(scratch / "broken.yaml") << yaml;
  return scratch / "broken.yaml";
}

}  // namespace gainswarm::cli
