#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Tune, PrintsOneJsonObjectWithEveryPromisedKey) {
  const Scratch scratch;
  const Outcome outcome = run({"tune", small_problem(), "--json", "--out", scratch / "a.h5"});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  ASSERT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 1);
  const json result = json::parse(outcome.out);
  for (const char* key : {"engine", "best", "validation", "evaluations", "trajectory_steps", "wall_seconds",
                          "warnings", "fingerprint", "stop", "result"}) {
    EXPECT_TRUE(result.contains(key)) << key;
  }
  EXPECT_EQ(result["best"]["gains"].size(), 2);
  EXPECT_GT(result["best"]["gains"]["k_p"], 9.81);  // less would not hold the pendulum up
  const double terms = result["best"]["components"]["angle"].get<double>() +
                       result["best"]["components"]["effort"].get<double>();
  EXPECT_NEAR(result["best"]["cost"], terms, 1e-12 * terms);
  EXPECT_EQ(result["validation"]["success_rate"], 1.0);
  EXPECT_EQ(result["validation"]["cost"], result["validation"]["sets"]["fresh"]["cost"]);
  const json wide = result["validation"]["sets"]["wide"];
  EXPECT_EQ(wide["scenarios"], 10);
  EXPECT_LE(wide["success_interval"][0], wide["success_rate"]);
  EXPECT_EQ(wide["worst"].size(), 5);
  EXPECT_EQ(wide["worst"][0]["cost"], wide["cost_percentiles"]["highest"]);
  EXPECT_EQ(result["fingerprint"].get<std::string>().size(), 64);
  EXPECT_EQ(result["stop"], "budget");
  EXPECT_EQ(result["result"], scratch / "a.h5");
}

TEST(Tune, ReportsTheSameNumbersToPeopleToMachinesAndInTheFile) {
  const Scratch scratch;
  const json result = json::parse(run({"tune", small_problem(), "--json", "--out", scratch / "a.h5"}).out);
  const record::Record record = record::read(scratch / "a.h5");
  EXPECT_EQ(result["best"]["cost"], record.tuning.cost);
  EXPECT_EQ(result["best"]["gains"]["k_d"], record.tuning.gains[1].value);
  EXPECT_EQ(result["fingerprint"], record.tuning.fingerprint);
  EXPECT_EQ(result["validation"]["success_rate"], record.tuning.validation[0].success_rate);
  EXPECT_EQ(record.tuning.history.size(), 12);
  EXPECT_EQ(record.problem, "small");
  EXPECT_EQ(record.configuration.files.at(0).text, contents(small_problem()));
  EXPECT_EQ(record.provenance.seed, 3);
  EXPECT_THAT(record.provenance.started, testing::MatchesRegex("....-..-..T..:..:..Z"));

  const Outcome report = run({"tune", small_problem(), "--out", scratch / "b.h5"});
  EXPECT_EQ(report.code, 0);
  EXPECT_THAT(report.out, AllOf(HasSubstr("Best gains"), HasSubstr("N*m/rad"), HasSubstr("Validation"),
                                HasSubstr("fresh"), HasSubstr(scratch / "b.h5")));
}

TEST(Tune, RecordsTheResponseWithItsKindsUnitsAndLimits) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}).code, 0);
  const record::Response response = record::read(scratch / "a.h5").response;
  EXPECT_EQ(response.set, "training");
  ASSERT_EQ(response.time.size(), 101);  // a sample each 20 ms, both ends included
  EXPECT_DOUBLE_EQ(response.time.back(), 2);
  const record::Signal& angle = response.signals.at(0);
  EXPECT_EQ(angle.name + " " + angle.unit + " " + angle.kind, "theta rad state");
  const auto torque = std::find_if(response.signals.begin(), response.signals.end(),
                                   [](const auto& signal) { return signal.kind == "input"; });
  ASSERT_NE(torque, response.signals.end());
  EXPECT_EQ(torque->lower, -6);
  EXPECT_EQ(torque->upper, 6);
  EXPECT_EQ(torque->values.size(), response.time.size());
}

