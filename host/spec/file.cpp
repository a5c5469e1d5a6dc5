#include "host/spec/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace gainswarm::spec {
namespace {

/// An open file, closed at the end of the scope.
class File {
 public:
  /// O_NONBLOCK: opening a pipe that nobody writes to must not wait.
  explicit File(const std::string& path)
      : descriptor_(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)) {}
  ~File() {
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] bool is_regular() const {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
  }
  /// At most `limit` + 1 bytes, so that a longer file shows; false: the read failed.
  [[nodiscard]] bool read_up_to(std::size_t limit, std::string& text) const {
    std::array<char, 1 << 16> buffer{};
    while (text.size() <= limit) {
      const ssize_t count = ::read(descriptor_, buffer.data(), buffer.size());
      if (count == 0) {
        return true;
      }
      if (count < 0 && errno != EINTR) {
        return false;
      }
      text.append(buffer.data(), static_cast<std::size_t>(count > 0 ? count : 0));
    }
    return true;
  }

 private:
  int descriptor_;
};

/// One code point of UTF-8 text.
struct Character {
  std::uint32_t code = 0;
  std::size_t length = 0;  ///< bytes; 0: the bytes are not UTF-8
};

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

Character decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) {
    return {lead, 1};
  }
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
    return {};
  }
  std::uint32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) {
      return {};
    }
    code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  return code < smallest[length] || code > 0x10FFFF || surrogate ? Character{} : Character{code, length};
}

/// Control characters, and the invisible ones that reorder or hide the text a person reads.
bool is_forbidden(std::uint32_t code) {
  return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0) || code == 0x2028 ||
         code == 0x2029 || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
         code == 0xFEFF || (code & 0xFFFEU) == 0xFFFE;
}

bool has_yaml_ending(const std::string& path) {
  const auto ending = std::filesystem::path(path).extension();
  return ending == ".yaml" || ending == ".yml";
}

}  // namespace

void check_text(const std::shared_ptr<const Source>& source) {
  const std::string_view text = source->text;
  Position position{source, 1, 1};
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') {
      ++i;
    }
    const Character character = decode(text.substr(i));
    if (character.length == 0) {
      throw InputError(position, "the text is not valid UTF-8; save the file as UTF-8");
    }
    if (is_forbidden(character.code)) {
      throw InputError(position, "a control character (code " + std::to_string(character.code) +
                                     ") does not belong in a configuration; remove it");
    }
    i += character.length;
    position.column += static_cast<std::uint32_t>(character.length);
    if (character.code == '\n') {
      ++position.line;
      position.column = 1;
    }
  }
}

std::shared_ptr<const Source> read_file(const std::string& path, const Position& asked_from) {
  const Position where =
      asked_from.source ? asked_from : Position{std::make_shared<const Source>(Source{path, ""}), 0, 0};
  const std::string name = asked_from.source ? "file '" + path + "' " : "this file ";
  if (!has_yaml_ending(path)) {
    throw InputError(where, name + "is not a YAML file (its name must end in .yaml or .yml)");
  }
  const File file(path);
  if (!file.is_open()) {
    throw InputError(where, name + "cannot be opened (" + std::strerror(errno) + ")");
  }
  if (!file.is_regular()) {
    throw InputError(where, name + "is not a regular file");
  }
  Source source{path, "", std::filesystem::path(path).parent_path().string()};
  if (!file.read_up_to(max_file_size, source.text)) {
    throw InputError(where, name + "cannot be read (" + std::strerror(errno) + ")");
  }
  if (source.text.size() > max_file_size) {
    throw InputError(where, name + "is larger than 1 MiB (configurations are small)");
  }
  if (source.text.starts_with("\xEF\xBB\xBF")) {
    source.text.erase(0, 3);
  }
  auto shared = std::make_shared<const Source>(std::move(source));
  check_text(shared);
  return shared;
}

}  // namespace gainswarm::spec
