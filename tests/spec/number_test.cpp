// Numbers and units.
#include "host/spec/number.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>

#include "tests/support/seed.hpp"

namespace gainswarm::spec {
namespace {

double value(const std::string& text) {
  return parse_measure(Text(text)).value;
}
std::string si(const std::string& text) {
  return parse_measure(Text(text)).unit.si;
}

TEST(Number, PrefixesAreExact) {
  EXPECT_EQ(value("5 ms"), 0.005);
  EXPECT_EQ(value("35 ms"), 0.035);
  EXPECT_EQ(value("9.95 mm"), 0.00995);
  EXPECT_EQ(value("200 g"), 0.2);
  EXPECT_EQ(value("1.5 kg"), 1.5);
  EXPECT_EQ(value("3 cm^2"), 3e-4);
  EXPECT_EQ(value("5 %"), 0.05);
  EXPECT_EQ(value("2.5 kN/mm"), 2.5e6);
  EXPECT_EQ(value("1e3 us"), 1e-3);
}

TEST(Number, OhmMayBeWrittenSmall) {
  EXPECT_EQ(value("2 kohm"), 2000);
  EXPECT_EQ(si("2 ohm"), "Ohm");
}

TEST(Number, AnglesTimesAndSpeedsAreConverted) {
  EXPECT_EQ(value("180 deg"), std::numbers::pi);
  EXPECT_EQ(value("2 rev"), 4 * std::numbers::pi);
  EXPECT_DOUBLE_EQ(value("30 rpm"), std::numbers::pi);
  EXPECT_EQ(value("10 min"), 600);
  EXPECT_EQ(value("36 km/h"), 10);
  EXPECT_EQ(value("-90 deg/s"), -std::numbers::pi / 2);
}

TEST(Number, UnitIsGivenBackInSi) {
  EXPECT_EQ(si("1 N*mm"), "N*m");
  EXPECT_EQ(si("1 deg/s"), "rad/s");
  EXPECT_EQ(si("1 rpm"), "rad/s");
  EXPECT_EQ(si("12 V/rpm"), "V/(rad/s)");
  EXPECT_EQ(si("12 V/(rad/s)"), "V/(rad/s)");
  EXPECT_EQ(si("1 g*cm^2"), "kg*m^2");
  EXPECT_EQ(si("5 %"), "");
  EXPECT_EQ(si("5"), "");
}

TEST(Number, DimensionsOfDerivedUnitsAgree) {
  const auto same = [](const std::string& a, const std::string& b) {
    return parse_unit(Text(a)).dimension == parse_unit(Text(b)).dimension;
  };
  EXPECT_TRUE(same("N", "kg*m/s^2"));
  EXPECT_TRUE(same("V", "W/A"));
  EXPECT_TRUE(same("Ohm", "V/A"));
  EXPECT_TRUE(same("H", "V*s/A"));
  EXPECT_TRUE(same("F", "C/V"));
  EXPECT_TRUE(same("T", "Wb/m^2"));
  EXPECT_TRUE(same("Wb", "V*s"));
  EXPECT_TRUE(same("J", "W*s"));
  EXPECT_TRUE(same("Pa", "N/m^2"));
  EXPECT_TRUE(same("Hz", "s^-1"));
  EXPECT_TRUE(same("rad", "1"));
  EXPECT_FALSE(same("kg", "s"));
  EXPECT_FALSE(same("m/s", "m*s"));
}

TEST(Number, WhatIsWrongIsSaidAtItsCharacter) {
  const auto column = [](const std::string& text) -> std::string {
    const auto source = std::make_shared<const Source>(Source{"a", text, ""});
    try {
      parse_measure(Text(text, {source, 1, 1}));
    } catch (const InputError& error) {
      return std::string(error.what()).substr(0, std::string(error.what()).find(": "));
    }
    return "accepted";
  };
  EXPECT_EQ(column("5 kgg"), "a:1:3");
  EXPECT_EQ(column("5 kg*q"), "a:1:6");
  EXPECT_EQ(column("5 kg m"), "a:1:6");
  EXPECT_EQ(column("5 m^1.5"), "a:1:6");
  EXPECT_EQ(column("x"), "a:1:1");
  EXPECT_EQ(column("1e"), "a:1:2");
  EXPECT_EQ(column("1..2"), "a:1:3");
  EXPECT_EQ(column(""), "a:1:1");
  EXPECT_EQ(column("5 kg"), "accepted");
}

TEST(Number, InfinityIsRead) {
  EXPECT_EQ(value("inf"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(value("-inf"), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(value(".inf"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(value("inf N"), std::numeric_limits<double>::infinity());
}

TEST(Number, WholeNumbersReachTheirLimits) {
  EXPECT_EQ(parse_unsigned(Text("18446744073709551615")), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(parse_integer(Text("-5")), -5);
  EXPECT_EQ(parse_integer(Text("0")), 0);
  EXPECT_THROW(parse_unsigned(Text("18446744073709551616")), InputError);
  EXPECT_THROW(parse_integer(Text("")), InputError);
  EXPECT_THROW(parse_integer(Text("1e3")), InputError);
}

TEST(Number, EveryDoubleSurvivesItsText) {
  std::mt19937_64 random(tests::fresh_seed());
  for (int i = 0; i < 100'000; ++i) {
    const auto number = std::bit_cast<double>(random());
    if (std::isnormal(number)) {
      ASSERT_EQ(value(to_text(number)), number) << to_text(number);
      ASSERT_EQ(value(to_text(number, "kg*m^2/s")), number) << to_text(number);
    }
  }
}

}  // namespace
}  // namespace gainswarm::spec
