// Generators of random numbers (see noise.hpp) inside a rollout: what draws from one, and where it starts.
#pragma once

#include <string>
#include <vector>

#include "host/rollout/noise.hpp"
#include "host/rollout/registers.hpp"
#include "host/rollout/symbols.hpp"

namespace gainswarm::rollout {

struct Generator {
  std::string name;    ///< of its columns and registers
  std::string stream;  ///< enters the seed of its starts
};

/// One for each noisy sensor, in the order of the plant's outputs, then one for each kind of jitter.
std::vector<Generator> generators(const spec::Problem& problem);

Generator noise_of(const std::string& output);
Generator jitter_generator();
Generator sampling_jitter_generator();

/// Name of the scenario column that part `i` of the state starts from.
std::string column(const Generator& generator, std::size_t i);

/// The state, in registers that start from the generator's columns.
noise::State<Value> add_generator(const Generator& generator, const Symbols& symbols, Registers& registers,
                                  graph::Graph& graph);

}  // namespace gainswarm::rollout
