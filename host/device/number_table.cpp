#include "host/device/number_table.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>

#include "host/device/words.hpp"

namespace gainswarm::device {
namespace {

/// Of a double.
bool fits_into_instruction(double value) {
  constexpr std::uint64_t lower_half = 0xffffffff;
  return (std::bit_cast<std::uint64_t>(value) & lower_half) == 0;
}

/// The constant of a constant multiple to which a constant is added.
std::optional<double> factor_beside_addend(const graph::Graph& graph, const graph::Node& node) {
  if (node.op != graph::Op::fma || !graph.is_constant(node.c)) return std::nullopt;
  for (const graph::NodeId factor : {node.a, node.b})
    if (graph.is_constant(factor)) return graph[factor].value;
  return std::nullopt;
}

}  // namespace

NumberTable::NumberTable(const graph::Graph& graph) : precision_(graph.precision()) {
  for (const graph::Node& node : graph.nodes()) {
    if (precision_ == graph::Precision::float32) {
      if (const auto factor = factor_beside_addend(graph, node)) take(*factor);
    } else if (node.op == graph::Op::constant && !fits_into_instruction(node.value)) {
      take(node.value);
    }
  }
}

void NumberTable::take(double value) {
  if (!std::isfinite(value)) return;
  const double number = std::abs(value);
  if (places_.try_emplace(number, numbers_.size()).second) numbers_.push_back(number);
}

std::string NumberTable::operand(double value) const {
  const auto place = std::isfinite(value) ? places_.find(std::abs(value)) : places_.end();
  if (place == places_.end()) return literal(value, precision_);
  const std::string number = fmt::format("numbers[{}]", place->second);
  return std::signbit(value) ? "(-" + number + ")" : number;
}

std::string NumberTable::definition() const {
  if (numbers_.empty()) return "";
  const char* type = precision_ == graph::Precision::float32 ? "float" : "double";
  std::string text = fmt::format("GAINSWARM_TABLE {} numbers[] = {{\n", type);
  for (std::size_t i = 0; i < numbers_.size(); ++i)
    text += fmt::format("    {},  // {}\n", literal(numbers_[i], precision_), i);
  return text + "};\n\n";
}

}  // namespace gainswarm::device