TEST(Tune, ReportsMetricsWithUnitAndPercentilesAndTunesTheSame) {
  const Scratch scratch;
  const Arguments plain = {"tune", small_problem(), "--out", scratch / "a.h5"};
  Arguments measured = plain;
  measured.insert(measured.end(), {"--set", "objective.metrics={peak: {value: max(abs(theta)), unit: rad}}"});
  const Outcome outcome = run(measured);
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("peak [rad]"), HasSubstr("95 % confidence"), HasSubstr("median"),
                                 HasSubstr("costliest: fresh:")));
  const record::Record with = record::read(scratch / "a.h5");
  const tuner::MetricValues& peak = with.tuning.validation.at(0).metrics.at(0);
  EXPECT_EQ(peak.unit, "rad");
  EXPECT_GT(peak.percentiles.p50, 0);
  EXPECT_LE(peak.percentiles.highest, 0.5 + 1e-9);
  ASSERT_EQ(run(plain).code, 0);
  const record::Record without = record::read(scratch / "a.h5");
  EXPECT_EQ(with.tuning.fingerprint, without.tuning.fingerprint);
  EXPECT_EQ(with.provenance.program_hash, without.provenance.program_hash);
  EXPECT_EQ(with.tuning.validation[0].costs, without.tuning.validation[0].costs);
}

TEST(Tune, QuietPrintsNothingAtAll) {
  const Scratch scratch;
  const Outcome outcome = run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out + outcome.error, "");
}

TEST(Tune, KeepsThePreviousResult) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--seed", "1", "--out", scratch / "a.h5"}).code, 0);
  const std::string first = contents(scratch / "a.h5");
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--seed", "2", "--out", scratch / "a.h5"}).code, 0);
  EXPECT_EQ(contents(scratch / "a.h5.previous"), first);
  EXPECT_EQ(record::read(scratch / "a.h5").provenance.seed, 2);
}

TEST(Tune, NamesTheResultAfterTheProblemWhereverTheNameWouldLead) {
  const Scratch scratch;
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(scratch.path());
  const Outcome outcome = run({"tune", small_problem(), "--quiet", "--set", "name=../up and away"});
  std::filesystem::current_path(here);
  EXPECT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_TRUE(std::filesystem::exists(scratch / "___up_and_away.h5"));
}

TEST(Tune, ThatMissesARequirementEndsWithThree) {
  const Scratch scratch;
  const Outcome outcome = run({"tune", small_problem(), "--out", scratch / "a.h5", "--set",
                               "objective.require={speed: {value: max(abs(omega)), below: 0.001}}"});
  EXPECT_EQ(outcome.code, 3) << outcome.error;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("NOT met"), HasSubstr("speed"), HasSubstr("warning:")));
  EXPECT_FALSE(record::read(scratch / "a.h5").tuning.requirements_met);
}

TEST(Tune, WhoseBestGainsFailEndsWithThree) {
  const Scratch scratch;
  const Outcome outcome =
      run({"tune", small_problem(), "--json", "--quiet", "--out", scratch / "a.h5", "--set",
           "gains.k_p={bounds: [0, 1]}", "--set", "gains.k_d={bounds: [0.01, 0.1]}"});
  EXPECT_EQ(outcome.code, 3) << outcome.error;
  EXPECT_GT(json::parse(outcome.out)["best"]["failed_scenarios"], 0);
}

TEST(Tune, PrintsNoColoursWithoutATerminal) {
  const Scratch scratch;
  const Outcome outcome = run({"tune", small_problem(), "--out", scratch / "a.h5"});
  EXPECT_THAT(outcome.out + outcome.error, Not(HasSubstr("\033")));
}

/// While it lives, no file can grow beyond that many bytes.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &usual_);
    const rlimit tight{bytes, usual_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &tight);
  }
  ~FileSizeLimit() { setrlimit(RLIMIT_FSIZE, &usual_); }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit usual_{};
};

TEST(Tune, ThatCannotWriteItsResultShowsTheGainsAndKeepsTheOldFile) {
  const Scratch scratch;
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"}).code, 0);
  const std::string before = contents(scratch / "a.h5");
  for (const rlim_t bytes : {0U, 512U, 4096U, 20000U}) {
    const FileSizeLimit limit(bytes);
    const Outcome outcome = run({"tune", small_problem(), "--quiet", "--out", scratch / "a.h5"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_THAT(outcome.error,
                AllOf(HasSubstr("Best gains"), HasSubstr("cannot write"), HasSubstr("File too large")));
    EXPECT_EQ(contents(scratch / "a.h5"), before);
  }
}

TEST(Tune, GoesOnWhenNobodyReadsItsProgress) {
  const Scratch scratch;
  const std::string line =
      program() + " tune " + small_problem() + " --out " + (scratch / "a.h5") + " 2> /dev/full > /dev/null";
  EXPECT_EQ(std::system(line.c_str()), 0);
  EXPECT_EQ(record::read(scratch / "a.h5").tuning.history.size(), 12);
}

}  // namespace
}  // namespace gainswarm::cli
