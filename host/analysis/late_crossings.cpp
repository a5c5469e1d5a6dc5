#include "host/analysis/late_crossings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "cuda/elementary.hpp"
#include "host/spec/model.hpp"

namespace gainswarm::analysis {
namespace {

using spec::infinity;
using std::numbers::pi;

Complex logarithm(Complex value) {
  const double square = value.real() * value.real() + value.imag() * value.imag();
  return {elementary::logarithm(square) / 2, elementary::arctangent2(value.imag(), value.real())};
}

/// Up to whole turns, the imaginary part between -pi and pi.
Complex without_turns(Complex value) {
  return {value.real(), value.imag() - 2 * pi * std::round(value.imag() / (2 * pi))};
}

/// A straight line over frequency and dead time: value + along_omega x + along_delay y.
struct Line {
  Complex value, along_omega, along_delay;
};

struct Place {
  double x = 0, y = 0;
};

Place zero(const Line& line) {
  const auto cross = [](Complex a, Complex b) { return a.real() * b.imag() - a.imag() * b.real(); };
  const double scale = cross(line.along_omega, line.along_delay);
  return {-cross(line.value, line.along_delay) / scale, -cross(line.along_omega, line.value) / scale};
}

/// One part of a period between two frequencies.
struct Cell {
  double low = 0, high = 0;  ///< rad/s
  double first = 0;          ///< in periods, of a dead time less than one

  [[nodiscard]] double width() const { return high - low; }
};

/// log(-L) near a crossing: x from `omega` in widths of the cell, y from `periods` in parts of a period.
struct Guess {
  Cell cell;
  double omega = 0, periods = 0;
  Line line;
  double expected = 0;  ///< periods, where the line crosses
};

class CrossingSearch {
 public:
  CrossingSearch(LateResponse& response, const std::vector<double>& frequencies, double period)
      : response_(response), period_(period), part_of_period_(1 / static_cast<double>(response.parts())) {
    for (const double omega : frequencies) {
      if (omega > 0) add_sample(omega);
    }
  }

  [[nodiscard]] double first() {
    for (std::size_t i = 0; i + 1 < samples_.size(); ++i) {
      for (std::size_t part = 0; part < response_.parts(); ++part) {
        if (may_cross(i, part)) add_guesses(i, part);
      }
    }
    std::ranges::sort(guesses_, {}, &Guess::expected);
    for (const Guess& guess : guesses_) {
      if (guess.expected > first_.periods + part_of_period_) break;
      if (!is_first(guess)) refine(guess);
    }
    return first_.periods;
  }

 private:
  struct Sample {
    double omega;
    LateResponse::InParts late;
  };

  /// With more in between where -L changes too fast for straight lines, by half of each step and so on.
  void add_sample(double omega) {
    constexpr double shortest = 1e-5;
    Sample sample{omega, response_.in_parts(omega)};
    while (!samples_.empty() && omega - samples_.back().omega > shortest * omega &&
           changes_fast(samples_.back(), sample)) {
      add_sample((samples_.back().omega + omega) / 2);
    }
    samples_.push_back(sample);
  }

  /// Where its size may be 1: by more than all of it.
  static bool changes_fast(const Sample& low, const Sample& high) {
    constexpr double within = 4;
    for (std::size_t part = 0; part < low.late.size(); ++part) {
      const double a = std::norm(low.late[part]), b = std::norm(high.late[part]);
      const bool is_near = std::min(a, b) < within && std::max(a, b) > 1 / within;
      if (is_near && std::norm(high.late[part] - low.late[part]) > std::min(a, b)) return true;
    }
    return false;
  }

  [[nodiscard]] std::array<Complex, 4> corners(std::size_t i, std::size_t part) const {
    return {samples_[i].late[part], samples_[i].late[part + 1], samples_[i + 1].late[part],
            samples_[i + 1].late[part + 1]};
  }

  /// The size is 1 in the cell, or nearly.
  [[nodiscard]] bool may_cross(std::size_t i, std::size_t part) const {
    constexpr double nearly = 1.5;
    double least = infinity, most = 0;
    for (const Complex corner : corners(i, part)) {
      least = std::min(least, std::norm(corner));
      most = std::max(most, std::norm(corner));
    }
    return least < nearly && most > 1 / nearly;
  }

