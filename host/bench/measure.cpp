#include "host/bench/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace gainswarm::bench {

double median(std::vector<double> values) {
  assert(!values.empty());
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

double Speed::median() const {
  return bench::median(rounds);
}

double Speed::fastest() const {
  return *std::max_element(rounds.begin(), rounds.end());
}

double ratio(const Speed& faster, const Speed& slower) {
  assert(faster.rounds.size() == slower.rounds.size());
  std::vector<double> ratios;
  for (std::size_t i = 0; i < faster.rounds.size(); ++i)
    ratios.push_back(faster.rounds[i] / slower.rounds[i]);
  return median(ratios);
}

double seconds_of(const std::function<void()>& action) {
  const support::Stopwatch stopwatch;
  action();
  return stopwatch.seconds();
}

std::optional<double> Outlook::seconds_left() const {
  const double done = work_ - left_;
  if (!(done >= 0.1 * work_)) return std::nullopt;
  return stopwatch_.seconds() * left_ / done;
}

std::vector<Speed> measure(std::span<const Contender> contenders, double seconds,
                           const OnProgress& progress) {
  std::vector<Speed> speeds;
  for (const Contender& contender : contenders) speeds.push_back({contender.name, {}});
  double spent = 0;
  for (std::size_t round = 0; round <= fewest_rounds || spent < seconds; ++round) {
    const double of_fewest = round == 0 ? 0 : spent / static_cast<double>(round) * (fewest_rounds + 1);
    progress(fmt::format("round {}", round + 1), std::max(seconds, of_fewest) - spent);
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const double time = seconds_of(contenders[i].run);
      spent += time;
      if (round > 0) speeds[i].rounds.push_back(contenders[i].steps / time);
    }
  }
  return speeds;
}

}  // namespace gainswarm::bench
