// The numbers of a program's device code that are read from a table in constant memory.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "host/graph/graph.hpp"

namespace gainswarm::device {

/// An instruction holds one float, or the upper half of a double. Any other double costs two instructions
/// before the one that uses it, and a float one, where a constant is added to a multiple of it. So such
/// numbers stand in a table; a number and its negative share a place.
class NumberTable {
 public:
  explicit NumberTable(const graph::Graph& graph);

  /// A constant of the graph as an operand: a place in the table, else a literal.
  [[nodiscard]] std::string operand(double value) const;
  /// The table's definition; nothing when it is empty.
  [[nodiscard]] std::string definition() const;

 private:
  void take(double value);

  graph::Precision precision_;
  std::vector<double> numbers_;
  std::map<double, std::size_t> places_;
};

}  // namespace gainswarm::device
