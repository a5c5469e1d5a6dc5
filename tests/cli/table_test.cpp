#include "host/cli/table.hpp"

#include <gtest/gtest.h>

#include "host/cli/terminal.hpp"

namespace gainswarm::cli {
namespace {

TEST(Table, AlignsColumnsByTheirCharacters) {
  Table table({1});
  table.add({"name", "value"});
  table.add({"Dämpfung", "1"});
  table.add({"k", "-12.5", "*"});
  EXPECT_EQ(table.text(),
            "  name      value\n"
            "  Dämpfung      1\n"
            "  k         -12.5  *\n");
}

TEST(Count, GroupsThousands) {
  EXPECT_EQ(count(0), "0");
  EXPECT_EQ(count(999), "999");
  EXPECT_EQ(count(1000), "1,000");
  EXPECT_EQ(count(-1234567), "-1,234,567");
  EXPECT_EQ(count(-123), "-123");
}

TEST(Duration, IsShortAtEveryLength) {
  EXPECT_EQ(duration(0.01234), "0.0123 s");
  EXPECT_EQ(duration(99.4), "99.4 s");
  EXPECT_EQ(duration(99.6), "1 min 40 s");
  EXPECT_EQ(duration(3599.6), "1 h 0 min");
  EXPECT_EQ(duration(7384), "2 h 3 min");
}

TEST(Printable, LeavesNothingThatSteersATerminal) {
  EXPECT_EQ(printable("a\033[31mb\rc\x7F\nd\te ü"), "a?[31mb?c?\nd\te ü");
  EXPECT_EQ(printable("a\u009B31m\u00A0\xC2"), "a?31m\u00A0\xC2");
  Table table;
  table.add({"\033[31m"});
  EXPECT_EQ(table.text(), "  ?[31m\n");
}

}  // namespace
}  // namespace gainswarm::cli
