// The program with CUDA devices, simulated ones, and without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "host/record/record.hpp"
#include "tests/cli/program.hpp"
#include "tests/device/simulated_device.hpp"

namespace gainswarm::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// No driver that lends a device, no compiler, an empty cache.
Arguments without_device(const Scratch& scratch) {
  return {"CUDA_VISIBLE_DEVICES=", "CUDA_PATH=/nowhere", "GAINSWARM_CACHE=" + scratch / "cache"};
}

TEST(WithoutADevice, CudaIsAnErrorWithReasonAndAdvice) {
  const Scratch scratch;
  const Outcome outcome =
      run({"tune", small_problem(), "--engine", "cuda", "--out", scratch / "a.h5"}, without_device(scratch));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.error, HasSubstr("no CUDA device can be used ("));
  EXPECT_THAT(outcome.error, HasSubstr("use the engine cpu"));
  const bool has_driver = outcome.error.find("driver was not found") == std::string::npos;
  EXPECT_THAT(outcome.error,
              HasSubstr(has_driver ? "nvidia-smi" : "install it where there is such a device"));
  EXPECT_FALSE(std::filesystem::exists(scratch / "a.h5"));
}

TEST(WithoutADevice, AutoTakesTheProcessorAndRecordsWhy) {
  const Scratch scratch;
  const Outcome outcome = run({"tune", small_problem(), "--out", scratch / "a.h5", "--json", "--threads", "1",
                               "--set", "swarm.particles=64"},
                              without_device(scratch));
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  const std::string engine = record::read(scratch / "a.h5").provenance.engine;
  EXPECT_THAT(engine, HasSubstr("auto: no CUDA device can be used ("));
  EXPECT_THAT(engine, testing::Not(HasSubstr("nvidia-smi"))) << "advice for nobody: no device was asked for";
  EXPECT_EQ(json::parse(outcome.out)["engine"], engine);
}

TEST(WithoutADevice, DoctorSaysWhatIsMissing) {
  const Scratch scratch;
  const Outcome outcome = run({"doctor", "--json"}, without_device(scratch));
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  const json found = json::parse(outcome.out);
  EXPECT_TRUE(found["devices"].empty());
  EXPECT_THAT(found["driver_problem"].get<std::string>(), HasSubstr("no CUDA device can be used"));
  EXPECT_THAT(found["nvrtc_problem"].get<std::string>(), HasSubstr("CUDA toolkit"));
  EXPECT_EQ(found["cached_programs"], 0);
  EXPECT_THAT(found["auto"].get<std::string>(), HasSubstr("cpu"));
}

/// The program finds simulated devices as this process does.
class OnADevice : public tests::OnSimulatedDevice<> {
 protected:
  static json tune(const std::string& engine) {
    const Scratch scratch;
    const Outcome outcome =
        run({"tune", small_problem(), "--engine", engine, "--json", "--out", scratch / "a.h5"});
    EXPECT_EQ(outcome.code, 0) << outcome.error;
    return json::parse(outcome.out);
  }
};

TEST_F(OnADevice, DoctorListsIt) {
  const tests::SimulatedDevice device;
  const json found = json::parse(run({"doctor", "--json"}).out);
  ASSERT_EQ(found["devices"].size(), 1U);
  EXPECT_EQ(found["devices"][0]["name"], "Simulated");
  EXPECT_EQ(found["devices"][0]["compute_capability"], "9.0");
  EXPECT_EQ(found["nvrtc"], "1.0");
}

TEST_F(OnADevice, TuneGivesTheFingerprintOfTheProcessor) {
  const tests::SimulatedDevice device;
  const json cuda = tune("cuda");
  EXPECT_THAT(cuda["engine"].get<std::string>(), testing::StartsWith("cuda (Simulated 9.0"));
  EXPECT_EQ(cuda["fingerprint"], tune("cpu")["fingerprint"]);
}

TEST_F(OnADevice, FaultsAreTold) {
  const tests::SimulatedDevice device{{"SIMULATED_FAULTS", "719 0.005"}};
  const Scratch scratch;
  // Three in a row may come, in training or in validation: then the run ends early and still tells all.
  const Outcome outcome = run({"tune", small_problem(), "--engine", "cuda", "--json", "--out",
                               scratch / "a.h5", "--set", "swarm.iterations=200"});
  const json report = json::parse(outcome.out);
  EXPECT_EQ(outcome.code, report["stop"] == "engine_failed" ? 1 : 0) << outcome.error;
  EXPECT_THAT(report["warnings"].dump(), HasSubstr("worker started anew"));
  EXPECT_EQ(record::read(scratch / "a.h5").tuning.warnings.size(), report["warnings"].size());
}

Arguments endless_on_device(const std::string& out) {
  return {"tune", small_problem(), "--engine", "cuda", "--out", out, "--set", "swarm.iterations=900000000"};
}

