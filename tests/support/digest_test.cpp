#include "host/support/digest.hpp"

#include <gtest/gtest.h>

#include <array>

namespace gainswarm::support {
namespace {

TEST(Digest, OfNothingIsTheStandardsEmptyHash) {
  EXPECT_EQ(Digest().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digest, SeesTheSignOfZero) {
  EXPECT_NE(Digest().add(0.0).hex(), Digest().add(-0.0).hex());
}

TEST(Digest, SeesWhereOneTextEndsAndTheNextBegins) {
  EXPECT_NE(Digest().add(std::string_view("ab")).add(std::string_view("c")).hex(),
            Digest().add(std::string_view("a")).add(std::string_view("bc")).hex());
}

}  // namespace
}  // namespace gainswarm::support
