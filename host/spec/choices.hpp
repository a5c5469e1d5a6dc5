// The words that stand for each enumerator in YAML.
#pragma once

#include <array>
#include <string_view>

#include "host/spec/spec.hpp"

namespace gainswarm::spec {

template <class E>
struct Choice {
  std::string_view name;
  E value;
  std::string_view documentation;
};

constexpr auto choices(Scale /*of*/) {
  return std::to_array<Choice<Scale>>({
      {"linear", Scale::linear, "searched evenly"},
      {"log", Scale::log, "searched evenly in its logarithm; needs positive bounds"},
  });
}

constexpr auto choices(Integrator /*of*/) {
  return std::to_array<Choice<Integrator>>({
      {"euler", Integrator::euler, "forward Euler, order 1"},
      {"heun", Integrator::heun, "Heun's method, order 2"},
      {"rk4", Integrator::rk4, "classical Runge-Kutta, order 4"},
  });
}

constexpr auto choices(Precision /*of*/) {
  return std::to_array<Choice<Precision>>({
      {"double", Precision::float64, "64 bits"},
      {"float", Precision::float32, "32 bits, twice as many lanes"},
  });
}

constexpr auto choices(Sampling /*of*/) {
  return std::to_array<Choice<Sampling>>({
      {"sobol", Sampling::sobol, "scrambled Sobol sequence: even in many dimensions"},
      {"latin_hypercube", Sampling::latin_hypercube, "every dimension evenly divided"},
      {"midpoint", Sampling::midpoint, "the middles of equal strata, shuffled; not for validation"},
      {"independent", Sampling::independent, "plain random draws"},
  });
}

constexpr auto choices(Algorithm /*of*/) {
  return std::to_array<Choice<Algorithm>>({
      {"global_best", Algorithm::global_best, "every particle follows its swarm's best: fast, one valley"},
      {"comprehensive_learning", Algorithm::comprehensive_learning,
       "every dimension learns from another particle's best: thorough, many valleys"},
  });
}

constexpr auto choices(StartDesign /*of*/) {
  return std::to_array<Choice<StartDesign>>({
      {"sobol", StartDesign::sobol, "scrambled Sobol sequence"},
      {"latin_hypercube", StartDesign::latin_hypercube, "every dimension evenly divided"},
  });
}

constexpr auto choices(Aggregate /*of*/) {
  return std::to_array<Choice<Aggregate>>({
      {"mean", Aggregate::mean, ""},
      {"sum", Aggregate::sum, ""},
      {"worst", Aggregate::worst, ""},
      {"mean_plus_worst", Aggregate::mean_plus_worst, "mean + k * worst"},
      {"cvar", Aggregate::cvar, "mean of the worst share 1 - q"},
      {"percentile", Aggregate::percentile, "the cost that a share q stays below"},
  });
}

constexpr auto choices(Distribution /*of*/) {
  return std::to_array<Choice<Distribution>>({
      {"uniform", Distribution::uniform, "uniform(low, high)"},
      {"normal", Distribution::normal, "normal(mean, deviation)"},
      {"relative_uniform", Distribution::relative_uniform, "relative_uniform(a): nominal * (1 + U(-a, a))"},
      {"relative_normal", Distribution::relative_normal, "relative_normal(a): nominal * (1 + N(0, a))"},
  });
}

template <class E>
concept Enumeration = requires(E value) {
  choices(value);
};

template <Enumeration E>
constexpr std::string_view word(E value) {
  for (const auto& choice : choices(value)) {
    if (choice.value == value) {
      return choice.name;
    }
  }
  return "";
}

}  // namespace gainswarm::spec
