#include "tests/record/samples.hpp"

#include <stdlib.h>

#include <bit>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>

namespace gainswarm::record {
namespace {

namespace fs = std::filesystem;

std::vector<double> numbers(std::mt19937_64& random, std::size_t count) {
  std::vector<double> values(count);
  for (double& value : values) value = std::bit_cast<double>(random());
  return values;
}

template <class Integer>
std::vector<Integer> integers(std::mt19937_64& random, std::size_t count) {
  std::vector<Integer> values(count);
  for (Integer& value : values) value = static_cast<Integer>(random());
  return values;
}

double number(std::mt19937_64& random) {
  return numbers(random, 1)[0];
}

std::vector<tuner::Named> named(std::mt19937_64& random, std::size_t count) {
  std::vector<tuner::Named> items;
  for (std::size_t i = 0; i < count; ++i) items.push_back({"item" + std::to_string(i), number(random)});
  return items;
}

void fill_history(tuner::Tuning& tuning, std::mt19937_64& random, std::size_t iterations,
                  std::size_t swarms) {
  for (std::size_t i = 0; i < iterations; ++i) {
    tuning.history.push_back({static_cast<std::int64_t>(i), static_cast<std::int64_t>(random() >> 1U),
                              number(random), number(random), number(random), number(random), number(random),
                              number(random), number(random)});
  }
  tuning.swarm_best_costs = numbers(random, iterations * swarms);
  tuning.best_gains = numbers(random, iterations * 3);
  tuning.gains = {{"proportional", "N/m", number(random), -1, 1, true, true},
                  {"Dämpfung", "", number(random), 0, number(random), false, true},
                  {"fixed", "1/s", number(random), 0, 0, false, false}};
}

tuner::Percentiles random_percentiles(std::mt19937_64& random) {
  return {number(random), number(random), number(random), number(random), number(random)};
}

tuner::Validation random_validation(const std::string& name, std::mt19937_64& random, std::size_t scenarios) {
  tuner::Validation set;
  set.name = name;
  set.scenarios = static_cast<std::int64_t>(scenarios);
  set.success_rate = number(random);
  set.success_interval = {number(random), number(random)};
  set.cost = number(random);
  set.cost_percentiles = random_percentiles(random);
  set.costs = numbers(random, scenarios);
  set.successes = integers<std::uint8_t>(random, scenarios);
  set.requirements_met = integers<std::uint8_t>(random, scenarios);
  set.requirements = named(random, 2);
  set.failures = named(random, 2);
  for (std::size_t i = 0; i < scenarios; ++i) {
    set.causes.push_back(static_cast<std::int64_t>(random() % 3) - 1);
    set.worst.push_back(static_cast<std::int64_t>(random() % scenarios));
  }
  set.metrics = {{"settling", "s", numbers(random, scenarios), random_percentiles(random)},
                 {"ratio", "", numbers(random, scenarios), random_percentiles(random)}};
  set.drawn = {{"theta", "rad", numbers(random, scenarios)}, {"size", "", numbers(random, scenarios)}};
  return set;
}

tuner::Baseline random_baseline(const std::string& name, std::mt19937_64& random) {
  tuner::Baseline baseline;
  baseline.name = name;
  baseline.reason = "none";
  baseline.gains = {{"proportional", "N/m", number(random), -1, 1, true, true}};
  baseline.validation = {random_validation("wide", random, 4), random_validation("narrow", random, 0)};
  baseline.comparisons = {
      {"wide", number(random), {number(random), number(random)}, 3, 4, number(random), true},
      {"narrow", number(random), {}, 0, 0, number(random), false}};
  return baseline;
}

void fill_front(tuner::Front& front, std::mt19937_64& random) {
  front.objectives = {"tracking", "effort"};
  front.gains = {"proportional", "Dämpfung", "fixed"};
  front.values = numbers(random, 8);
  front.gain_values = numbers(random, 12);
  front.knee = 3;
  front.reference = numbers(random, 2);
  front.hypervolume = numbers(random, 5);
  front.validated_in = "wide";
  front.success_rates = numbers(random, 4);
  front.median_costs = numbers(random, 4);
}

void fill_swarm(tuner::SwarmState& state, std::mt19937_64& random) {
  state.swarms = 2;
  state.particles = 5;
  state.dimensions = 3;
  state.iteration = 17;
  state.positions = numbers(random, 30);
  state.velocities = numbers(random, 30);
  state.best_positions = numbers(random, 30);
  state.best_costs = numbers(random, 10);
  state.stalled = integers<std::int64_t>(random, 10);
  state.exemplars = integers<std::int64_t>(random, 30);
}

void fill_front_search(tuner::FrontSearch& search, std::mt19937_64& random) {
  for (auto* values : {&search.objectives, &search.positions, &search.best_objectives, &search.ideal,
                       &search.nadir, &search.reach, &search.stay_objectives})
    *values = numbers(random, 4);
  search.first = integers<std::int64_t>(random, 2);
  search.last = integers<std::int64_t>(random, 2);
}

void fill_response(Response& response, std::mt19937_64& random, std::size_t samples) {
  response.set = "training";
  response.scenario = 3;
  response.time = numbers(random, samples);
  for (const std::string name : {"position", "theta1", "force"}) {
    response.signals.push_back(
        {name, "m", "state", number(random), number(random), numbers(random, samples)});
  }
}

void fill_tuning(tuner::Tuning& tuning, std::mt19937_64& random) {
  fill_history(tuning, random, 7, 2);
  tuning.cost = number(random);
  tuning.cost_before_polish = number(random);
  tuning.cost_with_half_steps = number(random);
  tuning.components = named(random, 4);
  tuning.requirements = named(random, 1);
  tuning.requirements_met = false;
  tuning.best_failed = 2;
  tuning.validation = {random_validation("wide", random, 4), random_validation("narrow", random, 0)};
  tuning.baselines = {random_baseline("incumbent", random)};
  tuning.evaluations = 1234567890123;
  tuning.polish_evaluations = 99;
  tuning.trajectory_steps = 1LL << 60U;
  tuning.wall_seconds = number(random);
  tuning.stop = tuner::StopReason::interrupted;
  tuning.warnings = {"first", "", "third"};
  tuning.fingerprint = "0123456789abcdef";
  fill_swarm(tuning.swarm, random);
  fill_front(tuning.front.emplace(), random);
  tuning.merged = {
      {{"a.h5", 7, number(random), number(random), false, 2}, {"b.h5", 8, 1, 2, true, 0}}, 1, 32};
  tuning.progress = {777,
                     1LL << 50U,
                     3,
                     number(random),
                     "fedcba",
                     number(random),
                     number(random),
                     9,
                     named(random, 2),
                     named(random, 3)};
  fill_front_search(tuning.front_search.emplace(), random);
}

}  // namespace

std::uint64_t fresh_seed() {
  const char* given = std::getenv("GAINSWARM_TEST_SEED");
  const std::uint64_t seed = given != nullptr ? std::stoull(given) : std::random_device{}();
  std::cout << "GAINSWARM_TEST_SEED=" << seed << '\n';
  return seed;
}

Record random_record(std::mt19937_64& random) {
  Record record;
  record.problem = "wobbly cart";
  record.configuration.files = {{"problem.yaml", "plant: plant.yaml  # größer\n"},
                                {"plant.yaml", "name: a\n"}};
  record.configuration.resolved = "plant: {name: a}\n";
  record.provenance = {"1.2.3", "reference", "float64", "abc", "some processor", "2024-01-02T03:04:05Z",
                       "",      random()};
  fill_tuning(record.tuning, random);
  record.loop.decay_rate = 0.5;
  record.loop.poles = {{-2, -1}, {-2, 1}, {-0.5, 0}};
  record.loop.outside = {"angle", "sum"};
  record.loop.margins = {{"force", 2.5, std::numeric_limits<double>::infinity(), 0.8, 0.01, 1.5, 1.2, 0.9}};
  fill_response(record.response, random, 11);
  return record;
}

Folder::Folder() {
  std::string name = (fs::temp_directory_path() / "gainswarm-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  fs::permissions(path_, fs::perms::owner_all, ignored);
  fs::remove_all(path_, ignored);
}

std::size_t Folder::files() const {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
}

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void put_bytes(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace gainswarm::record
