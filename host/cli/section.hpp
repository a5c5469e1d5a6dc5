// Titled tables of what a plant, a controller or a problem has; nothing where it has none of it.
#pragma once

#include <string>
#include <vector>

#include "host/cli/table.hpp"
#include "host/spec/spec.hpp"

namespace gainswarm::cli {

/// The name in bold, and the description below it.
void print_name(const spec::Text& name, const std::string& description);

/// `rows` of the table; nothing is printed when it has none.
void print_section(const std::string& title, const Table& table, std::size_t rows);
void print_units(const std::string& title, const spec::Map<std::string>& units);
void print_quantities(const std::string& title, const spec::Map<spec::Quantity>& quantities);
void print_intervals(const std::string& title, const spec::Map<spec::Interval>& intervals);
void print_expressions(const std::string& title, const spec::Map<spec::Text>& expressions);
void print_formulas(const std::string& title, const spec::Map<spec::Formula>& formulas);

/// [a,  b,  c]
std::string joined(const std::vector<spec::Text>& texts);

}  // namespace gainswarm::cli