TEST_F(OnADevice, ThatDiesEndsTheRunAfterSavingWhatWasFound) {
  const Scratch scratch;
  const tests::SimulatedDevice device{{"SIMULATED_END", scratch / "end"}};
  Program program(endless_on_device(scratch / "a.h5"));
  ASSERT_TRUE(program.wait_for("iteration 1/"));
  std::ofstream(scratch / "end") << "now";
  EXPECT_EQ(program.finish().code, 1);
  const record::Record record = record::read(scratch / "a.h5");
  EXPECT_EQ(record.tuning.stop, tuner::StopReason::engine_failed);
  EXPECT_GE(record.tuning.history.size(), 1U);
}

TEST_F(OnADevice, ThatDiesInTheValidationLeavesTheGains) {
  const Scratch scratch;
  const tests::SimulatedDevice device{{"SIMULATED_END", scratch / "end"}};
  Program program({"tune", small_problem(), "--engine", "cuda", "--out", scratch / "a.h5", "--set",
                   "swarm.iterations=1", "--set", "polish.enabled=false", "--set",
                   "scenarios.validation.fresh.count=100000"});
  ASSERT_TRUE(program.wait_for("validation follow"));
  std::ofstream(scratch / "end") << "now";
  EXPECT_EQ(program.finish().code, 1);
  const record::Record record = record::read(scratch / "a.h5");
  EXPECT_EQ(record.tuning.history.size(), 1U);
  EXPECT_FALSE(record.tuning.gains.empty());
}

TEST_F(OnADevice, ControlCSavesTheResult) {
  const tests::SimulatedDevice device;
  const Scratch scratch;
  Program program(endless_on_device(scratch / "a.h5"));
  ASSERT_TRUE(program.wait_for("iteration 1/"));
  program.send(SIGINT);
  EXPECT_EQ(program.finish().code, 130);
  EXPECT_EQ(record::read(scratch / "a.h5").tuning.stop, tuner::StopReason::interrupted);
}

/// Processes whose parent is `process`.
std::vector<pid_t> children(pid_t process) {
  std::ifstream list("/proc/" + std::to_string(process) + "/task/" + std::to_string(process) + "/children");
  return {std::istream_iterator<pid_t>(list), {}};
}

bool ends_soon(pid_t process) {
  for (int i = 0; i < 100 && ::kill(process, 0) == 0; ++i) {
    std::ifstream status("/proc/" + std::to_string(process) + "/stat");
    if (std::string(std::istreambuf_iterator<char>(status), {}).find(") Z ") != std::string::npos)
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return ::kill(process, 0) != 0;
}

TEST_F(OnADevice, WorkersEndWithTheProgramHoweverItEnds) {
  const tests::SimulatedDevice device;
  const Scratch scratch;
  Program program(endless_on_device(scratch / "a.h5"));
  ASSERT_TRUE(program.wait_for("iteration 1/"));
  const std::vector<pid_t> workers = children(program.id());
  ASSERT_FALSE(workers.empty());
  program.send(SIGKILL);
  program.finish();
  for (const pid_t worker : workers) EXPECT_TRUE(ends_soon(worker));
}

TEST(Compile, LeavesTheCodeInTheCache) {
  const Scratch scratch;
  const Arguments environment{"GAINSWARM_CACHE=" + scratch / "cache"};
  const Arguments arguments{"compile", small_problem(), "--arch", "8.0", "9.0", "--json"};
  const Outcome first = run(arguments, environment);
  if (first.error.find("no compiler for CUDA devices") != std::string::npos) GTEST_SKIP() << first.error;
  ASSERT_EQ(first.code, 0) << first.error;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(scratch / "cache"))
    files += entry.path().extension() == ".device" ? 1 : 0;
  EXPECT_EQ(files, 6U) << "training, validation and swarms for two devices";
  EXPECT_EQ(run(arguments, environment).out, first.out);
  const Arguments elsewhere{environment.front(), "CUDA_PATH=/nowhere"};
  EXPECT_EQ(run(arguments, elsewhere).out, first.out) << "without a compiler the cache will do";
  EXPECT_THAT(run({"compile", small_problem(), "--arch", "8.9"}, elsewhere).error,
              HasSubstr("no compiler for CUDA devices"));
  EXPECT_EQ(run({"compile", small_problem(), "--arch", "nine"}, elsewhere).code, 2);
}

TEST(Compile, ThatCannotKeepTheCodeFails) {
  const Scratch scratch;
  std::ofstream(scratch / "file") << "no folder";
  const Outcome outcome = run({"compile", small_problem()}, {"GAINSWARM_CACHE=" + scratch / "file"});
  if (outcome.error.find("no compiler for CUDA devices") != std::string::npos) GTEST_SKIP() << outcome.error;
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.error, HasSubstr("could not be kept"));
}

}  // namespace
}  // namespace gainswarm::cli
