#include "host/bench/empty_cache.hpp"

#include <stdlib.h>  // mkdtemp, setenv

#include <stdexcept>
#include <system_error>

namespace gainswarm::bench {
namespace {

constexpr auto variable = "GAINSWARM_CACHE";

}  // namespace

EmptyCache::EmptyCache() {
  std::string folder = std::filesystem::temp_directory_path() / "gainswarm-bench-XXXXXX";
  if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  folder_ = folder;
  const char* before = ::getenv(variable);
  before_ = before != nullptr ? before : "";
  ::setenv(variable, folder.c_str(), 1);
}

EmptyCache::~EmptyCache() {
  before_.empty() ? ::unsetenv(variable) : ::setenv(variable, before_.c_str(), 1);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace gainswarm::bench
