#include "host/cli/bench.hpp"

#include <fmt/core.h>

#include <memory>

#include "host/bench/bench.hpp"
#include "host/bench/device_bench.hpp"
#include "host/bench/report.hpp"
#include "host/cli/rewritten_line.hpp"

namespace gainswarm::cli {
namespace {

struct BenchOptions {
  bench::Options bench;
  bool json = false;
};

template <class Report>
int show(const BenchOptions& options, const Report& report) {
  fmt::print("{}\n", options.json ? bench::to_json(report) : bench::to_table(report));
  if (report.agree) return done;
  fmt::print(stderr,
             "the kernels disagree about the costs (the build or the machine is faulty); run the tests\n");
  return failed;
}

/// What the engine asked for can do, while a line on the terminal tells how far that is.
template <class Report>
Report measure(const BenchOptions& options, Report (*bench)(const bench::Options&)) {
  const RewrittenLine line(true);
  bench::Options shown = options.bench;
  shown.progress = [&](const std::string& doing, std::optional<double> seconds_left) {
    line.show(seconds_left ? doing + ", " + ready_in(*seconds_left) : doing);
  };
  return bench(shown);
}

int run(const BenchOptions& options) {
  if (options.bench.engine == "cuda") return show(options, measure(options, bench::run_on_devices));
  return show(options, measure(options, bench::run));
}

}  // namespace

void add_bench(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<BenchOptions>();
  CLI::App* command = app.add_subcommand(
      "bench", "measure the engine beside kernels written by hand, in trajectory-steps a second");
  command->add_option("--work", options->bench.work, "the reference work as YAML")->capture_default_str();
  command->add_option("--engine", options->bench.engine, "the engine to measure")
      ->check(CLI::IsMember({"cpu", "cuda", "reference"}))
      ->capture_default_str();
  command
      ->add_option(
          "--seconds", options->bench.seconds,
          "engines cpu and reference: what all rounds take together, about; where that is short, they are of "
          "fewer rollouts, but always five or more")
      ->check(CLI::Range(0.0, 600.0))
      ->capture_default_str();
  command->add_option("--rollouts", options->bench.most_rollouts, "engine cuda: the largest batch")
      ->check(CLI::Range(1, 100'000'000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "print one JSON object");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
