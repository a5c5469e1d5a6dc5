#include "tests/library/single_rollout.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/rollout/build.hpp"
#include "host/rollout/scenarios.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::tests {

spec::Plant shipped_plant(const std::string& name,
                          const std::vector<std::pair<std::string, double>>& parameters) {
  spec::Plant plant = spec::load_plant(support::shipped("configs/plants/" + name + ".yaml"));
  for (const auto& [changed, value] : parameters) {
    bool found = false;
    for (auto& parameter : plant.parameters) {
      if (parameter.name.str() != changed) continue;
      parameter.value.value = value;
      found = true;
    }
    EXPECT_TRUE(found) << name << " has no parameter " << changed;
  }
  return plant;
}

spec::Map<spec::Quantity> point(const std::vector<std::pair<std::string, double>>& values) {
  spec::Map<spec::Quantity> map;
  for (const auto& [name, value] : values) map.push_back({spec::Text(name), {value, "", {}}});
  return map;
}

spec::Problem problem_of(std::string yaml) {
  for (const char* folder : {"plants", "controllers"}) {
    const std::string mark = "{" + std::string(folder) + "}";
    for (auto at = yaml.find(mark); at != std::string::npos; at = yaml.find(mark)) {
      yaml.replace(at, mark.size(), support::shipped("configs/" + std::string(folder)));
    }
  }
  return spec::parse_problem({"test.yaml", yaml});
}

SingleRollout::SingleRollout(const spec::Problem& problem, const std::vector<double>& gains)
    : program_(rollout::build_program(problem, rollout::Purpose::validation)) {
  const auto table = rollout::draw_scenarios(problem, program_, problem.scenarios.training, "training");
  engine::make_engine({.name = "cpu", .threads = 1}, program_, table)->evaluate(gains, outcome_);
}

double SingleRollout::term(const std::string& name) const {
  for (std::size_t i = 0; i < program_.outputs.size(); ++i) {
    if (program_.outputs[i].name == name) return outcome_.outputs[i];
  }
  return NAN;
}

std::vector<double> signal(const spec::Problem& problem, const std::vector<double>& gains,
                           const std::string& name) {
  const auto program = rollout::build_program(problem, rollout::Purpose::validation);
  const auto table = rollout::draw_scenarios(problem, program, problem.scenarios.training, "training");
  const engine::Trajectory trajectory = engine::simulate(program, table, 0, gains);
  for (std::size_t i = 0; i < program.signals.size(); ++i) {
    if (program.signals[i].name == name) return trajectory.columns[i];
  }
  ADD_FAILURE() << "no signal " << name;
  return {};
}

void expect_poles(std::vector<std::complex<double>> found, const std::vector<std::complex<double>>& expected,
                  double tolerance) {
  ASSERT_EQ(found.size(), expected.size());
  for (const auto& pole : expected) {
    const auto nearest =
        std::ranges::min_element(found, {}, [&](const auto& p) { return std::abs(p - pole); });
    EXPECT_LT(std::abs(*nearest - pole), tolerance) << *nearest << " instead of " << pole;
    found.erase(nearest);
  }
}

}  // namespace gainswarm::tests
