// Commands that read a result file again.
#pragma once

#include "host/cli/command.hpp"

namespace gainswarm::cli {

void add_report(CLI::App& app, Command& chosen);
void add_export(CLI::App& app, Command& chosen);

}  // namespace gainswarm::cli
