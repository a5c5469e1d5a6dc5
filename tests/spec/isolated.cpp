#include "tests/spec/isolated.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::tests {
namespace {

constexpr int exit_accepted = 10;
constexpr int exit_refused = 12;

void write_all(int descriptor, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = write(descriptor, text.data() + done, text.size() - done);
    if (count <= 0) {
      return;
    }
    done += static_cast<std::size_t>(count);
  }
}

[[noreturn]] void load_and_exit(const std::string& path, int descriptor) {
  constexpr rlim_t seconds = 10;
  const rlimit limit{seconds, seconds};
  setrlimit(RLIMIT_CPU, &limit);
  try {
    spec::load_problem(path);
    _exit(exit_accepted);
  } catch (const spec::InputError& error) {
    write_all(descriptor, error.what());
    _exit(exit_refused);
  } catch (...) {
    _exit(EXIT_FAILURE);
  }
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

std::string read_to_end(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; (count = read(descriptor, buffer.data(), buffer.size())) > 0;) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace

Outcome load_isolated(const std::string& path) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) {
    return {};
  }
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    load_and_exit(path, ends[1]);
  }
  close(ends[1]);
  Outcome outcome;
  outcome.message = read_to_end(ends[0]);
  close(ends[0]);
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  outcome.accepted = WIFEXITED(status) && WEXITSTATUS(status) == exit_accepted;
  outcome.finished = outcome.accepted || (WIFEXITED(status) && WEXITSTATUS(status) == exit_refused);
  outcome.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  outcome.memory_mib = static_cast<double>(usage.ru_maxrss) / 1024;
  return outcome;
}

std::string test_file(const std::string& name) {
  return support::shipped("tests/spec/" + name);
}

std::string read_text(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TemporaryFile::TemporaryFile(const std::string& text) {
  std::string name = (std::filesystem::temp_directory_path() / "gainswarm_XXXXXX.yaml").string();
  const int descriptor = mkstemps(name.data(), 5);
  write_all(descriptor, text);
  close(descriptor);
  path_ = name;
}

TemporaryFile::~TemporaryFile() {
  unlink(path_.c_str());
}

}  // namespace gainswarm::tests
