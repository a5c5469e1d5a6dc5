#include "host/cli/unit_warnings.hpp"

#include "host/cli/terminal.hpp"
#include "host/rollout/unit_agreement.hpp"

namespace gainswarm::cli {

std::vector<std::string> unit_warnings(const spec::Problem& problem) {
  std::vector<std::string> warnings;
  for (const graph::Disagreement& one : rollout::unit_disagreements(problem)) {
    const std::string where = one.where.to_string();
    warnings.push_back((where.empty() ? "" : where + ": ") + one.message);
  }
  return warnings;
}

void tell_warnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) tell("warning: " + printable(warning) + "\n");
}

}  // namespace gainswarm::cli
