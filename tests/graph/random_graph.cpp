#include "tests/graph/random_graph.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace gainswarm::tests {

using graph::Op;

namespace {

/// std distributions differ between libraries; this gives the same recipe everywhere.
class Generator {
 public:
  Generator(std::uint64_t seed, const RandomGraphOptions& options)
      : random_(seed), options_(options), specials_(special_values(options.precision)) {}

  Recipe recipe() {
    for (std::uint32_t i = 0; i < options_.inputs; ++i) numbers_.push_back(recipe_.input(i));
    for (int i = 0; i < 4; ++i) numbers_.push_back(recipe_.constant(random_constant()));
    add(comparison());
    for (std::uint32_t i = 0; i < options_.operations; ++i) add(random_step());
    return recipe_;
  }

 private:
  std::uint32_t pick(std::size_t count) { return static_cast<std::uint32_t>(random_() % count); }

  void add(const Step& step) {
    const std::uint32_t index = recipe_.add(step);
    (recipe_.is_condition[index] ? conditions_ : numbers_).push_back(index);
  }

  /// Half of the draws come from the latest eight.
  std::uint32_t one_of(const std::vector<std::uint32_t>& steps) {
    constexpr std::size_t latest = 8;
    if (steps.size() > latest && pick(2) == 0) return steps[steps.size() - 1 - pick(latest)];
    return steps[pick(steps.size())];
  }
  std::uint32_t number() { return one_of(numbers_); }
  std::uint32_t condition() { return one_of(conditions_); }

  Step comparison() {
    constexpr std::array operations{Op::less, Op::less_equal, Op::equal, Op::bit_0};
    const Op op = operations[pick(operations.size())];
    const std::uint32_t a = number();
    return {op, a, arity(op) > 1 ? number() : 0, 0, 0};
  }

  Step logic() {
    constexpr std::array operations{Op::logical_and, Op::logical_or, Op::logical_not};
    const Op op = operations[pick(operations.size())];
    return {op, condition(), op == Op::logical_not ? 0 : condition(), 0, 0};
  }

  Step choice() {
    if (pick(5) == 0) return {Op::select, condition(), condition(), condition(), 0};
    return {Op::select, condition(), number(), number(), 0};
  }

  /// Common operations come more often.
  Step arithmetic() {
    constexpr std::array operations{Op::add,           Op::add,      Op::subtract,     Op::subtract,
                                    Op::multiply,      Op::multiply, Op::divide,       Op::fma,
                                    Op::negate,        Op::absolute, Op::square_root,  Op::floor,
                                    Op::round_nearest, Op::exponent, Op::power_of_two, Op::negate_by_bit_1};
    const Op op = operations[pick(operations.size())];
    const int count = arity(op);
    const std::uint32_t a = number();
    const std::uint32_t b = count > 1 ? number() : 0;
    return {op, a, b, count > 2 ? number() : 0, 0};
  }

  Step random_step() {
    switch (pick(10)) {
      case 0:
        return {Op::constant, 0, 0, 0, random_constant()};
      case 1:
        return comparison();
      case 2:
        return logic();
      case 3:
        return choice();
      default:
        return arithmetic();
    }
  }

  double random_constant() {
    const double sign = pick(2) == 0 ? 1 : -1;
    switch (pick(5)) {
      case 0:
        return sign * pick(4);
      case 1:
        return std::ldexp(sign, static_cast<int>(pick(21)) - 10);
      case 2:
        return specials_[pick(specials_.size())];
      case 3: {
        const auto any = std::bit_cast<double>(random_());
        return std::isnan(any) ? std::numeric_limits<double>::quiet_NaN()
                               : any;  // no payloads: power_of_two would show them
      }
      default:
        return sign * std::ldexp(static_cast<double>(random_() >> 11), -52);
    }
  }

  std::mt19937_64 random_;
  RandomGraphOptions options_;
  std::vector<double> specials_;
  Recipe recipe_;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> conditions_;
};

}  // namespace

Recipe random_recipe(std::uint64_t seed, const RandomGraphOptions& options) {
  return Generator(seed, options).recipe();
}

RandomNodes random_nodes(graph::Graph& graph, std::span<const graph::Value> inputs, std::uint32_t operations,
                         std::uint64_t seed) {
  const Recipe recipe =
      random_recipe(seed, {static_cast<std::uint32_t>(inputs.size()), operations, graph.precision()});
  RandomNodes nodes;
  for (const graph::Value value : build(recipe, graph, inputs)) {
    (value.is_condition() ? nodes.conditions : nodes.numbers).push_back(value);
  }
  return nodes;
}

}  // namespace gainswarm::tests
