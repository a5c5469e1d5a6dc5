// gainswarm worker: what the program starts of itself to run rollouts on a CUDA device. Not for people.
#include "host/device/worker.hpp"

#include "host/cli/command.hpp"

namespace gainswarm::cli {

void add_worker(CLI::App& app, Command& chosen) {
  CLI::App* command = app.add_subcommand("worker", "serves the program's own engine cuda");
  command->group("");
  command->callback([&chosen] { chosen = device::serve; });
}

}  // namespace gainswarm::cli
