// gainswarm export: the best gains of a result in the form that something else reads.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "host/cli/front_point.hpp"
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
  std::optional<std::int64_t> point;
};

/// A result whose best gains are those to be exported.
struct Exported {
  record::Record record;
  std::optional<std::int64_t> point;  ///< of the front that they are

  /// What the gains are worth: their cost, or the objectives of a point.
  [[nodiscard]] std::vector<tuner::Named> worth() const {
    if (point) return objectives_of(*record.tuning.front, *point);
    return {{"cost", record.tuning.cost}};
  }
  /// What does not meet them is no point of a front.
  [[nodiscard]] bool requirements_met() const { return point || record.tuning.requirements_met; }
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
std::string provenance(const Exported& exported, const std::string& mark) {
  const record::Record& record = exported.record;
  std::vector<std::pair<std::string, std::string>> lines{{"problem", record.problem}};
  if (exported.point) lines.emplace_back("point of the front", std::to_string(*exported.point));
  for (const auto& [name, value] : exported.worth()) lines.emplace_back(name, spec::to_text(value));
  lines.emplace_back("requirements met", exported.requirements_met() ? "yes" : "no");
  lines.emplace_back("fingerprint", record.tuning.fingerprint);
  lines.emplace_back("tuned by gainswarm", record.provenance.version);
  lines.emplace_back("finished", record.provenance.finished);
  std::string text;
  for (const auto& [name, value] : lines)
    text += fmt::format("{} {}: {}\n", mark, one_line(name), one_line(value));
  return text;
}

std::string yaml(const Exported& exported) {
  std::string text = provenance(exported, "#");
  for (const tuner::BestGain& gain : exported.record.tuning.gains) {
    // What reads the map computes them again: they are no gains of the problem.
    const char* mark = gain.derived ? "# derived: " : "";
    text += fmt::format("{}{}: {}\n", mark, gain.name, spec::to_text(gain.value, one_line(gain.unit)));
  }
  return text;
}

std::string json(const Exported& exported) {
  const record::Record& record = exported.record;
  nlohmann::ordered_json object{{"problem", record.problem}};
  if (exported.point) {
    object["point"] = *exported.point;
    for (const auto& [name, value] : exported.worth()) object["objectives"][name] = value;
  } else {
    object["cost"] = record.tuning.cost;
  }
  object["requirements_met"] = exported.requirements_met();
  object["fingerprint"] = record.tuning.fingerprint;
  object["version"] = record.provenance.version;
  object["finished"] = record.provenance.finished;
  for (const tuner::BestGain& gain : record.tuning.gains) {
    object["gains"][gain.name] = {{"value", gain.value}, {"unit", gain.unit}};
  }
  return object.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string csv(const Exported& exported) {
  std::string text = "gain,value,unit\n";
  for (const tuner::BestGain& gain : exported.record.tuning.gains) {
    text += fmt::format("{},{},{}\n", gain.name, spec::to_text(gain.value), one_line(gain.unit));
  }
  return text;
}

/// A C header; the prefix keeps gains from being words of the language.
std::string c(const Exported& exported) {
  std::string text = provenance(exported, "//") + "#pragma once\n\n";
  for (const tuner::BestGain& gain : exported.record.tuning.gains) {
    const std::string unit = gain.unit.empty() ? "" : "  // " + one_line(gain.unit);
    text += fmt::format("static const double gain_{} = {};{}\n", gain.name, spec::to_text(gain.value), unit);
  }
  return text;
}

int run(const ExportOptions& options) {
  Exported exported{record::read(options.result), options.point};
  if (options.point) choose_point(*options.point, options.result, exported.record);
  refuse_odd_names(exported.record, options.result);
  const std::map<std::string, std::string (*)(const Exported&)> writers = {
      {"yaml", yaml}, {"json", json}, {"csv", csv}, {"c", c}};
  fmt::print("{}", writers.at(options.format)(exported));
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
  add_point_option(*command, options->point);
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
