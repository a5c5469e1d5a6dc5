// What `gainswarm bench --engine cuda` tells of compiling.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "host/bench/empty_cache.hpp"
#include "host/bench/report.hpp"
#include "host/device/cache.hpp"

namespace gainswarm::bench {
namespace {

TEST(DeviceReport, TellsTheTimeWithCompilingOnlyWhereThereIsACompiler) {
  DeviceReport report;
  report.later_evaluation_seconds = 0.5;
  const auto without = nlohmann::json::parse(to_json(report));
  EXPECT_TRUE(without.at("first_evaluation_seconds").is_null());
  EXPECT_EQ(without.at("later_evaluation_seconds"), 0.5);
  report.first_evaluation_seconds = 1.5;
  EXPECT_EQ(nlohmann::json::parse(to_json(report)).at("first_evaluation_seconds"), 1.5);
  EXPECT_THAT(to_table(report), testing::HasSubstr("with compiling 1.500 s"));
}

TEST(DeviceReport, IsMadeBesideTheUsersCacheAndNotInIt) {
  const auto users = device::Cache::default_folder();
  std::filesystem::path own;
  {
    const EmptyCache cache;
    own = device::Cache::default_folder();
    EXPECT_NE(own, users);
    EXPECT_TRUE(std::filesystem::is_empty(own));
  }
  EXPECT_FALSE(std::filesystem::exists(own));
  EXPECT_EQ(device::Cache::default_folder(), users);
}

}  // namespace
}  // namespace gainswarm::bench
