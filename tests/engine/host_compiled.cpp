#include "tests/engine/host_compiled.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "cuda/rollout.hpp"
#include "host/engine/arithmetic_mode.hpp"
#include "host/engine/batch.hpp"
#include "host/engine/device_code.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::engine {
namespace {

template <class Number>
std::vector<Number> rounded(std::span<const double> values) {
  std::vector<Number> result(values.size());
  std::ranges::transform(values, result.begin(), [](double value) { return static_cast<Number>(value); });
  return result;
}

}  // namespace

bool HostCompiled::possible() {
  return std::system(GAINSWARM_CXX " --version > /dev/null 2>&1") == 0;
}

HostCompiled::HostCompiled(const rollout::Program& program) : program_(program) {
  std::string folder = std::filesystem::temp_directory_path() / "gainswarm-device-code-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  folder_ = folder;
  const std::string source = folder_ / "program.cpp";
  const std::string library = folder_ / "program.so";
  std::ofstream(source) << device_code(program);
  const std::string command = std::string(GAINSWARM_CXX) +
                              " -std=c++17 -O1 -ffp-contract=off -shared -fPIC -I" + support::shipped("") +
                              " -o " + library + " " + source;
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
  void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw std::runtime_error(dlerror());
  kernel_ = dlsym(handle, kernel_name);
  if (kernel_ == nullptr) throw std::runtime_error(dlerror());
}

HostCompiled::~HostCompiled() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Outcome HostCompiled::evaluate(const rollout::ScenarioTable& scenarios, std::span<const double> gains,
                               std::int64_t most) const {
  const StandardArithmetic standard;
  Outcome outcome;
  resize(outcome, program_, particle_count(program_, gains) * scenarios.scenarios);
  if (program_.graph.precision() == graph::Precision::float64) {
    launch<double>(scenarios, gains, most, outcome);
  } else {
    launch<float>(scenarios, gains, most, outcome);
  }
  return outcome;
}

template <class Number>
void HostCompiled::launch(const rollout::ScenarioTable& scenarios, std::span<const double> gains,
                          std::int64_t most, Outcome& outcome) const {
  const auto kernel = reinterpret_cast<void (*)(rollout::Batch<Number>)>(kernel_);
  const std::vector<Number> gain_values = rounded<Number>(gains);
  const std::vector<Number> scenario_values = rounded<Number>(scenarios.values);
  std::vector<Number> outputs(outcome.outputs.size());
  rollout::Batch<Number> batch;
  batch.gains = gain_values.data();
  batch.scenarios = scenario_values.data();
  batch.outputs = outputs.data();
  batch.survived = outcome.survived.data();
  batch.cause = outcome.cause.data();
  batch.particles = particle_count(program_, gains);
  batch.rollouts = batch.particles * scenarios.scenarios;
  for (batch.first = 0; batch.first < batch.rollouts; batch.first += most) {
    batch.count = std::min(most, batch.rollouts - batch.first);
    kernel(batch);
  }
  std::ranges::copy(outputs, outcome.outputs.begin());
}

}  // namespace gainswarm::engine
