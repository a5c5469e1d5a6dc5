// The result file: everything about one tuning run, as one HDF5 file (layout: results/README.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/analysis/loop_report.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::record {

/// Version of the layout that write() writes and read() accepts.
constexpr std::int64_t layout_version = 8;

/// One configuration file as the user wrote it.
struct File {
  std::string name;
  std::string text;
};

struct Configuration {
  std::vector<File> files;  ///< the problem first, then what it names, then command-line overrides
  std::string resolved;     ///< everything with defaults and overrides filled in
};

/// Where the numbers come from.
struct Provenance {
  std::string version;  ///< of gainswarm
  std::string engine;
  std::string precision;  ///< float32 | float64
  std::string program_hash;
  std::string processor;
  std::string started;   ///< ISO 8601, UTC
  std::string finished;  ///< ISO 8601, UTC
  std::uint64_t seed = 0;
};

/// One signal of a trajectory, sampled at Response::time.
struct Signal {
  std::string name;
  std::string unit;
  std::string kind;                                         ///< state | input | output | reference | other
  double lower = -std::numeric_limits<double>::infinity();  ///< limits of an input
  double upper = std::numeric_limits<double>::infinity();
  std::vector<double> values;
};

/// The trajectory of the best gains in one scenario.
struct Response {
  std::string set;  ///< scenario set, e.g. "training"
  std::int64_t scenario = 0;
  std::vector<double> time;  ///< s
  std::vector<Signal> signals;
};

struct Record {
  std::string problem;  ///< name
  Configuration configuration;
  Provenance provenance;
  tuner::Tuning tuning;
  analysis::LoopReport loop;  ///< with the best gains
  Response response;
};

/// The file could not be written; what() names the path, the operation and the reason.
class WriteError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The file is missing, damaged, unsafe or not a result; what() says which.
class ReadError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Replaces `path` in one step: a reader sees the old file or the new one, complete, also after a crash. On
/// WriteError the old file is untouched and nothing is left behind.
void write(const std::filesystem::path& path, const Record& record);

/// Reads a file that write() wrote. Safe on files from strangers: nothing outside the file is opened, sizes
/// are bounded, damage is an error and never a wrong number.
Record read(const std::filesystem::path& path);

/// Throws WriteError if write(path, ...) could not even begin, so that a run can refuse at once instead of at
/// its end.
void check_writable(const std::filesystem::path& path);

/// Keeps the present file, if there is one, under the name `path`.previous (replacing an older one).
void keep_previous(const std::filesystem::path& path);

}  // namespace gainswarm::record
