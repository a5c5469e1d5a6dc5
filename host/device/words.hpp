// The words of C++ that a program's text is made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/graph/graph.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::device {

/// A word of cuda/ and what it is said of.
struct Phrase {
  std::string_view word;
  std::vector<graph::NodeId> operands;
};

/// A number as a literal of the precision: exact, and no double among floats, which would cost a conversion.
/// Negative ones in parentheses, or a sign before them would make a decrement.
std::string literal(double value, graph::Precision precision);

/// The operation on operands that are names or literals. Every compiler is told not to contract; the words
/// that are no operators are those of cuda/arithmetic.hpp.
std::string operation(graph::Op op, const std::string& a, const std::string& b, const std::string& c);

/// A label in a comment.
std::string comment(const rollout::Label& label);

/// Text from a configuration that is to stand in a comment: no line of it may end the comment or go on.
std::string in_one_line(std::string text);

}  // namespace gainswarm::device
