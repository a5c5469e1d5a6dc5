// gainswarm export: the best gains of a result in the form that something else reads.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "host/cli/report_command.hpp"
#include "host/cli/terminal.hpp"
#include "host/record/record.hpp"
#include "host/spec/names.hpp"
#include "host/spec/number.hpp"

namespace gainswarm::cli {
namespace {

struct ExportOptions {
  std::string result;
  std::string format = "yaml";
};

/// A result from a stranger may hold any text; what names things in other languages must be a name.
void refuse_odd_names(const record::Record& record, const std::string& path) {
  for (const tuner::BestGain& gain : record.tuning.gains) {
    if (!spec::is_identifier(gain.name)) {
      throw record::ReadError(fmt::format(
          "cannot export {}: '{}' is no name of a gain (letters, digits and _)", path, printable(gain.name)));
    }
  }
}

/// Ends no comment and no field.
std::string one_line(const std::string& text) {
  std::string line = printable(text);
  std::ranges::replace_if(
      line,
      [](char character) { return std::string_view("\n\t\\,\"").find(character) != std::string_view::npos; },
      ' ');
  return line;
}

/// Where the gains come from, in lines that begin with `mark`.
std::string provenance(const record::Record& record, const std::string& mark) {
  const std::string met = record.tuning.requirements_met ? "yes" : "no";
  std::string text;
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"problem", record.problem},
                                                        {"cost", spec::to_text(record.tuning.cost)},
                                                        {"requirements met", met},
                                                        {"fingerprint", record.tuning.fingerprint},
                                                        {"tuned by gainswarm", record.provenance.version},
                                                        {"finished", record.provenance.finished}}) {
    text += fmt::format("{} {}: {}\n", mark, name, one_line(value));
  }
  return text;
}

std::string yaml(const record::Record& record) {
  std::string text = provenance(record, "#");
  for (const tuner::BestGain& gain : record.tuning.gains) {
    // What reads the map computes them again: they are no gains of the problem.
    const char* mark = gain.derived ? "# derived: " : "";
    text += fmt::format("{}{}: {}\n", mark, gain.name, spec::to_text(gain.value, one_line(gain.unit)));
  }
  return text;
}

std::string json(const record::Record& record) {
  nlohmann::ordered_json object{{"problem", record.problem},
                                {"cost", record.tuning.cost},
                                {"requirements_met", record.tuning.requirements_met},
                                {"fingerprint", record.tuning.fingerprint},
                                {"version", record.provenance.version},
                                {"finished", record.provenance.finished}};
  for (const tuner::BestGain& gain : record.tuning.gains) {
    object["gains"][gain.name] = {{"value", gain.value}, {"unit", gain.unit}};
  }
  return object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string csv(const record::Record& record) {
  std::string text = "gain,value,unit\n";
  for (const tuner::BestGain& gain : record.tuning.gains) {
    text += fmt::format("{},{},{}\n", gain.name, spec::to_text(gain.value), one_line(gain.unit));
  }
  return text;
}

/// A C header; the prefix keeps gains from being words of the language.
std::string c(const record::Record& record) {
  std::string text = provenance(record, "//") + "#pragma once\n\n";
  for (const tuner::BestGain& gain : record.tuning.gains) {
    const std::string unit = gain.unit.empty() ? "" : "  // " + one_line(gain.unit);
    text += fmt::format("static const double gain_{} = {};{}\n", gain.name, spec::to_text(gain.value), unit);
  }
  return text;
}

int run(const ExportOptions& options) {
  const record::Record record = record::read(options.result);
  refuse_odd_names(record, options.result);
  const std::map<std::string, std::string (*)(const record::Record&)> writers = {
      {"yaml", yaml}, {"json", json}, {"csv", csv}, {"c", c}};
  fmt::print("{}", writers.at(options.format)(record));
  return done;
}

}  // namespace

void add_export(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App* command = app.add_subcommand("export", "print the best gains of a result for other programs");
  command->add_option("result", options->result, "the result file")->type_name("FILE.h5")->required();
  command
      ->add_option("--format", options->format,
                   "yaml: a map of gains, which --start-from reads; json; csv; c: a header")
      ->check(CLI::IsMember({"yaml", "json", "csv", "c"}))
      ->capture_default_str();
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
