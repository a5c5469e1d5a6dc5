#include "host/cli/section.hpp"

#include <fmt/core.h>

#include "host/cli/terminal.hpp"
#include "host/spec/number.hpp"

namespace gainswarm::cli {

void print_name(const spec::Text& name, const std::string& description) {
  fmt::print("{}\n{}{}", Style(stdout).bold(printable(name.str())), printable(description),
             description.empty() || description.ends_with('\n') ? "" : "\n");
}

void print_section(const std::string& title, const Table& table, std::size_t rows) {
  if (rows > 0) fmt::print("\n{}\n{}", Style(stdout).bold(title), table.text());
}

void print_units(const std::string& title, const spec::Map<std::string>& units) {
  Table table;
  for (const auto& [name, unit] : units) table.add({name.str(), unit});
  print_section(title, table, units.size());
}

void print_quantities(const std::string& title, const spec::Map<spec::Quantity>& quantities) {
  Table table({1});
  for (const auto& [name, quantity] : quantities) {
    table.add({name.str(), spec::to_text(quantity.value), quantity.unit});
  }
  print_section(title, table, quantities.size());
}

void print_intervals(const std::string& title, const spec::Map<spec::Interval>& intervals) {
  Table table({1, 3});
  for (const auto& [name, interval] : intervals) {
    table.add(
        {name.str(), spec::to_text(interval.lower), "to", spec::to_text(interval.upper), interval.unit});
  }
  print_section(title, table, intervals.size());
}

void print_expressions(const std::string& title, const spec::Map<spec::Text>& expressions) {
  Table table;
  for (const auto& [name, expression] : expressions) table.add({name.str(), "= " + expression.str()});
  print_section(title, table, expressions.size());
}

void print_formulas(const std::string& title, const spec::Map<spec::Formula>& formulas) {
  Table table;
  for (const auto& [name, formula] : formulas) {
    table.add({name.str(), "= " + formula.text.str() + (formula.unit.empty() ? "" : " " + formula.unit)});
  }
  print_section(title, table, formulas.size());
}

std::string joined(const std::vector<spec::Text>& texts) {
  std::string row;
  for (const spec::Text& text : texts) row += (row.empty() ? "" : ",  ") + text.str();
  return "[" + row + "]";
}

}  // namespace gainswarm::cli
