#include "host/language/syntax.hpp"

#include <array>
#include <charconv>

namespace gainswarm::language {
namespace {

/// The operator between two operands, or nothing for a node that has not two.
const char* symbol_between(Kind kind) {
  switch (kind) {
    case Kind::add:
      return " + ";
    case Kind::subtract:
      return " - ";
    case Kind::multiply:
      return " * ";
    case Kind::divide:
      return " / ";
    case Kind::power:
      return " ^ ";
    case Kind::less:
      return " < ";
    case Kind::less_equal:
      return " <= ";
    case Kind::greater:
      return " > ";
    case Kind::greater_equal:
      return " >= ";
    case Kind::equal:
      return " == ";
    case Kind::not_equal:
      return " != ";
    case Kind::logical_and:
      return " and ";
    case Kind::logical_or:
      return " or ";
    default:
      return nullptr;
  }
}

void write(const Syntax& syntax, std::string& out);

void write_number(double value, std::string& out) {
  std::array<char, 32> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), written.ptr);
}

void write_call(const Syntax& call, std::string& out) {
  out += call.name;
  out += '(';
  const char* separator = "";
  for (const SyntaxPointer& operand : call.operands) {
    out += separator;
    write(*operand, out);
    separator = ", ";
  }
  out += ')';
}

/// a + b + c + ... leans to the left as deep as it is long: down in a loop, not by recursion.
void write_binary(const Syntax& outermost, std::string& out) {
  std::vector<const Syntax*> chain;
  const Syntax* innermost = &outermost;
  for (; symbol_between(innermost->kind) != nullptr; innermost = innermost->operands[0].get()) {
    chain.push_back(innermost);
  }
  out.append(chain.size(), '(');
  write(*innermost, out);
  for (; !chain.empty(); chain.pop_back()) {
    const Syntax* node = chain.back();
    out += symbol_between(node->kind);
    write(*node->operands[1], out);
    out += ')';
  }
}

void write(const Syntax& syntax, std::string& out) {
  switch (syntax.kind) {
    case Kind::number:
      return write_number(syntax.value, out);
    case Kind::name:
      out += syntax.name;
      return;
    case Kind::call:
      return write_call(syntax, out);
    case Kind::negate:
    case Kind::logical_not:
      out += syntax.kind == Kind::negate ? "(-" : "(not ";
      write(*syntax.operands[0], out);
      out += ')';
      return;
    default:
      return write_binary(syntax, out);
  }
}

}  // namespace

std::string to_string(const Syntax& syntax) {
  std::string out;
  write(syntax, out);
  return out;
}

}  // namespace gainswarm::language
