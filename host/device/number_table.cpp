#include "host/device/number_table.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "host/device/words.hpp"

namespace gainswarm::device {
namespace {

bool fits_into_instruction(double value, graph::Precision precision) {
  constexpr std::uint64_t lower_half = 0xffffffff;
  return precision == graph::Precision::float32 || !std::isfinite(value) ||
         (std::bit_cast<std::uint64_t>(value) & lower_half) == 0;
}

}  // namespace

NumberTable::NumberTable(const graph::Graph& graph) : precision_(graph.precision()) {
  for (const graph::Node& node : graph.nodes()) {
    if (node.op != graph::Op::constant || fits_into_instruction(node.value, precision_)) continue;
    const double number = std::abs(node.value);
    if (places_.try_emplace(number, numbers_.size()).second) numbers_.push_back(number);
  }
}

std::string NumberTable::operand(double value) const {
  if (fits_into_instruction(value, precision_)) return literal(value, precision_);
  const std::string place = fmt::format("numbers[{}]", places_.at(std::abs(value)));
  return std::signbit(value) ? "(-" + place + ")" : place;
}

std::string NumberTable::definition() const {
  if (numbers_.empty()) return "";
  std::string text = "GAINSWARM_TABLE double numbers[] = {\n";
  for (std::size_t i = 0; i < numbers_.size(); ++i)
    text += fmt::format("    {},  // {}\n", literal(numbers_[i], precision_), i);
  return text + "};\n\n";
}

}  // namespace gainswarm::device
