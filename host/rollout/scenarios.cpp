#include "host/rollout/scenarios.hpp"

#include <set>
#include <string_view>

#include "cuda/philox.hpp"
#include "host/rollout/generators.hpp"
#include "host/rollout/parameters.hpp"
#include "host/rollout/uniform_points.hpp"
#include "host/support/digest.hpp"

namespace gainswarm::rollout {
namespace {

constexpr std::uint32_t noise_stream = 0x5CE0A115;  // apart from every other stream

std::uint64_t set_seed(const spec::Problem& problem, const spec::ScenarioSet& set, const std::string& name) {
  const std::string hex = support::Digest().add(set.seed.value_or(problem.swarm.seed)).add(name).hex();
  return std::stoull(hex.substr(0, 16), nullptr, 16);
}

/// Nominal row: initial states 0, then the varied parameters' nominal values.
std::vector<double> nominal_row(const spec::Problem& problem, const Program& program) {
  std::vector<double> row;
  for (const Label& column : program.scenario_columns) {
    double value = 0;
    for (const spec::Plant* plant = &problem.plant; plant != nullptr;
         plant = plant->linearise ? plant->linearise->plant.get() : nullptr) {
      for (const auto& parameter : plant->parameters) {
        if (parameter.name.str() == column.name) value = parameter.value.value;
      }
    }
    row.push_back(nominal_value(problem, column.name, value));
  }
  return row;
}

std::size_t column_of(const Program& program, const spec::Text& name) {
  for (std::size_t i = 0; i < program.scenario_columns.size(); ++i) {
    if (program.scenario_columns[i].name == name.str()) return i;
  }
  throw spec::InputError(name.position(), "'" + name.str() +
                                              "' is no state, no parameter of the plant and no constant " +
                                              "(scenarios vary only these); use one of their names");
}

/// Dimensions of the unit box that a draw uses: a normal number comes from two uniform ones.
std::size_t dimensions_of(const spec::Draw& draw) {
  switch (draw.distribution) {
    case spec::Distribution::fixed:
      return 0;
    case spec::Distribution::normal:
    case spec::Distribution::relative_normal:
      return 2;
    default:
      return 1;
  }
}

double realise(const spec::Draw& draw, double nominal, const double* uniform) {
  switch (draw.distribution) {
    case spec::Distribution::fixed:
      return draw.a;
    case spec::Distribution::uniform:
      return draw.a + (draw.b - draw.a) * uniform[0];
    case spec::Distribution::normal:
      return draw.a + draw.b * noise::standard_normal(uniform[0], uniform[1]);
    case spec::Distribution::relative_uniform:
      return nominal * (1 + draw.a * (2 * uniform[0] - 1));
    case spec::Distribution::relative_normal:
      return nominal * (1 + draw.a * noise::standard_normal(uniform[0], uniform[1]));
  }
  return nominal;
}

/// One drawn column of a scenario set.
struct DrawnColumn {
  std::size_t column;
  const spec::Draw* draw;
};

void append(ScenarioTable& table, const std::vector<double>& row) {
  table.values.insert(table.values.end(), row.begin(), row.end());
  ++table.scenarios;
}

void append_explicit(ScenarioTable& table, const Program& program, const spec::ScenarioSet& set,
                     const std::vector<double>& nominal) {
  for (const auto& scenario : set.list) {
    std::vector<double> row = nominal;
    for (const auto& entry : scenario.initial_state) row[column_of(program, entry.name)] = entry.value.value;
    for (const auto& entry : scenario.parameters) row[column_of(program, entry.name)] = entry.value.value;
    append(table, row);
  }
}

void append_drawn(ScenarioTable& table, const Program& program, const spec::ScenarioSet& set,
                  const std::vector<double>& nominal, std::uint64_t seed) {
  std::vector<DrawnColumn> columns;
  std::size_t dimensions = 0;
  for (const auto* draws : {&set.initial_state, &set.parameters}) {
    for (const auto& entry : *draws) {
      columns.push_back({column_of(program, entry.name), &entry.value});
      dimensions += dimensions_of(entry.value);
    }
  }
  const auto points = uniform_points(set.sampling, set.count, static_cast<std::int64_t>(dimensions), seed);
  for (const auto& point : points) {
    std::vector<double> row = nominal;
    const double* uniform = point.data();
    for (const DrawnColumn& drawn : columns) {
      row[drawn.column] = realise(*drawn.draw, nominal[drawn.column], uniform);
      uniform += dimensions_of(*drawn.draw);
    }
    append(table, row);
  }
}

/// What each generator starts from, of each scenario by its number alone.
void fill_generators(ScenarioTable& table, const spec::Problem& problem, const Program& program,
                     const spec::ScenarioSet& set, const std::string& set_name) {
  for (const Generator& generator : generators(problem)) {
    const std::uint64_t seed = set_seed(problem, set, set_name + " " + generator.stream);
    for (std::uint32_t i = 0; i < noise::multipliers.size(); ++i) {
      const spec::Text name(column(generator, i));
      const auto choices = static_cast<std::uint32_t>(noise::multipliers[i].modulus) - 1;
      for (std::int64_t scenario = 0; scenario < table.scenarios; ++scenario) {
        const philox::Block bits =
            philox::draw(seed, 0, static_cast<std::uint32_t>(scenario), i, noise_stream);
        const auto place = static_cast<std::size_t>(scenario * table.columns) + column_of(program, name);
        table.values[place] = 1 + philox::below(choices, bits.a);
      }
    }
  }
}

}  // namespace

ScenarioTable draw_scenarios(const spec::Problem& problem, const Program& program,
                             const spec::ScenarioSet& set, const std::string& set_name) {
  ScenarioTable table;
  table.columns = static_cast<std::int64_t>(program.scenario_columns.size());
  const std::vector<double> nominal = nominal_row(problem, program);
  append_explicit(table, program, set, nominal);
  append_drawn(table, program, set, nominal, set_seed(problem, set, set_name));
  fill_generators(table, problem, program, set, set_name);
  return table;
}

ScenarioTable together(const std::vector<ScenarioTable>& tables) {
  ScenarioTable all;
  std::set<std::vector<double>> before;
  for (const ScenarioTable& table : tables) {
    all.columns = table.columns;
    std::vector<std::vector<double>> rows;
    for (auto row = table.values.begin(); row != table.values.end(); row += table.columns)
      rows.emplace_back(row, row + table.columns);
    for (const std::vector<double>& row : rows) {
      if (before.contains(row)) continue;
      all.values.insert(all.values.end(), row.begin(), row.end());
      ++all.scenarios;
    }
    before.insert(rows.begin(), rows.end());
  }
  return all;
}

}  // namespace gainswarm::rollout
