#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "host/support/shipped.hpp"
#include "tests/cli/program.hpp"

namespace gainswarm::cli {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

TEST(WrongInput, PointsAtTheCharacterAndEndsWithTwo) {
  const Scratch scratch;
  const std::string path = broken(scratch, "integral(theta^2)", "integral(thetta^2)");
  for (const char* command : {"tune", "check", "simulate"}) {
    const Outcome outcome = run({command, path});
    EXPECT_EQ(outcome.code, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.error, AllOf(StartsWith(path + ":31:29: "), HasSubstr("theta"))) << command;
  }
}

TEST(WrongInput, InAnOverrideNamesTheOverride) {
  const Outcome outcome = run({"check", small_problem(), "--set", "swarm.particels=4"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.error, AllOf(HasSubstr("--set"), HasSubstr("particels"), HasSubstr("particles")));
}

TEST(WrongInput, CannotSteerTheTerminal) {
  const Scratch scratch;
  const std::string path = broken(scratch, "integral(theta^2)", "\"integral(\\e[31mtheta^2)\"");
  EXPECT_THAT(run({"check", path}).error, testing::Not(HasSubstr("\033")));
}

struct Case {
  Arguments arguments;
  std::string message;
};

TEST(WrongInput, OnTheCommandLineEndsWithTwo) {
  const Scratch scratch;
  const std::string result = scratch / "a.h5";
  ASSERT_EQ(run({"tune", small_problem(), "--quiet", "--out", result}).code, 0);
  std::ofstream(scratch / "text.h5") << "this is no HDF5 file";
  std::ofstream(scratch / "unnamed.yaml") << "{states: {x: m}, inputs: {flow: m/s}, dynamics: {x: flwo}}";
  std::ofstream(scratch / "law.yaml") << "gains: {k: 1}\noutputt: {u: -k*x}\n";
  std::ofstream(scratch / "misspelt.yaml")
      << contents(small_problem()).replace(contents(small_problem()).find("objective:"), 9, "objektive");
  const std::string copy = scratch / "copy.yaml";
  std::filesystem::copy_file(small_problem(), copy);
  const std::vector<Case> cases = {
      {{}, "subcommand is required"},
      {{"fly"}, "'fly' is no command"},
      {{"tuen"}, "'tuen' is no command; did you mean 'tune'?"},
      {{"tune"}, "config is required"},
      {{"tune", scratch / "missing.yaml"}, "missing.yaml"},
      {{"tune", small_problem(), "--simd", "3"}, "--simd"},
      {{"tune", small_problem(), "--threads", "0"}, "--threads"},
      {{"tune", small_problem(), "--threads", "many"}, "--threads"},
      {{"tune", small_problem(), "--engine", "abacus"}, "abacus"},
      {{"tune", small_problem(), "--seed", "-1"}, "seed"},
      {{"tune", small_problem(), "--seed", "one"}, "seed"},
      {{"tune", small_problem(), "--sed", "1"}, "--sed"},
      {{"tune", small_problem(), "--set", "nonsense"}, "nonsense"},
      {{"tune", small_problem(), "--out", scratch / "no" + "where/a.h5"}, "No such file or directory"},
      {{"tune", small_problem(), "--out", scratch.path().string()}, "not a regular file"},
      {{"tune", copy, "--out", copy}, "is a file of the problem itself"},
      {{"tune", copy, "--out", scratch / "a.csv"}, "results are HDF5"},
      {{"simulate", copy, "--result", result, "--out", result}, "that --result reads"},
      {{"simulate", copy, "--result", result, "--out", copy}, "is a file of the problem itself"},
      {{"tune", copy, "--set", "scenarios.validation={}", "--set", "objective.success=foo < 3"},
       "unknown name"},
      {{"simulate", copy, "--result", result, "--out", scratch.path().string()}, "not a regular file"},
      {{"simulate", small_problem()}, "'k_p' has no value"},
      {{"simulate", small_problem(), "--gains", "k_p=1", "k_x=2"}, "k_p, k_d"},
      {{"simulate", small_problem(), "--gains", "k_p"}, "NAME=VALUE"},
      {{"simulate", small_problem(), "--gains", "k_p=1", "V"}, "--gains V: 'V' is no NAME=VALUE"},
      {{"simulate", small_problem(), "--gains", "k_p=inf"}, "finite"},
      {{"simulate", small_problem(), "--gains", "k_p=nan"}, "--gains k_p=nan: 'nan'"},
      {{"simulate", small_problem(), "--gains", "k_p=1 m"}, "--gains k_p=1 m: the unit 'm' does not fit"},
      {{"simulate", small_problem(), "--result", scratch / "missing.h5"}, "no such file"},
      {{"simulate", small_problem(), "--result", scratch / "text.h5"}, "no result of tune"},
      {{"report", scratch / "text.h5"},
       "it is no result of tune (the file has no HDF5 signature); give a result"},
      {{"describe", scratch / "unnamed.yaml"}, "unnamed.yaml:1:53: unknown name 'flwo'"},
      {{"describe", scratch / "law.yaml"}, "law.yaml:2:1: unknown key 'outputt' in the controller"},
      {{"describe", scratch / "misspelt.yaml"},
       "unknown key 'objektive' in the problem; did you mean 'objective'?"},
      {{"simulate", small_problem(), "--result", result, "--scenario", "3"}, "0 to 2"},
      {{"simulate", small_problem(), "--result", result, "--scenario", "-1"}, "0 to 2"},
      {{"simulate", small_problem(), "--result", result, "--set-name", "old"}, "training, fresh, wide"},
      {{"simulate", result, "--scenario", "old:1"}, "training, fresh, wide"},
      {{"simulate", result, "--scenario", "fresh:20"}, "0 to 19"},
      {{"simulate", result, "--scenario", "wide:best"}, "'best' is not in the set 'wide'"},
      {{"simulate", result, "--out", result}, "is a file of the problem itself"},
      {{"check", scratch / "missing.h5"}, "no such file"},
      {{"list", scratch / "missing"}, "no such folder"},
      {{"describe", "swarm.particels"}, "particels"},
      {{"describe", "particels"}, "there is no section or key 'particels'; did you mean 'particles'?"},
      {{"simulate", result, "--point", "x"}, "--point: 'x' is no number of a compromise"},
  };
  for (const Case& wrong : cases) {
    const Outcome outcome = run(wrong.arguments);
    const std::string line = testing::PrintToString(wrong.arguments);
    EXPECT_EQ(outcome.code, 2) << line << outcome.error;
    EXPECT_THAT(outcome.error, HasSubstr(wrong.message)) << line;
    EXPECT_EQ(outcome.out, "") << line;
  }
}

TEST(Help, AndVersionEndWithZero) {
  EXPECT_THAT(run({"--version"}).out, testing::MatchesRegex("gainswarm [0-9.]+\n"));
  for (const char* command :
       {"tune", "resume", "simulate", "check", "compile", "list", "describe", "bench"}) {
    const Outcome outcome = run({command, "--help"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_THAT(outcome.out, HasSubstr("--help")) << command;
    EXPECT_EQ(outcome.error, "");
  }
}

TEST(Output, ThatCannotBeWrittenIsAnError) {
  const std::string command = program() + " check " + small_problem() + " > /dev/full 2> /dev/null";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

TEST(Tune, CostsThatAreNoNumberAreFailures) {
  const Scratch scratch;
  const Outcome outcome =
      run({"tune", small_problem(), "--json", "--out", scratch / "a.h5", "--set",
           "objective.terms.angle=log(-1 - integral(theta^2))", "--set", "swarm.iterations=2"});
  EXPECT_EQ(outcome.code, 3) << outcome.error;
  EXPECT_THAT(outcome.out, HasSubstr("the cost is no finite number"));
  EXPECT_EQ(nlohmann::json::parse(outcome.out)["validation"]["success_rate"], 0);
}

TEST(Describe, FunctionsNamesWhatExpressionsMayCall) {
  const Outcome outcome = run({"describe", "functions"});
  EXPECT_EQ(outcome.code, 0) << outcome.error;
  for (const char* name :
       {"atan2(", "clamp(", "if(", "influence(", "previous(", "settling_time(", "overshoot("}) {
    EXPECT_THAT(outcome.out, HasSubstr(name));
  }
}

TEST(Compile, PrintsCodeForDevicesAndWhatItTakes) {
  EXPECT_THAT(run({"compile", small_problem(), "--text"}).out, HasSubstr("struct Program"));
  const Outcome outcome = run({"compile", small_problem(), "--arch", "9.0", "--json"});
  if (outcome.code == 1) {
    EXPECT_THAT(outcome.error, HasSubstr("CUDA_PATH"));
    GTEST_SKIP() << outcome.error;
  }
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_EQ(nlohmann::json::parse(outcome.out)["code"][0]["spilled_bytes"], 0);
  EXPECT_EQ(run({"compile", small_problem(), "--arch", "1.0"}).code, 2);
  EXPECT_EQ(run({"compile", small_problem(), "--text", "--json"}).code, 2);
}

TEST(ReportForPrograms, ReplacesWhatIsNoTextInFileNames) {
  const Scratch scratch;
  const std::string out = scratch / "a\xff.h5";
  const Outcome outcome = run({"tune", small_problem(), "--json", "--quiet", "--out", out});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_THAT(nlohmann::json::parse(outcome.out)["result"].get<std::string>(), HasSubstr("a\xef\xbf\xbd.h5"));
}

TEST(List, FindsEveryShippedProblem) {
  const Outcome outcome = run({"list", "--json"});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  int problems = 0;
  for (const auto& item : nlohmann::json::parse(outcome.out)) {
    EXPECT_NE(item["kind"], "unreadable") << item;
    problems += item["kind"] == "problem" ? 1 : 0;
  }
  EXPECT_GE(problems, 6);
  EXPECT_THAT(run({"list"}).out, HasSubstr("double_inverted_pendulum/sliding_mode.yaml"));
}

TEST(Describe, KnowsKeysFilesAndTheSchema) {
  EXPECT_THAT(run({"describe", "swarm.particles"}).out, HasSubstr("Particles of each swarm"));
  EXPECT_THAT(run({"describe", "particles"}).out,
              AllOf(HasSubstr("swarm.particles: "), HasSubstr("Particles of each swarm")));
  EXPECT_THAT(
      run({"describe", "margins"}).out,
      HasSubstr("\ngainswarm describe tells of margin_angle margin_rate margin_ratio margin_time, too\n"));
  EXPECT_THAT(run({"describe", "weight"}).out,
              AllOf(HasSubstr("term.weight: "), HasSubstr("requirement.weight: ")));
  EXPECT_THAT(run({"describe"}).out, AllOf(HasSubstr("fails_when"), HasSubstr("over_scenarios")));
  EXPECT_TRUE(nlohmann::json::parse(run({"describe", "--schema"}).out).is_object());
  EXPECT_THAT(run({"describe", small_problem()}).out,
              AllOf(HasSubstr("k_d"), HasSubstr("integral(theta^2)"), HasSubstr("validation wide"),
                    HasSubstr("saturation -6 to 6 N*m"), HasSubstr("the rollout does not fail")));
  EXPECT_THAT(run({"describe", "units"}).out,
              AllOf(HasSubstr("Ohm, ohm (in Ohm)"), HasSubstr("k 1e3"), HasSubstr("rpm (in rad/s)")));
  const std::string plants = support::shipped("configs/plants/");
  EXPECT_THAT(run({"describe", plants + "double_inverted_pendulum.yaml"}).out,
              AllOf(HasSubstr("cart_mass"), HasSubstr("k*c12"), HasSubstr("controllable: 6 of 6 states")));
  const std::string controllers = support::shipped("configs/controllers/");
  EXPECT_THAT(run({"describe", controllers + "lqr_double_pendulum.yaml"}).out, HasSubstr("k_*  riccati"));
}

TEST(Describe, ShowsRequirementsWithTheirLimitsAndMetrics) {
  const Outcome outcome =
      run({"describe", small_problem(), "--set", "objective.require.quick={value: max(theta), below: 5}",
           "--set", "objective.require.calm={value: max(omega), above: -1, below: 2, weight: 10}", "--set",
           "objective.metrics.share={value: 100*mean(theta), unit: \"%\"}"});
  ASSERT_EQ(outcome.code, 0) << outcome.error;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("below 5"), HasSubstr("above -1 and below 2  soft, weight 10"),
                                 HasSubstr("[%]"), testing::Not(HasSubstr("10  * max(omega)"))));
}

TEST(Describe, ShowsWhatIsLate) {
  const Outcome outcome = run({"describe", small_problem(), "--set", "simulation.step=2 ms", "--set",
                               "loop.sampling_jitter=4 ms", "--set", "loop.jitter=2 ms"});
  EXPECT_THAT(outcome.out, HasSubstr("late by up to    sampling 0.004 s, outputs 0.002 s"));
}

TEST(Describe, ShowsLimitsOfStates) {
  const Scratch scratch;
  std::ofstream(scratch / "tank.yaml") << "{name: tank, states: {level: m}, inputs: {flow: m/s}, dynamics: "
                                          "{level: flow}, limits: {level: [0, 2]}}";
  EXPECT_THAT(run({"describe", scratch / "tank.yaml"}).out, HasSubstr("limits\n  level  0  to  2\n"));
}

TEST(Describe, ResolvedProblemIsTheSameProblem) {
  const Scratch scratch;
  std::ofstream(scratch / "resolved.yaml") << run({"describe", small_problem(), "--resolved"}).out;
  const auto fingerprint = [&](const std::string& problem) {
    const Outcome outcome = run({"tune", problem, "--json", "--quiet", "--out", scratch / "a.h5"});
    return nlohmann::json::parse(outcome.out)["fingerprint"];
  };
  EXPECT_EQ(fingerprint(scratch / "resolved.yaml"), fingerprint(small_problem()));
}

}  // namespace
}  // namespace gainswarm::cli
