#include "host/support/shipped.hpp"

#include <filesystem>

namespace gainswarm::support {

namespace fs = std::filesystem;

std::string program_folder() {
  std::error_code none;  // without /proc: an empty path
  return fs::read_symlink("/proc/self/exe", none).parent_path();
}

std::string shipped(const std::string& path) {
  const fs::path above = fs::path(program_folder()).parent_path();
  const bool complete = !above.empty() && fs::is_directory(above / "configs" / "plants");
  return (complete ? above : fs::path(GAINSWARM_SOURCE_DIR)) / path;
}

}  // namespace gainswarm::support
