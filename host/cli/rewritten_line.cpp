#include "host/cli/rewritten_line.hpp"

#include <cmath>

#include "host/cli/table.hpp"
#include "host/cli/terminal.hpp"

namespace gainswarm::cli {
namespace {

constexpr auto erase_line = "\r\033[K";

}  // namespace

RewrittenLine::RewrittenLine(bool wanted) : is_there_(wanted && is_terminal(stderr)) {}

RewrittenLine::~RewrittenLine() {
  if (is_there_) tell(erase_line);
}

void RewrittenLine::show(const std::string& text) const {
  if (is_there_) tell(erase_line + text.substr(0, columns(stderr) - 1));
}

std::string ready_in(double seconds) {
  return "ready in " + (seconds < 1 ? "less than 1 s" : duration(std::round(seconds)));
}

}  // namespace gainswarm::cli
