// What stands where in a result file, for writing and for reading. results/README.md tells the same to
// people.
#pragma once

#include <algorithm>

#include "host/record/archive.hpp"
#include "host/record/record.hpp"
#include "host/record/validation_layout.hpp"

namespace gainswarm::record {

// Each function takes a Writer and const data, or a Reader and data to fill; the order matters to a Reader,
// which learns the length of a dimension from its axis.

template <class Archive, class Data>
void configuration(Archive& archive, Data& data) {
  const Axis file = archive.axis("file", data.files, &File::name, {"", "names of the configuration files"});
  archive.column("text", data.files, &File::text, file, {"", "configuration files, verbatim"});
  archive.value("resolved", data.resolved, {"", "configuration with every default and override filled in"});
}

template <class Archive, class Data>
void provenance(Archive& archive, Data& data) {
  archive.value("version", data.version, {"", "version of gainswarm"});
  archive.value("seed", data.seed, {"1", "seed of all random numbers"});
  archive.value("engine", data.engine, {"", "what ran the rollouts"});
  archive.value("precision", data.precision, {"", "arithmetic of the rollouts"});
  archive.value("program_hash", data.program_hash, {"", "SHA-256 of the compiled rollout"});
  archive.value("processor", data.processor, {"", "processor model"});
  archive.value("started", data.started, {"", "start of the run, ISO 8601, UTC"});
  archive.value("finished", data.finished, {"", "end of the run, ISO 8601, UTC"});
}

inline tuner::StopReason stop_reason(const std::string& text) {
  using enum tuner::StopReason;
  for (const tuner::StopReason reason :
       {budget, stagnation, target, time_limit, interrupted, engine_failed}) {
    if (text == name(reason)) return reason;
  }
  throw ReadError("unknown reason for the end of the run '" + text + "'");
}

template <class Archive, class Data>
void run(Archive& archive, Data& data) {
  archive.value("evaluations", data.evaluations,
                {"1", "candidates evaluated, each in all training scenarios"});
  archive.value("polish_evaluations", data.polish_evaluations, {"1", "evaluations of the polish among them"});
  archive.value("trajectory_steps", data.trajectory_steps, {"1", "integration steps executed"});
  archive.value("wall_seconds", data.wall_seconds, {"s", "duration of the run"});
  archive.value("fingerprint", data.fingerprint,
                {"", "SHA-256 of the personal bests and the best gains, bit for bit"});
  std::string stop = name(data.stop);
  archive.value("stop", stop, {"", "why the run ended"});
  if constexpr (Archive::reading) data.stop = stop_reason(stop);
  archive.axis("warnings", data.warnings, {"", "what the user should know"});
}

/// Names of the gains that the columns of Tuning::best_gains hold: all of them, or those that are tuned.
inline std::vector<std::string> history_gains(const tuner::Tuning& data) {
  std::vector<std::string> names;
  const bool all = data.best_gains.size() == data.history.size() * data.gains.size();
  for (const tuner::BestGain& gain : data.gains) {
    if (all || gain.tuned) names.push_back(gain.name);
  }
  return names;
}

template <class Archive, class Data>
void history(Archive& archive, Data& data) {
  using tuner::Generation;
  auto& rows = data.history;
  const Axis iteration =
      archive.axis("iteration", rows, &Generation::iteration, {"1", "iteration of the swarms"}, true);
  const auto add = [&](const char* key, auto member, const About& about) {
    archive.column(key, rows, member, iteration, about);
  };
  add("evaluations", &Generation::evaluations, {"1", "candidates evaluated so far"});
  add("best_cost", &Generation::best_cost, {"1", "lowest cost so far, all swarms"});
  add("lowest_cost", &Generation::lowest_cost, {"1", "lowest cost of the iteration"});
  add("median_cost", &Generation::median_cost, {"1", "median cost of the iteration"});
  add("failed_share", &Generation::failed_share, {"1", "share of the iteration's rollouts that failed"});
  add("given_up_share", &Generation::given_up_share,
      {"1", "share of the iteration's rollouts that were given up"});
  add("spread", &Generation::spread,
      {"1", "mean distance of particles from their swarm's mean, share of the range"});
  add("seconds", &Generation::seconds, {"s", "time since the run began"});

  auto swarms = static_cast<std::int64_t>(rows.empty() ? 0 : data.swarm_best_costs.size() / rows.size());
  const Axis swarm = archive.counted_axis("swarm", swarms, {"1", "number of the swarm"});
  archive.values("swarm_best_cost", data.swarm_best_costs, Shape{iteration, swarm},
                 {"1", "lowest cost so far of each swarm"});
  std::vector<std::string> names = history_gains(data);
  const Axis gain = archive.axis("gain", names, {"", "names of the gains"});
  archive.values("best_gains", data.best_gains, Shape{iteration, gain},
                 {"", "best gains so far, each in its unit"});
}

template <class Archive, class Data>
void best(Archive& archive, Data& data) {
  archive.value("cost", data.cost, {"1", "lowest cost found"});
  archive.value("cost_before_polish", data.cost_before_polish, {"1", "lowest cost that the swarms found"});
  archive.value("cost_with_half_steps", data.cost_with_half_steps,
                {"1", "cost of the best gains with integration steps half as long"});
  archive.value("requirements_met", data.requirements_met, {"1", "1: the best gains meet every requirement"});
  archive.value("failed_scenarios", data.best_failed,
                {"1", "training scenarios in which the best gains fail"});
  archive.group("gains", [&](auto& group) { gain_table(group, data.gains); });
  named_values(archive, "components", data.components, "component", "weighted terms of the cost");
  named_values(archive, "requirements", data.requirements, "requirement",
               "worst value over the training scenarios");
}

template <class Archive, class Data>
void pareto(Archive& archive, Data& front) {
  const Axis objective = archive.axis("objective", front.objectives, {"", "names of the objectives"});
  const Axis gain = archive.axis("gain", front.gains, {"", "names of the gains"});
  std::int64_t points = Archive::reading ? 0 : front.points();
  const Axis point = archive.counted_axis("point", points, {"1", "number of the compromise"});
  archive.values("objectives", front.values, Shape{point, objective},
                 {"1", "objectives of each compromise, aggregated as in training"});
  archive.values("gains", front.gain_values, Shape{point, gain},
                 {"", "gains of each compromise, each in its unit"});
  archive.value("knee", front.knee, {"1", "number of the compromise that is the best gains"});
  archive.values("reference", front.reference, Shape{objective}, {"1", "reference of the hypervolume"});
  archive.axis("hypervolume", front.hypervolume, {"1", "hypervolume of the front after each iteration"});
  archive.value("validated_in", front.validated_in, {"", "validation set; empty: not validated"});
  archive.values("success_rate", front.success_rates, Shape{point},
                 {"1", "share of the set's scenarios in which each compromise succeeds"});
  archive.values("median_cost", front.median_costs, Shape{point},
                 {"1", "median of the costs of each compromise in the set's scenarios"});
  if constexpr (Archive::reading)
    refuse_strays({front.knee}, 0, std::max<std::size_t>(point.size, 1), "compromise");
}

template <class Archive, class Data>
void swarm(Archive& archive, Data& state) {
  archive.value("iteration", state.iteration, {"1", "iterations done"});
  const Axis swarms = archive.counted_axis("swarm", state.swarms, {"1", "number of the swarm"});
  const Axis particles = archive.counted_axis("particle", state.particles, {"1", "number of the particle"});
  const Axis dimensions =
      archive.counted_axis("dimension", state.dimensions, {"1", "number of the tuned gain"});
  const Shape each{swarms, particles};
  const Shape all{swarms, particles, dimensions};
  archive.values("positions", state.positions, all, {"1", "positions in the unit box"});
  archive.values("velocities", state.velocities, all, {"1", "velocities, share of the range an iteration"});
  archive.values("best_positions", state.best_positions, all, {"1", "best position of each particle"});
  archive.values("best_costs", state.best_costs, each, {"1", "best cost of each particle"});
  archive.values("stalled", state.stalled, each, {"1", "iterations without progress"});
  bool learning = !state.exemplars.empty();
  archive.value("comprehensive_learning", learning, {"1", "1: the particles learn from exemplars"});
  if (learning)
    archive.values("exemplars", state.exemplars, all, {"1", "particle that each dimension learns from"});
}

template <class Archive, class Data>
void progress(Archive& archive, Data& data) {
  archive.value("evaluations", data.evaluations, {"1", "candidates evaluated by the swarms"});
  archive.value("trajectory_steps", data.trajectory_steps, {"1", "integration steps executed for them"});
  archive.value("stagnant", data.stagnant, {"1", "iterations since the last progress"});
  archive.value("last_progress", data.last_progress, {"1", "best cost at the last progress"});
  archive.value("digest", data.digest, {"", "SHA-256 of every cost so far"});
  archive.value("lowest", data.lowest, {"1", "lowest cost of all candidates"});
  archive.value("highest", data.highest, {"1", "highest cost of all candidates"});
  archive.value("not_finite", data.not_finite, {"1", "rollouts whose cost was not finite"});
  named_values(archive, "underived", data.underived, "cause", "candidates whose gains could not be derived");
  named_values(archive, "obstacles", data.obstacles, "cause",
               "candidates about whose loops nothing can be said");
}

template <class Archive, class Data>
void front_search(Archive& archive, Data& data) {
  archive.axis("objectives", data.objectives, {"1", "objectives of the compromises, one after the other"});
  archive.axis("positions", data.positions, {"1", "their positions in the unit box"});
  archive.axis("best_objectives", data.best_objectives, {"1", "objectives of each particle's best"});
  archive.axis("ideal", data.ideal, {"1", "where the scale of the objectives begins"});
  archive.axis("nadir", data.nadir, {"1", "where it ends"});
  archive.axis("reach", data.reach, {"1", "the farthest reference of the hypervolume so far"});
  archive.axis("stay_objectives", data.stay_objectives, {"1", "compromises that ever stood on the front"});
  archive.axis("first", data.first, {"1", "iteration, from 0, since when each has"});
  archive.axis("last", data.last, {"1", "iteration since when it has not any more"});
}

template <class Archive, class Data>
void merged(Archive& archive, Data& data) {
  using tuner::MergedRun;
  const Axis run = archive.axis("run", data.runs, &MergedRun::result, {"", "results that were merged"});
  const auto add = [&](const char* key, auto member, const About& about) {
    archive.column(key, data.runs, member, run, about);
  };
  add("seed", &MergedRun::seed, {"1", "seed of each search"});
  add("own_cost", &MergedRun::own_cost, {"1", "cost of each one's gains in its own training scenarios"});
  add("cost", &MergedRun::cost, {"1", "cost of each one's gains in those of all searches together"});
  add("requirements_met", &MergedRun::requirements_met,
      {"1", "1: each one's gains meet every requirement in those"});
  add("failed_scenarios", &MergedRun::failed, {"1", "those of them in which each one's gains fail"});
  archive.value("chosen", data.chosen, {"1", "number of the run that the rest of the file is about"});
  archive.value("scenarios", data.scenarios, {"1", "training scenarios of all searches together"});
  if constexpr (Archive::reading) refuse_strays({data.chosen}, 0, run.size, "run");
}

template <class Archive, class Data>
void response(Archive& archive, Data& data) {
  archive.value("set", data.set, {"", "set of scenarios"});
  archive.value("scenario", data.scenario, {"1", "number of the scenario in its set"});
  const Axis signal = archive.axis("signal", data.signals, &Signal::name, {"", "names of the signals"});
  archive.column("unit", data.signals, &Signal::unit, signal, {"", "units of the signals"});
  archive.column("kind", data.signals, &Signal::kind, signal,
                 {"", "state, input, output, reference or other"});
  archive.column("lower", data.signals, &Signal::lower, signal,
                 {"", "lower limits, each in the signal's unit"});
  archive.column("upper", data.signals, &Signal::upper, signal,
                 {"", "upper limits, each in the signal's unit"});
  const Axis time = archive.axis("time", data.time, {"s", "time"});
  archive.group("signals", [&](auto& group) {
    for (auto& one : data.signals) group.values(one.name, one.values, Shape{time}, {one.unit, one.name});
  });
}

template <class Archive, class Data>
void loop_margins(Archive& archive, Data& margins) {
  using analysis::Margins;
  const Axis input = archive.axis("input", margins, &Margins::input, {"", "inputs at which the loop is cut"});
  const auto add = [&](const char* key, auto member, const About& about) {
    archive.column(key, margins, member, input, about);
  };
  add("gain_margin", &Margins::gain_margin, {"1", "factor on the loop gain that destabilises"});
  add("gain_reduction", &Margins::gain_reduction, {"1", "divisor of the loop gain that destabilises"});
  add("phase_margin", &Margins::phase_margin, {"rad", "phase margin"});
  add("delay_margin", &Margins::delay_margin, {"s", "delay margin"});
  add("sensitivity_peak", &Margins::sensitivity_peak, {"1", "largest magnitude of 1/(1 + L)"});
  add("complementary_peak", &Margins::complementary_peak, {"1", "largest magnitude of L/(1 + L)"});
  add("disk_margin", &Margins::disk_margin, {"1", "balanced disk margin"});
}

template <class Archive, class Data>
void analysis_of_loop(Archive& archive, Data& data) {
  archive.value("obstacle", data.obstacle, {"", "why the loop cannot be linearised; empty if it can"});
  archive.value("unstable", data.unstable,
                {"1", "1: a pole of the linearised closed loop, or a state outside it, grows"});
  archive.value("damping", data.damping, {"1", "smallest damping ratio of the closed loop's poles"});
  archive.value("decay_rate", data.decay_rate,
                {"1/s", "distance of the slowest pole from the imaginary axis"});
  archive.group("poles", [&](auto& group) {
    const Axis real =
        group.axis("real", data.poles, &analysis::Pole::real, {"1/s", "real parts of the poles"});
    group.column("imaginary", data.poles, &analysis::Pole::imaginary, real, {"1/s", "imaginary parts"});
  });
  archive.axis("outside", data.outside, {"", "names of the states outside the loop"});
  archive.group("margins", [&](auto& group) { loop_margins(group, data.margins); });
}

template <class Archive, class Data>
void layout(Archive& root, Data& record) {
  root.value("problem", record.problem, {"", "name of the problem"});
  root.group("config", [&](auto& group) { configuration(group, record.configuration); });
  root.group("provenance", [&](auto& group) { provenance(group, record.provenance); });
  root.group("run", [&](auto& group) { run(group, record.tuning); });
  root.group("best", [&](auto& group) { best(group, record.tuning); });
  root.group("analysis", [&](auto& group) { analysis_of_loop(group, record.loop); });
  root.group("history", [&](auto& group) { history(group, record.tuning); });
  root.optional_group("merged", record.tuning.merged, [](auto& group, auto& runs) { merged(group, runs); });
  root.optional_group("pareto", record.tuning.front, [](auto& group, auto& front) { pareto(group, front); });
  root.group("validation", [&](auto& group) {
    group.groups(record.tuning.validation, &tuner::Validation::name,
                 [](auto& set_group, auto& set) { validation_set(set_group, set); });
  });
  root.group("baselines", [&](auto& group) {
    group.groups(record.tuning.baselines, &tuner::Baseline::name,
                 [](auto& inner, auto& one) { baseline(inner, one); });
  });
  root.group("swarm", [&](auto& group) {
    swarm(group, record.tuning.swarm);
    group.group("progress", [&](auto& inner) { progress(inner, record.tuning.progress); });
    group.optional_group("front", record.tuning.front_search,
                         [](auto& inner, auto& search) { front_search(inner, search); });
  });
  root.group("response", [&](auto& group) { response(group, record.response); });
}

}  // namespace gainswarm::record
