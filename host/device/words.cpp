#include "host/device/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace gainswarm::device {
namespace {

using graph::Op;

/// The operator between two operands; none for operations that are written otherwise.
const char* infix(Op op) {
  switch (op) {
    case Op::divide:
      return "/";
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::equal:
      return "==";
    case Op::logical_and:
      return "&";
    case Op::logical_or:
      return "|";
    default:
      return nullptr;
  }
}

}  // namespace

std::string literal(double value, graph::Precision precision) {
  const bool is_float = precision == graph::Precision::float32;
  if (std::isfinite(value)) {
    const std::string text = fmt::format("{:a}{}", value, is_float ? "F" : "");
    return std::signbit(value) ? "(" + text + ")" : text;
  }
  if (is_float) {
    return fmt::format("arithmetic::bits_as<float>({:#x}U)",
                       std::bit_cast<std::uint32_t>(static_cast<float>(value)));
  }
  return fmt::format("arithmetic::bits_as<double>({:#x}ULL)", std::bit_cast<std::uint64_t>(value));
}

std::string operation(Op op, const std::string& a, const std::string& b, const std::string& c) {
  if (const char* between = infix(op)) return fmt::format("{} {} {}", a, between, b);
  switch (op) {
    case Op::negate:
      return "-" + a;
    case Op::logical_not:
      return "!" + a;
    case Op::select:
      return fmt::format("{} ? {} : {}", a, b, c);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::negate_by_bit_1:
      return fmt::format("arithmetic::{}({}, {})", graph::name(op), a, b);
    case Op::fma:
      return fmt::format("arithmetic::fma({}, {}, {})", a, b, c);
    default:
      return fmt::format("arithmetic::{}({})", graph::name(op), a);
  }
}

std::string comment(const rollout::Label& label) {
  return in_one_line(label.unit.empty() ? label.name : label.name + ", " + label.unit);
}

std::string in_one_line(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char letter) { return letter < ' ' || letter == '\\' || letter == '?'; }, ' ');
  return text;
}

}  // namespace gainswarm::device
