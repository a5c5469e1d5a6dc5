// gainswarm compile: fills the cache with a problem's code for CUDA devices and tells what it takes of them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "host/cli/command.hpp"
#include "host/cli/json_line.hpp"
#include "host/cli/table.hpp"
#include "host/device/cache.hpp"
#include "host/device/headers.hpp"
#include "host/device/nvrtc.hpp"
#include "host/device/program_text.hpp"
#include "host/rollout/build.hpp"
#include "host/spec/spec_io.hpp"

namespace gainswarm::cli {
namespace {

struct CompileOptions {
  ProblemOptions problem;
  std::vector<std::string> architectures{"9.0"};
  bool text = false;
  bool json = false;
};

/// Of the training, and of every validation set: those with a loop of their own have a program of their own.
struct Texts {
  std::string training;
  std::vector<std::string> kernels;  ///< of the training
  std::set<std::string> validation;
};

Texts texts_of(const spec::Problem& problem) {
  const rollout::Program training = rollout::build_program(problem, rollout::Purpose::training);
  Texts texts{device::program_text(training), {device::kernel_name}, {}};
  if (device::has_stages(training)) texts.kernels.emplace_back(device::stage_kernel_name);
  for (const auto& set : problem.scenarios.validation) {
    texts.validation.insert(device::program_text(
        rollout::build_program(spec::judged_in(set.value, problem), rollout::Purpose::validation)));
  }
  return texts;
}

/// What a kernel takes on one compute capability.
struct Compiled {
  std::string architecture, kernel;
  device::Resources resources;
  std::int64_t instructions = 0;
};

/// "8.9" -> 89; throws UsageError for anything that is no compute capability.
int capability_of(const std::string& architecture) {
  int major = 0, minor = 0;
  const char* end = architecture.data() + architecture.size();
  const auto [point, no_major] = std::from_chars(architecture.data(), end, major);
  const bool has_point = no_major == std::errc() && major < 100 && end - point == 2 && *point == '.';
  if (!has_point || std::from_chars(point + 1, end, minor).ptr != end) {
    throw UsageError(fmt::format("--arch: {} is no compute capability; they read like 9.0", architecture));
  }
  return 10 * major + minor;
}

/// Throws UsageError when this compiler cannot make code for it.
void require_known(int capability, const device::Nvrtc& compiler) {
  const std::vector<int> known = compiler.capabilities();
  if (std::ranges::find(known, capability) != known.end()) return;
  std::string list;
  for (const int candidate : known) list += (list.empty() ? "" : ", ") + device::capability_name(candidate);
  throw UsageError(fmt::format("--arch: {} is no compute capability that NVRTC {} compiles for; there are {}",
                               device::capability_name(capability), compiler.version(), list));
}

/// The compiler, if there is one; without, the cache may hold the code.
std::unique_ptr<const device::Nvrtc> compiler_if_any() {
  try {
    return std::make_unique<const device::Nvrtc>();
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

void require_kept(const device::MachineCode& code) {
  if (!code.not_kept.empty()) throw std::runtime_error("the code could not be kept: " + code.not_kept);
}

/// Compiles what `tune` runs, training, validation and swarms, and leaves it in the cache for machines
/// without a compiler. What is told is the code of the training.
std::vector<Compiled> compile(const Texts& texts, const CompileOptions& options) {
  const auto compiler = compiler_if_any();
  const device::Cache cache(device::Cache::default_folder());
  std::vector<Compiled> all;
  for (const std::string& architecture : options.architectures) {
    const int capability = capability_of(architecture);
    if (compiler) require_known(capability, *compiler);
    const device::MachineCode code = device::machine_code(texts.training, capability, cache);
    require_kept(code);
    for (const std::string& text : texts.validation)
      require_kept(device::machine_code(text, capability, cache));
    require_kept(device::machine_code(device::swarm_text(), capability, cache));
    for (const std::string& kernel : texts.kernels) {
      all.push_back({architecture, kernel, device::resources(code.binary, kernel),
                     device::instructions(code.binary, kernel)});
    }
  }
  return all;
}

void print(const std::string& name, const std::vector<Compiled>& all) {
  fmt::print("{}\n", name);
  Table table({2, 3, 4, 5});
  table.add({"compute capability", "kernel", "registers", "instructions", "stack", "spilled"});
  for (const Compiled& one : all) {
    table.add({one.architecture, one.kernel, count(one.resources.registers), count(one.instructions),
               count(one.resources.stack), count(one.resources.spilled)});
  }
  fmt::print("{}", table.text());
}

nlohmann::ordered_json to_json(const std::string& name, const std::vector<Compiled>& all) {
  nlohmann::ordered_json json{{"problem", name}, {"code", nlohmann::ordered_json::array()}};
  for (const Compiled& one : all) {
    json["code"].push_back({{"compute_capability", one.architecture},
                            {"kernel", one.kernel},
                            {"registers", one.resources.registers},
                            {"instructions", one.instructions},
                            {"stack_bytes", one.resources.stack},
                            {"spilled_bytes", one.resources.spilled}});
  }
  return json;
}

int run(const CompileOptions& options) {
  const spec::Problem problem = options.problem.load();
  const Texts texts = texts_of(problem);
  if (options.text) {
    fmt::print("{}", texts.training);
    return done;
  }
  const std::vector<Compiled> all = compile(texts, options);
  if (options.json) {
    fmt::print("{}\n", json_line(to_json(problem.name.str(), all)));
  } else {
    print(problem.name.str(), all);
  }
  return done;
}

}  // namespace

void add_compile(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<CompileOptions>();
  CLI::App* command = app.add_subcommand(
      "compile",
      "make a problem's code for CUDA devices, keep it in the cache, and tell what it takes of them (no "
      "device needed)");
  options->problem.add_to(*command);
  command->add_option("--arch", options->architectures, "compute capabilities, e.g. --arch 8.0 9.0")
      ->capture_default_str();
  CLI::Option* text =
      command->add_flag("--text", options->text, "print the CUDA C++ instead of compiling it");
  command->add_flag("--json", options->json, "print one JSON object")->excludes(text);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
