// gainswarm list: the problems, controllers and plants in a folder.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "host/cli/command.hpp"
#include "host/cli/json_line.hpp"
#include "host/cli/table.hpp"
#include "host/cli/terminal.hpp"
#include "host/spec/file_kind.hpp"
#include "host/spec/spec_io.hpp"
#include "host/support/shipped.hpp"

namespace gainswarm::cli {
namespace {

namespace fs = std::filesystem;

struct ListOptions {
  std::string folder;
  bool json = false;
};

/// One configuration file.
struct Item {
  std::string kind;  ///< problem | controller | plant | unreadable
  std::string path;  ///< within the folder
  std::string name;
  std::string description;  ///< of an unreadable file: why
};

/// The folder asked for, else the one that came with the program, else ./configs.
fs::path folder_of(const ListOptions& options) {
  if (!options.folder.empty()) return options.folder;
  const fs::path shipped = support::shipped("configs");
  return fs::is_directory(shipped) ? shipped : fs::path("configs");
}

template <class Loaded>
void fill(Item& item, const std::string& kind, const Loaded& loaded) {
  item.kind = kind;
  item.name = loaded.name.str();
  item.description = loaded.description;
}

Item read(const fs::path& folder, const fs::path& path) {
  Item item{"unreadable", fs::relative(path, folder).string(), "", ""};
  const std::string file = path.string();
  try {
    const spec::FileKind kind = spec::kind_of_file(file);
    if (kind == spec::FileKind::problem) fill(item, "problem", spec::load_problem(file));
    if (kind == spec::FileKind::controller) fill(item, "controller", spec::load_controller(file));
    if (kind == spec::FileKind::plant) fill(item, "plant", spec::load_plant(file));
  } catch (const spec::InputError& problem) {
    item.description = problem.what();
  }
  return item;
}

std::vector<Item> items_in(const fs::path& folder) {
  if (!fs::is_directory(folder)) throw UsageError(folder.string() + ": there is no such folder");
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
    if (entry.is_regular_file() && entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Item> items;
  items.reserve(files.size());
  for (const fs::path& file : files) items.push_back(read(folder, file));
  return items;
}

/// The first sentence, on one line.
std::string headline(const std::string& description) {
  std::string line = printable(description.substr(0, description.find(". ")));
  std::replace(line.begin(), line.end(), '\n', ' ');
  const std::size_t end = line.find_last_not_of(" .");
  return end == std::string::npos ? "" : line.substr(0, end + 1);
}

void print(const fs::path& folder, const std::vector<Item>& items) {
  const Style style(stdout);
  fmt::print("{}\n", folder.string());
  for (const std::string kind : {"problem", "controller", "plant", "unreadable"}) {
    Table table;
    std::size_t found = 0;
    for (const Item& item : items) {
      if (item.kind == kind && ++found > 0) table.add({printable(item.path), headline(item.description)});
    }
    if (found > 0) fmt::print("\n{}\n{}", style.bold(kind == "unreadable" ? kind : kind + "s"), table.text());
  }
}

int run(const ListOptions& options) {
  const fs::path folder = folder_of(options);
  const std::vector<Item> items = items_in(folder);
  if (!options.json) {
    print(folder, items);
    return done;
  }
  auto json = nlohmann::ordered_json::array();
  for (const Item& item : items) {
    json.push_back({{"kind", item.kind},
                    {"path", (folder / item.path).string()},
                    {"name", item.name},
                    {"description", item.description}});
  }
  fmt::print("{}\n", json_line(json));
  return done;
}

}  // namespace

void add_list(CLI::App& app, Command& chosen) {
  const auto options = std::make_shared<ListOptions>();
  CLI::App* command = app.add_subcommand("list", "the problems, controllers and plants that are there");
  command->add_option("folder", options->folder, "default: the configurations that came with the program");
  command->add_flag("--json", options->json, "print one JSON array");
  command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

}  // namespace gainswarm::cli
