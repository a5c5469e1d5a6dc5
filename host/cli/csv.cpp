#include "host/cli/csv.hpp"

#include <fmt/format.h>

#include <iterator>

namespace gainswarm::cli {

std::string csv(const record::Response& response) {
  std::string text = "time [s]";
  for (const record::Signal& signal : response.signals) {
    text += "," + signal.name + (signal.unit.empty() || signal.unit == "1" ? "" : " [" + signal.unit + "]");
  }
  for (std::size_t row = 0; row < response.time.size(); ++row) {
    fmt::format_to(std::back_inserter(text), "\n{}", response.time[row]);
    for (const record::Signal& signal : response.signals) {
      fmt::format_to(std::back_inserter(text), ",{}", signal.values[row]);
    }
  }
  return text + "\n";
}

}  // namespace gainswarm::cli
