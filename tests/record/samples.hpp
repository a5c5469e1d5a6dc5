// Records full of random numbers, and folders to put them in.
#pragma once

#include <filesystem>
#include <random>
#include <string>

#include "host/record/record.hpp"

namespace gainswarm::record {

/// A fresh seed, or the one in the environment variable GAINSWARM_TEST_SEED; printed either way.
std::uint64_t fresh_seed();

/// Every member filled; numbers are random bits, so also NaN, infinities and subnormals.
Record random_record(std::mt19937_64& random);

/// A folder that disappears with all its files.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::size_t files() const;

 private:
  std::filesystem::path path_;
};

std::string bytes_of(const std::filesystem::path& file);
void put_bytes(const std::filesystem::path& file, const std::string& bytes);

}  // namespace gainswarm::record
