#include "host/spec/spec_io.hpp"

#include <filesystem>

#include "host/spec/connections.hpp"
#include "host/spec/file_kind.hpp"
#include "host/spec/files.hpp"
#include "host/spec/reader.hpp"
#include "host/spec/writer.hpp"

namespace gainswarm::spec {
namespace {

/// The file's name without its ending: the title of what has none.
std::string title(const std::string& path) {
  return std::filesystem::path(path).stem().string();
}

template <class T>
void name_by_default(T& titled, const std::string& name) {
  if (titled.name.empty()) {
    titled.name = Text(name);
  }
}

Problem read_problem(Files& files, YamlNode root, std::span<const std::string> overrides) {
  require_kind(root, Key("problem", ""), YamlNode::Kind::map);
  for (const std::string& assignment : overrides) {
    files.apply(assignment, root);
  }
  require_file_kind(root, FileKind::problem, root.position);
  files.include(root);
  Problem problem;
  read(root, Key("problem", ""), problem);
  take_units_of_gains(problem);
  problem.sources = files.sources();
  name_by_default(problem, title(problem.sources.front()->name));
  name_by_default(problem.plant, problem.name.str());
  name_by_default(problem.controller, problem.name.str());
  return problem;
}

template <class T>
T load(const std::string& path, std::string_view kind, FileKind expected) {
  Files files;
  YamlNode root = files.read(path);
  require_kind(root, Key(kind, ""), YamlNode::Kind::map);
  require_file_kind(root, expected, root.position);
  files.include(root);
  T value;
  read(root, Key(kind, ""), value);
  name_by_default(value, title(path));
  return value;
}

}  // namespace

Problem load_problem(const std::string& path, std::span<const std::string> overrides) {
  Files files;
  YamlNode root = files.read(path);
  return read_problem(files, std::move(root), overrides);
}

Problem parse_problem(Source source, std::span<const std::string> overrides) {
  Files files;
  YamlNode root = files.read(std::make_shared<const Source>(std::move(source)));
  return read_problem(files, std::move(root), overrides);
}

Plant load_plant(const std::string& path) {
  return load<Plant>(path, "plant", FileKind::plant);
}
Controller load_controller(const std::string& path) {
  return load<Controller>(path, "controller", FileKind::controller);
}

std::string resolved(const Problem& problem) {
  return to_yaml(write(Key("problem", ""), problem));
}

Problem judged_in(const ScenarioSet& set, const Problem& problem) {
  Problem judged = problem;
  if (set.loop) judged.loop = *set.loop;
  if (!set.success.empty()) judged.objective.success = set.success;
  return judged;
}

const Plant& moving_plant(const Plant& plant) {
  return plant.linearise ? moving_plant(*plant.linearise->plant) : plant;
}

}  // namespace gainswarm::spec
