// gainswarm bench: how fast the engines are on this machine.
#pragma once

#include "host/cli/command.hpp"

namespace gainswarm::cli {

void add_bench(CLI::App& app, Command& chosen);

}  // namespace gainswarm::cli
