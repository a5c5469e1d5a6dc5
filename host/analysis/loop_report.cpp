#include "host/analysis/loop_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "host/analysis/delay_margin.hpp"
#include "host/analysis/linear_loop.hpp"
#include "host/analysis/linear_model.hpp"
#include "host/analysis/margins.hpp"
#include "host/analysis/operating_point.hpp"

namespace gainswarm::analysis {

namespace {

/// What `report` gives, or why it cannot.
template <class Report>
auto or_obstacle(Report report) -> decltype(report()) {
  try {
    return report();
  } catch (const spec::InputError& reason) {
    decltype(report()) nothing;
    nothing.obstacle = reason.what();
    return nothing;
  }
}

/// 1/s, of the poles that are numbers.
double fastest(const std::vector<Complex>& poles) {
  double largest = 0;
  for (const Complex pole : poles) {
    if (std::isfinite(pole.real())) largest = std::max(largest, std::abs(pole.real()));
  }
  return largest;
}

/// A pole on the imaginary axis is neither stable nor unstable, wherever rounding leaves it.
double but_for_rounding(double decay_rate, const std::vector<Complex>& poles) {
  constexpr double rounding = 1e-12;
  return std::abs(decay_rate) <= rounding * (1 + fastest(poles)) ? 0 : decay_rate;
}

/// 1/s, of motions that grow, beyond what rounding makes of poles on the imaginary axis; 0: none does.
double growth(const std::vector<Complex>& poles) {
  constexpr double marginal = 1e-6;  // of the fastest pole
  const double rate = -decay_rate(poles);
  return rate > marginal * (1 + fastest(poles)) ? rate : 0;
}

std::vector<Pole> listed(const std::vector<Complex>& poles) {
  std::vector<Pole> list;
  list.reserve(poles.size());
  for (const Complex pole : poles) list.push_back({pole.real(), pole.imag()});
  return list;
}

/// Along a line of poles, as long as one of them outlives the dead time, damping falls to 0.
double least_damping(const std::vector<Complex>& poles, const LoopModel& model) {
  const double found = damping(poles, model.dead_time);
  const std::optional<double> line = model.delays.empty() ? std::nullopt : line_of_poles(model.delays);
  const bool is_felt = line && std::isfinite(damping({Complex(*line, 0)}, model.dead_time));
  return is_felt ? std::min(found, 0.0) : found;
}

}  // namespace

LoopReport report_on_loop(const LinearLoop& loop, std::span<const double> gains, const DelayMargins* delays) {
  LoopReport report;
  report.obstacle = loop.obstacle(gains);
  if (!report.obstacle.empty()) return report;
  const LoopModel model = loop.at(gains), outside = loop.outside_at(gains);
  if (!model.a.allFinite() || !model.b.allFinite() || !model.c.allFinite() || !outside.a.allFinite()) {
    report.obstacle =
        "its slopes at the operating point are too steep for numbers (the origin, if none is named)";
    return report;
  }
  const auto found = poles(model);
  report.poles = listed(found);
  report.outside = loop.outside();
  report.damping = least_damping(found, model);
  report.decay_rate = but_for_rounding(decay_rate(found), found);
  const double outside_growth = growth(poles(outside));
  if (outside_growth > 0) report.decay_rate = std::min(report.decay_rate, -outside_growth);
  report.unstable = growth(found) > 0 || outside_growth > 0;
  if (report.decay_rate <= 0) return report;
  for (std::size_t i = 0; i < loop.inputs().size(); ++i) {
    const auto input = static_cast<Eigen::Index>(i);
    Margins& of_input = report.margins.emplace_back(margins(model, found, input));
    of_input.input = loop.inputs()[i];
    if (delays != nullptr)
      of_input.delay_margin = (*delays)(gains, model, found, input, of_input.delay_margin);
  }
  return report;
}

namespace {

/// Why nothing can be said about the plant; empty where something can.
std::string obstacle(const LinearModel& model, const spec::Map<spec::Quantity>& about,
                     const Linearisation& linearised) {
  if (!model.a.allFinite() || !model.b.allFinite() || !model.c.allFinite())
    return "the plant has no finite slopes at the operating point (the origin, if none is named)";
  std::string moving = unrest(model.rest, about, std::vector(model.states.size(), true), linearised);
  if (!moving.empty()) return moving;
  if (model.is_discrete && !model.delays.empty())
    return "the plant is in discrete time and has dead time (only its loop is linearised)";
  if (std::ssize(model.delays.times) > most_dead_times) {
    return fmt::format("the plant has {} dead times ({} is the limit of its analysis)",
                       model.delays.times.size(), most_dead_times);
  }
  return {};
}

PlantReport report_on(const spec::Map<spec::Quantity>& about, const Linearisation& linearised) {
  const LinearModel model = linearised(about);
  PlantReport report;
  report.obstacle = obstacle(model, about, linearised);
  if (!report.obstacle.empty()) return report;
  const std::vector<Complex> found = poles(model);
  report.poles = listed(found);
  report.is_discrete = model.is_discrete;
  report.has_dead_time = !model.delays.empty();
  if (model.delays.empty()) {
    report.controllable = controllability_rank(model);
    report.observable = controllability_rank(model.a.transpose(), model.c.transpose());
  } else {
    report.controllable = controllable_poles(model, found);
    report.observable = observable_poles(model, found);
  }
  return report;
}

}  // namespace

PlantReport report_on_plant(const spec::Plant& plant, const spec::Map<spec::Quantity>& about) {
  return or_obstacle(
      [&] { return report_on(about, [&](const auto& point) { return linearise(plant, point); }); });
}

PlantReport report_on_plant(const spec::Problem& problem) {
  return or_obstacle([&] {
    return report_on(operating_point(problem), [&](const auto& point) { return linearise(problem, point); });
  });
}

LoopReport report_on_loop(const spec::Problem& problem, std::span<const double> gains) {
  return or_obstacle([&] {
    const LinearLoop loop(problem, operating_point(problem));
    const DelayMargins delays(loop);
    LoopReport report = report_on_loop(loop, gains, &delays);
    if (!report.obstacle.empty()) return report;
    const LoopModel model = loop.at(gains);
    if (model.delays.empty()) return report;
    std::vector<Complex> found;
    for (const Pole& pole : report.poles) found.emplace_back(pole.real, pole.imaginary);
    report.poles = listed(without_gaps(std::move(found), model.a, model.delays));
    return report;
  });
}

}  // namespace gainswarm::analysis
