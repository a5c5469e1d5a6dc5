// The built program, run as a user runs it.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace gainswarm::cli {

using Arguments = std::vector<std::string>;

/// What a finished program leaves behind.
struct Outcome {
  int code = -1;  ///< exit code; 128 + signal if one ended it
  std::string out;
  std::string error;
};

/// A running program whose stdout and stderr are read.
class Program {
 public:
  /// `environment` are "NAME=VALUE" besides the usual ones. On a `terminal`, stdout and stderr are one.
  explicit Program(const Arguments& arguments, const Arguments& environment = {}, bool terminal = false);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Waits until stderr (on a terminal: the terminal) contains the text; false if the program ends before.
  bool wait_for(const std::string& text);
  void send(int signal) const;
  /// Waits until it handles the signal; false if it ends before.
  [[nodiscard]] bool wait_for_handler(int signal) const;
  [[nodiscard]] pid_t id() const { return process_; }
  Outcome finish();

 private:
  /// Reads what there is; false at the end of both streams.
  bool read_more();
  void start_on_pipes(const Arguments& arguments, const Arguments& environment);
  void start_on_terminal(const Arguments& arguments, const Arguments& environment);

  pid_t process_ = -1;
  int out_ = -1, error_ = -1;
  Outcome outcome_;
};

/// Runs the program to its end.
Outcome run(const Arguments& arguments, const Arguments& environment = {});

/// A folder that disappears with its files.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Path of the program, which lies beside its tests.
std::string program();
/// tests/cli/small.yaml
std::string small_problem();
std::string contents(const std::string& path);
/// A copy of the small problem with one text replaced.
std::string broken(const Scratch& scratch, const std::string& text, const std::string& by);

}  // namespace gainswarm::cli
