// An empty cache of machine code, so that compiling is measured wherever and however often.
#pragma once

#include <filesystem>
#include <string>

namespace gainswarm::bench {

/// While it lives, this process keeps machine code in a temporary folder. Not beside other threads that read
/// the environment.
class EmptyCache {
 public:
  EmptyCache();
  ~EmptyCache();
  EmptyCache(const EmptyCache&) = delete;
  EmptyCache& operator=(const EmptyCache&) = delete;

 private:
  std::string before_;
  std::filesystem::path folder_;
};

}  // namespace gainswarm::bench
