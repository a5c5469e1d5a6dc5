// Reading a configuration in a process of its own, so that a crash, a hang and hunger for memory can be told.
#pragma once

#include <string>
#include <vector>

namespace gainswarm::tests {

struct Outcome {
  bool finished = false;   ///< neither crashed nor ran out of time
  bool accepted = false;   ///< the problem was read without an error
  std::string message;     ///< of the InputError
  double cpu_seconds = 0;  ///< of the whole process
  double memory_mib = 0;   ///< peak, including what the parent had in use
};

/// Loads the problem in a forked process that may use 10 s of processor time.
Outcome load_isolated(const std::string& path);

/// Path of a file in tests/spec.
std::string test_file(const std::string& name);

/// The text of a file.
std::string read_text(const std::string& path);

/// A file that is removed at the end of the scope.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace gainswarm::tests
