#include "host/rollout/generators.hpp"

#include "host/rollout/parameters.hpp"
#include "host/spec/plant_names.hpp"

namespace gainswarm::rollout {

Generator noise_of(const std::string& output) {
  return {output + " noise", "noise of " + output};
}

Generator jitter_generator() {
  return {"jitter", "jitter"};
}

Generator sampling_jitter_generator() {
  return {"sampling jitter", "sampling jitter"};
}

std::vector<Generator> generators(const spec::Problem& problem) {
  std::vector<Generator> all;
  for (const auto& output : spec::all_outputs(problem.plant)) {
    const std::string& name = output.name.str();
    if (sensor_of(problem.loop, name).noise.value > 0) all.push_back(noise_of(name));
  }
  if (problem.loop.jitter > 0) all.push_back(jitter_generator());
  if (problem.loop.sampling_jitter > 0) all.push_back(sampling_jitter_generator());
  return all;
}

std::string column(const Generator& generator, std::size_t i) {
  return generator.name + " " + std::to_string(i + 1);
}

noise::State<Value> add_generator(const Generator& generator, const Symbols& symbols, Registers& registers,
                                  graph::Graph& graph) {
  noise::State<Value> state;
  for (std::size_t i = 0; i < state.size(); ++i) {
    const std::string name = column(generator, i);
    std::uint32_t place = 0;
    while (symbols.scenario_columns[place].name != name) ++place;
    state[i] = registers.add({name, ""}, {&graph, graph.input(graph::InputKind::scenario, place)});
  }
  return state;
}

}  // namespace gainswarm::rollout
