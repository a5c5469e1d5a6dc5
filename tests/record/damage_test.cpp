#include <gtest/gtest.h>

#include "host/record/digest.hpp"
#include "tests/record/samples.hpp"

namespace gainswarm::record {
namespace {

/// What reading a damaged file may do: refuse, or give exactly what was written.
enum class Reading { refused, exact, wrong };

Reading reading_of(const std::filesystem::path& path, const std::string& expected) {
  try {
    return digest(read(path)) == expected ? Reading::exact : Reading::wrong;
  } catch (const ReadError&) {
    return Reading::refused;
  }
}

class DamagedRecord : public testing::Test {
 protected:
  DamagedRecord() : random_(fresh_seed()) {
    const Record record = random_record(random_);
    write(path(), record);
    bytes_ = bytes_of(path());
    expected_ = digest(record);
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "a.h5"; }
  std::size_t place() { return random_() % bytes_.size(); }
  Reading reading(const std::string& damaged) {
    put_bytes(path(), damaged);
    return reading_of(path(), expected_);
  }

  std::mt19937_64 random_;
  Folder folder_;
  std::string bytes_;
  std::string expected_;
};

TEST_F(DamagedRecord, WithFlippedBytesIsNeverReadWrong) {
  int refused = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string damaged = bytes_;
    const int flips = 1 << (random_() % 4);
    for (int flip = 0; flip < flips; ++flip) damaged[place()] ^= static_cast<char>(1 + random_() % 255);
    const Reading result = reading(damaged);
    ASSERT_NE(result, Reading::wrong) << "round " << round;
    refused += result == Reading::refused ? 1 : 0;
  }
  EXPECT_GT(refused, 300);
}

TEST_F(DamagedRecord, CutShortIsRefused) {
  for (int round = 0; round < 200; ++round) {
    ASSERT_EQ(reading(bytes_.substr(0, place())), Reading::refused) << "round " << round;
  }
}

TEST_F(DamagedRecord, WithZeroedBlocksIsNeverReadWrong) {
  for (int round = 0; round < 300; ++round) {
    std::string damaged = bytes_;
    const std::size_t start = place();
    damaged.replace(start, 512, std::min<std::size_t>(512, damaged.size() - start), '\0');
    ASSERT_NE(reading(damaged), Reading::wrong) << "round " << round;
  }
}

TEST_F(DamagedRecord, OfRandomBytesIsRefused) {
  for (int round = 0; round < 100; ++round) {
    std::string noise(place() + 1, '\0');
    for (char& byte : noise) byte = static_cast<char>(random_());
    ASSERT_EQ(reading(noise), Reading::refused);
  }
}

}  // namespace
}  // namespace gainswarm::record
