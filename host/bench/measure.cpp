#include "host/bench/measure.hpp"

#include <algorithm>
#include <cassert>
#include <chrono>

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
  const auto begin = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<Speed> measure(std::span<const Contender> contenders, double seconds) {
  constexpr std::size_t fewest = 5, most = 101;
  std::vector<Speed> speeds;
  for (const Contender& contender : contenders) speeds.push_back({contender.name, {}});
  for (const Contender& contender : contenders) contender.run();
  double spent = 0;
  for (std::size_t round = 0; round < most && (round < fewest || spent < seconds); ++round) {
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      const double time = seconds_of(contenders[i].run);
      speeds[i].rounds.push_back(contenders[i].steps / time);
      spent += time;
    }
  }
  return speeds;
}

}  // namespace gainswarm::bench
