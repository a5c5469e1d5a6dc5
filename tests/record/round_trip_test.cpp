#include <gtest/gtest.h>

#include "host/record/digest.hpp"
#include "tests/record/samples.hpp"

namespace gainswarm::record {
namespace {

TEST(Record, ReadsBackEveryBit) {
  std::mt19937_64 random(fresh_seed());
  const Folder folder;
  for (int round = 0; round < 5; ++round) {
    const Record record = random_record(random);
    write(folder.path() / "a.h5", record);
    EXPECT_EQ(digest(read(folder.path() / "a.h5")), digest(record));
  }
}

TEST(Record, DigestSeesEveryBit) {
  std::mt19937_64 random(fresh_seed());
  const Record record = random_record(random);
  Record changed = record;
  changed.tuning.history[3].median_cost = -record.tuning.history[3].median_cost;
  EXPECT_NE(digest(changed), digest(record));
  changed = record;
  changed.response.signals[1].unit = "other";
  EXPECT_NE(digest(changed), digest(record));
  changed = record;
  changed.tuning.swarm.exemplars.back() += 1;
  EXPECT_NE(digest(changed), digest(record));
  changed = record;
  changed.tuning.front_search->last[1] += 1;
  EXPECT_NE(digest(changed), digest(record));
}

TEST(Record, OfNothingReadsBack) {
  const Folder folder;
  write(folder.path() / "a.h5", Record{});
  EXPECT_EQ(digest(read(folder.path() / "a.h5")), digest(Record{}));
}

TEST(Record, OfManyIterationsReadsBack) {
  std::mt19937_64 random(fresh_seed());
  const Folder folder;
  Record record = random_record(random);
  constexpr std::size_t iterations = 50'000;
  record.tuning.history.resize(iterations);
  record.tuning.swarm_best_costs.assign(iterations * 16, 0.5);
  record.tuning.best_gains.assign(iterations * 2, 1.5);  // the two tuned gains only
  write(folder.path() / "a.h5", record);
  EXPECT_EQ(digest(read(folder.path() / "a.h5")), digest(record));
}

TEST(Record, OfEqualRunsHasEqualBytes) {
  std::mt19937_64 random(fresh_seed());
  const Folder folder;
  const Record record = random_record(random);
  write(folder.path() / "a.h5", record);
  write(folder.path() / "b.h5", record);
  EXPECT_EQ(bytes_of(folder.path() / "a.h5"), bytes_of(folder.path() / "b.h5"));
}

TEST(Record, ReplacesTheFileAndLeavesNothingElse) {
  std::mt19937_64 random(fresh_seed());
  const Folder folder;
  write(folder.path() / "a.h5", random_record(random));
  const Record second = random_record(random);
  write(folder.path() / "a.h5", second);
  EXPECT_EQ(digest(read(folder.path() / "a.h5")), digest(second));
  EXPECT_EQ(folder.files(), 1);
}

TEST(Record, KeepsThePreviousFileWhenAsked) {
  std::mt19937_64 random(fresh_seed());
  const Folder folder;
  const auto path = folder.path() / "a.h5";
  keep_previous(path);
  EXPECT_EQ(folder.files(), 0);
  for (int round = 0; round < 3; ++round) {
    const std::string before = bytes_of(path);
    keep_previous(path);
    keep_previous(path);
    write(path, random_record(random));
    EXPECT_EQ(bytes_of(folder.path() / "a.h5.previous"), before);
    EXPECT_NE(bytes_of(path), before);
  }
  EXPECT_EQ(folder.files(), 2);
}

TEST(Record, WithValuesOfTheWrongShapeIsRefused) {
  std::mt19937_64 random(fresh_seed());
  const Folder folder;
  Record record = random_record(random);
  record.response.signals[0].values.pop_back();
  EXPECT_THROW(write(folder.path() / "a.h5", record), WriteError);
  EXPECT_EQ(folder.files(), 0);
}

}  // namespace
}  // namespace gainswarm::record
