#include "host/support/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace gainswarm::support {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& operation, int error = errno) {
  throw std::system_error(error, std::generic_category(), operation);
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

void refuse_unless_replaceable(const fs::path& target) {
  const auto status = fs::status(target);
  if (fs::exists(status) && !fs::is_regular_file(status))
    fail("replacing what is not a regular file", EINVAL);
}

/// Makes a rename survive a power failure.
void synchronise_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail("opening the folder");
  const int error = ::fsync(descriptor) == 0 ? 0 : errno;
  if (::close(descriptor) != 0 && error == 0) fail("closing the folder");
  // Some network file systems cannot synchronise a folder and say so with EINVAL.
  if (error != 0 && error != EINVAL) fail("synchronising the folder", error);
}

}  // namespace

AtomicFile::AtomicFile(fs::path target) : target_(std::move(target)) {
  refuse_unless_replaceable(target_);
  const std::string stem = "." + target_.filename().string() + "." + std::to_string(::getpid()) + ".";
  for (int attempt = 0; descriptor_ < 0; ++attempt) {
    temporary_ = folder_of(target_) / (stem + std::to_string(attempt) + ".tmp");
    descriptor_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0 && (errno != EEXIST || attempt == 99)) fail("creating a file beside it");
  }
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!committed_) ::unlink(temporary_.c_str());
}

void AtomicFile::commit() {
  if (::fsync(descriptor_) != 0) fail("synchronising");
  if (::close(std::exchange(descriptor_, -1)) != 0) fail("closing");
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail("renaming");
  committed_ = true;
  synchronise_folder(folder_of(target_));
}

void keep_as(const fs::path& from, const fs::path& to) {
  if (!fs::exists(from)) return;
  fs::path link = to;
  link += "." + std::to_string(::getpid()) + ".tmp";
  if (::link(from.c_str(), link.c_str()) != 0) {
    if (::rename(from.c_str(), to.c_str()) != 0) fail("keeping the previous file");
    return;
  }
  const int result = ::rename(link.c_str(), to.c_str());
  const int error = errno;
  ::unlink(link.c_str());  // still there when both names already meant the same file, or after an error
  if (result != 0) fail("keeping the previous file", error);
}

}  // namespace gainswarm::support