  /// Without whole periods, from the middle of the cell.
  [[nodiscard]] Line line_in(std::size_t i, std::size_t part) const {
    std::array<Complex, 4> at = corners(i, part);
    const Complex first = logarithm(at[0]);
    for (Complex& corner : at) corner = without_turns(logarithm(corner) - first);
    return {first + (at[0] + at[1] + at[2] + at[3]) / 4.0, (at[2] + at[3] - at[0] - at[1]) / 2.0,
            (at[1] + at[3] - at[0] - at[2]) / 2.0};
  }

  /// With whole periods added each turns -L on by the frequency: every dead time with which it may be 1.
  void add_guesses(std::size_t i, std::size_t part) {
    constexpr double around = 0.75;
    constexpr int more_turns = 2;
    const Cell cell{samples_[i].omega, samples_[i + 1].omega, static_cast<double>(part) * part_of_period_};
    const Line line = line_in(i, part);
    const double middle = (cell.low + cell.high) / 2, a_turn = 2 * pi / (middle * period_);
    const double spread =
        (std::abs(line.along_omega.imag()) + std::abs(line.along_delay.imag())) * a_turn / (2 * pi);
    for (int turns = -1; turns <= more_turns; ++turns) {
      const double at = (line.value.imag() / (2 * pi) + turns) * a_turn,
                   reach = around * (spread + std::abs(at) * cell.width() / middle) + 1;
      const double last = std::min(at + reach, last_needed_);
      for (double whole = std::max(std::ceil(at - reach), 0.0); whole <= last; ++whole)
        add_guess(cell, line, whole);
    }
  }

  void add_guess(const Cell& cell, Line line, double whole) {
    constexpr double reach = 1;  // half widths of the cell are 0.5
    Guess guess{cell, (cell.low + cell.high) / 2, whole + cell.first + part_of_period_ / 2, line};
    guess.line.value = without_turns(line.value - Complex(0, whole * guess.omega * period_));
    guess.line.along_omega -= Complex(0, whole * cell.width() * period_);
    const Place at = zero(guess.line);
    if (!(std::abs(at.x) <= reach && std::abs(at.y) <= reach)) return;
    guess.expected = guess.periods + at.y * part_of_period_;
    guesses_.push_back(guess);
    last_needed_ = std::min(last_needed_, guess.expected + 1);
  }

  /// Whether it leads to the first crossing that is found already, and to none before.
  [[nodiscard]] bool is_first(const Guess& guess) const {
    constexpr double rounding = 1e-3;
    const Place at = zero(guess.line);
    const double later = guess.expected - first_.periods;
    return std::abs(guess.omega + at.x * guess.cell.width() - first_.omega) < guess.cell.width() / 2 &&
           later > -rounding * part_of_period_ && later < part_of_period_ / 2;
  }

  /// Finds the crossing that it leads to, if there is one.
  void refine(const Guess& guess) {
    constexpr int most_steps = 30;
    constexpr double near = 1e-8, farthest = 4;  // the last step goes much nearer
    const double farthest_late =
        farthest * (1 + guess.periods / part_of_period_ * guess.cell.width() / guess.omega);
    Line line = guess.line;
    Place at, step = zero(line);
    for (int i = 0; i < most_steps; ++i) {
      at = {at.x + step.x, at.y + step.y};
      const double omega = guess.omega + at.x * guess.cell.width(),
                   periods = guess.periods + at.y * part_of_period_;
      if (!(std::abs(at.x) < farthest && std::abs(at.y) < farthest_late && omega > 0 && periods > 0)) break;
      const Complex found = without_turns(logarithm(response_(omega, periods)));
      const double square = step.x * step.x + step.y * step.y;
      line.along_omega += found * (step.x / square);  // the line had promised 0
      line.along_delay += found * (step.y / square);
      line.value = found;
      step = zero(line);
      if (std::abs(step.x) + std::abs(step.y) > near) continue;
      const double crossing = periods + step.y * part_of_period_;
      if (crossing < first_.periods) first_ = {omega, crossing};
      break;
    }
  }

  LateResponse& response_;
  double period_, part_of_period_;
  std::vector<Sample> samples_;
  std::vector<Guess> guesses_;
  struct {
    double omega = 0, periods = infinity;
  } first_;
  double last_needed_ = infinity;  ///< periods
};

}  // namespace

double first_crossing(LateResponse& response, const std::vector<double>& frequencies, double period) {
  return CrossingSearch(response, frequencies, period).first();
}

}  // namespace gainswarm::analysis
