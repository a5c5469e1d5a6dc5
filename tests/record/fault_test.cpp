#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "host/record/digest.hpp"
#include "tests/record/faults.hpp"
#include "tests/record/samples.hpp"

namespace gainswarm::record {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// The message of the WriteError that `work` throws; "" if it throws none.
template <class Work>
std::string write_error(Work work) {
  try {
    work();
  } catch (const WriteError& error) {
    return error.what();
  }
  return "";
}

class RecordUnderFaults : public testing::Test {
 protected:
  RecordUnderFaults() : random_(fresh_seed()), old_(random_record(random_)), fresh_(random_record(random_)) {
    write(path(), old_);
    before_ = bytes_of(path());
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "a.h5"; }
  void expect_untouched() const {
    EXPECT_EQ(bytes_of(path()), before_);
    EXPECT_EQ(folder_.files(), 1);
  }
  /// The old file, untouched; or, when only the folder's synchronisation failed, the new one, complete.
  void expect_old_or_complete() const {
    if (bytes_of(path()) == before_) return expect_untouched();
    expect_complete();
    write(path(), old_);
  }
  void expect_complete() const {
    EXPECT_EQ(digest(read(path())), digest(fresh_));
    EXPECT_EQ(folder_.files(), 1);
  }

  std::mt19937_64 random_;
  Folder folder_;
  Record old_;
  Record fresh_;
  std::string before_;
};

struct Attempt {
  std::string message;  ///< of the WriteError; "" if there was none
  bool struck;          ///< whether a system call was made to fail
};

Attempt write_with_fault(const std::filesystem::path& path, const Record& record, long call, bool lasting,
                         int error) {
  const Fault fault(call, lasting, error);
  const std::string message = write_error([&] { write(path, record); });
  return {message, fault.struck()};
}

TEST_F(RecordUnderFaults, FullDiskAtAnyCallIsReportedAndLeavesTheOldFile) {
  for (long call = 0;; ++call) {
    SCOPED_TRACE(call);
    const Attempt attempt = write_with_fault(path(), fresh_, call, true, ENOSPC);
    if (!attempt.struck) break;
    EXPECT_THAT(attempt.message,
                AllOf(HasSubstr("cannot write " + path().string()), HasSubstr("No space left")));
    expect_old_or_complete();
    ASSERT_FALSE(HasFailure());
  }
  expect_complete();
}

TEST_F(RecordUnderFaults, OneFailedCallAnywhereIsReportedUnlessTheFileIsComplete) {
  int reported = 0;
  for (long call = 0;; ++call) {
    SCOPED_TRACE(call);
    const Attempt attempt = write_with_fault(path(), fresh_, call, false, EIO);
    if (attempt.message.empty()) expect_complete();
    if (!attempt.struck) break;
    expect_old_or_complete();
    reported += attempt.message.empty() ? 0 : 1;
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(reported, 20);
}

TEST_F(RecordUnderFaults, FileSizeLimitIsReportedWithTheSystemsWords) {
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit usual{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &usual), 0);
  for (std::size_t limit = 0; limit < before_.size(); limit += before_.size() / 50) {
    const rlimit tight{limit, usual.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
    const std::string message = write_error([&] { write(path(), fresh_); });
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &usual), 0);
    EXPECT_THAT(message, HasSubstr("File too large")) << "limit " << limit;
    expect_untouched();
  }
}

TEST_F(RecordUnderFaults, MissingFolderIsReported) {
  const auto nowhere = folder_.path() / "missing" / "a.h5";
  const auto message = AllOf(HasSubstr(nowhere.string()), HasSubstr("No such file or directory"));
  EXPECT_THAT(write_error([&] { write(nowhere, fresh_); }), message);
  EXPECT_THAT(write_error([&] { check_writable(nowhere); }), message);
}

TEST_F(RecordUnderFaults, FolderAsTargetIsReported) {
  EXPECT_THAT(write_error([&] { write(folder_.path(), fresh_); }), HasSubstr("not a regular file"));
  EXPECT_THAT(write_error([&] { check_writable(folder_.path()); }), HasSubstr("not a regular file"));
  EXPECT_THAT(write_error([&] { write("/dev/null", fresh_); }), HasSubstr("not a regular file"));
}

/// Root may write everywhere: while this lives, the process is nobody instead.
class NotRoot {
 public:
  NotRoot() : user_(geteuid()) {
    if (user_ == 0) change(65534);
  }
  ~NotRoot() { change(user_); }
  NotRoot(const NotRoot&) = delete;
  NotRoot& operator=(const NotRoot&) = delete;

 private:
  static void change(uid_t user) { EXPECT_EQ(seteuid(user), 0); }
  uid_t user_;
};

TEST_F(RecordUnderFaults, ReadOnlyFolderIsReported) {
  std::filesystem::permissions(folder_.path(), std::filesystem::perms{0555});
  {
    const NotRoot nobody;
    EXPECT_THAT(write_error([&] { write(path(), fresh_); }), HasSubstr("Permission denied"));
    EXPECT_THAT(write_error([&] { check_writable(path()); }), HasSubstr("Permission denied"));
  }
  expect_untouched();
}

TEST_F(RecordUnderFaults, CheckOfAWritablePlaceChangesNothing) {
  check_writable(path());
  check_writable(folder_.path() / "b.h5");
  expect_untouched();
}

}  // namespace
}  // namespace gainswarm::record
