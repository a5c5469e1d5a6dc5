#include "host/device/cache.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>

#include "host/device/headers.hpp"
#include "host/device/nvrtc.hpp"
#include "host/support/atomic_file.hpp"
#include "host/support/digest.hpp"

namespace gainswarm::device {
namespace {

namespace fs = std::filesystem;

constexpr const char* first_line = "gainswarm machine code, format 1";
constexpr std::uintmax_t largest_file = std::uintmax_t{64} << 20U;

/// A kept file: a title, the compiler, a digest of the rest, the size of the log, log and code.
std::string as_text(const MachineCode& code) {
  const auto& [machine_code, log] = code.binary;
  const std::string digest = support::Digest().add(code.compiler).add(log).add(machine_code).hex();
  return fmt::format("{}\n{}\n{}\n{}\n{}{}", first_line, code.compiler, digest, log.size(), log,
                     machine_code);
}

/// The file's text if it is of a size that one of ours may have.
std::optional<std::string> content(const fs::path& file) {
  std::error_code absent;
  const std::uintmax_t size = fs::file_size(file, absent);
  if (absent || size > largest_file || !fs::is_regular_file(file, absent)) return std::nullopt;
  std::ifstream stream(file, std::ios::binary);
  std::string text(size, '\0');
  if (!stream.read(text.data(), static_cast<std::streamsize>(size))) return std::nullopt;
  return text;
}

std::optional<std::string> variable(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

std::unique_ptr<Nvrtc> compiler_if_any(std::string& reason) {
  try {
    return std::make_unique<Nvrtc>();
  } catch (const std::runtime_error& error) {
    reason = error.what();
    return nullptr;
  }
}

}  // namespace

fs::path Cache::default_folder() {
  if (const auto folder = variable("GAINSWARM_CACHE")) return *folder;
  if (const auto folder = variable("XDG_CACHE_HOME")) return fs::path(*folder) / "gainswarm";
  if (const auto home = variable("HOME")) return fs::path(*home) / ".cache" / "gainswarm";
  return fs::temp_directory_path() / "gainswarm-cache";
}

std::optional<MachineCode> Cache::find(const std::string& key) const {
  const std::optional<std::string> text = content(file(key));
  if (!text) return std::nullopt;
  std::istringstream stream(*text);
  std::string title, digest;
  MachineCode code;
  std::size_t log_size = 0;
  std::getline(stream, title);
  std::getline(stream, code.compiler);
  std::getline(stream, digest);
  stream >> log_size;
  if (!stream) return std::nullopt;
  const std::size_t start = static_cast<std::size_t>(stream.tellg()) + 1;
  if (start > text->size() || log_size > text->size() - start) return std::nullopt;
  code.binary.log = text->substr(start, log_size);
  code.binary.code = text->substr(start + log_size);
  code.from_cache = true;
  // Written again it is the same text, digest included: nothing of it is damaged.
  if (as_text(code) != *text) return std::nullopt;
  return code;
}

void Cache::keep(const std::string& key, const MachineCode& code) const {
  fs::create_directories(folder_);
  support::AtomicFile target(file(key));
  std::ofstream stream(target.path(), std::ios::binary);
  stream << as_text(code);
  stream.close();
  if (!stream) throw std::system_error(errno, std::generic_category(), "writing " + target.path().string());
  target.commit();
}

std::string cache_key(const std::string& text, int capability) {
  support::Digest digest;
  digest.add(text);
  for (const SourceFile& header : embedded_headers()) digest.add(std::string_view(header.text));
  for (const std::string& option : Nvrtc::options(capability)) digest.add(option);
  for (const Nvrtc::Attempt& attempt : Nvrtc::attempts)
    digest.add(fmt::format("{} {}", attempt.resident_blocks, attempt.numbers_in_code));
  return digest.hex();
}

MachineCode machine_code(const std::string& text, int capability, const Cache& cache) {
  std::string no_compiler;
  const std::unique_ptr<Nvrtc> compiler = compiler_if_any(no_compiler);
  const std::string key = cache_key(text, capability);
  if (auto kept = cache.find(key); kept && (!compiler || kept->compiler == compiler->version())) return *kept;
  if (!compiler) {
    throw std::runtime_error(fmt::format(
        "{}; or run 'gainswarm compile CONFIG --arch {}.{}' where there is one, and bring its cache here",
        no_compiler, capability / 10, capability % 10));
  }
  MachineCode code;
  code.binary = compiler->compile(text, capability);
  code.compiler = compiler->version();
  try {
    cache.keep(key, code);
  } catch (const std::system_error& error) {
    code.not_kept = error.what();
  }
  return code;
}

}  // namespace gainswarm::device
