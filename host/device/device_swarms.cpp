#include "host/device/device_swarms.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "host/device/messages.hpp"
#include "host/swarm/rules.hpp"

namespace gainswarm::device {
namespace {

/// An array of the swarms' state and where it lies in a snapshot.
template <class State, class Visit>
void for_each_array(State& state, const SwarmLayout& layout, const Visit& visit) {
  visit(state.positions, layout.positions);
  visit(state.velocities, layout.velocities);
  visit(state.best_positions, layout.best_positions);
  visit(state.best_costs, layout.best_costs);
  visit(state.stalled, layout.stalled);
  visit(state.exemplars, layout.exemplars);
}

/// Bytes of an array that belong to some of its swarms.
template <class Array>
auto part_of(Array& array, std::int64_t swarms, Range range) {
  const std::size_t each = array.size() / static_cast<std::size_t>(swarms);
  return std::span(array).subspan(static_cast<std::size_t>(range.first) * each,
                                  static_cast<std::size_t>(range.count) * each);
}

void write(std::span<std::byte> memory, std::int64_t offset, std::span<const std::byte> bytes) {
  std::ranges::copy(bytes, memory.subspan(static_cast<std::size_t>(offset)).begin());
}

nlohmann::json request_for(const swarm::Job& job, std::int64_t iteration, Range range) {
  swarm::Rules rules = swarm::rules(*job.options, iteration);
  rules.first_swarm = static_cast<std::int32_t>(range.first);
  return {{"do", "generation"}, {"rules", rules}};
}

}  // namespace

SwarmWork DeviceSwarms::work() const {
  const ranked_cost::Rule& rule = job_->rule;
  return {.swarms = range_.count,
          .particles = state_->particles,
          .dimensions = state_->dimensions,
          .learns = !state_->exemplars.empty(),
          .aggregate = static_cast<std::int32_t>(rule.over_scenarios.kind),
          .aggregate_parameter = rule.over_scenarios.parameter,
          .terms = rule.terms,
          .requirements = rule.requirements,
          .steps = rule.steps};
}

void DeviceSwarms::write_swarms(std::span<std::byte> memory) const {
  const SwarmLayout layout(work());
  write(memory, layout.scales, std::as_bytes(job_->scales));
  write(memory, layout.limits,
        std::as_bytes(std::span(job_->rule.limits, static_cast<std::size_t>(job_->rule.requirements))));
  const std::vector<double> probabilities = swarm::learning_probabilities(state_->particles);
  write(memory, layout.probabilities, std::as_bytes(std::span(probabilities)));
  const std::int64_t snapshot = layout.snapshot_after(iteration_);
  for_each_array(*state_, layout, [&](const auto& array, std::int64_t offset) {
    write(memory, snapshot + offset, std::as_bytes(part_of(array, state_->swarms, range_)));
  });
}

/// `holds`: the worker has the swarms.
void DeviceSwarms::send(WorkerProcess& worker, bool holds) const {
  nlohmann::json request = request_for(*job_, iteration_, range_);
  if (!holds) {
    worker.memory().grow(SwarmLayout(work()).bytes);
    write_swarms(worker.memory().bytes());
    request["swarms"] = work();
  }
  worker.ask(request);
}

void DeviceSwarms::begin(const swarm::Job& job, const swarm::State& state, Range range) {
  job_ = &job;
  state_ = &state;
  range_ = range;
  iteration_ = state.iteration;
  const bool holds = held_ == Held{range, iteration_, device_.tenure()};
  held_.reset();
  const auto request = [this, holds, before = device_.tenure().workers](WorkerProcess& worker) {
    send(worker, holds && before == device_.tenure().workers);
  };
  if (!holds || !device_.take_ahead(request)) device_.begin(request);
}

bool DeviceSwarms::finish(swarm::Generation& next) {
  if (!device_.finish()) return false;
  held_ = Held{range_, iteration_ + 1, device_.tenure()};
  begin_ahead();
  collect(next);
  return true;
}

void DeviceSwarms::begin_ahead() {
  if (iteration_ + 1 >= job_->options->iterations) return;
  device_.begin_ahead(request_for(*job_, iteration_ + 1, range_));
}

void DeviceSwarms::collect(swarm::Generation& next) const {
  const SwarmLayout layout(work());
  const std::span<const std::byte> memory =
      device_.memory().subspan(static_cast<std::size_t>(layout.snapshot_after(iteration_ + 1)));
  const auto read = [&](auto to, std::int64_t offset) {
    std::ranges::copy(memory.subspan(static_cast<std::size_t>(offset), to.size_bytes()),
                      std::as_writable_bytes(to).begin());
  };
  for_each_array(next.state, layout, [&](auto& array, std::int64_t offset) {
    read(part_of(array, state_->swarms, range_), offset);
  });
  read(part_of(next.costs, state_->swarms, range_), layout.costs);
  std::vector<ranked_cost::Tally> tallies(static_cast<std::size_t>(work().rows()));
  read(std::span(tallies), layout.tallies);
  for (const ranked_cost::Tally& tally : tallies) next.totals.add(tally);
}

}  // namespace gainswarm::device
