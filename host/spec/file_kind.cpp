#include "host/spec/file_kind.hpp"

#include <array>
#include <string_view>

#include "host/spec/files.hpp"
#include "host/spec/names.hpp"

namespace gainswarm::spec {
namespace {

struct Mark {
  std::string_view key;
  FileKind kind;
};

/// The first that a file has decides: a problem has gains, too.
constexpr std::array marks = std::to_array<Mark>({{"plant", FileKind::problem},
                                                  {"controller", FileKind::problem},
                                                  {"objective", FileKind::problem},
                                                  {"scenarios", FileKind::problem},
                                                  {"output", FileKind::controller},
                                                  {"gains", FileKind::controller},
                                                  {"dynamics", FileKind::plant},
                                                  {"next", FileKind::plant},
                                                  {"mechanics", FileKind::plant},
                                                  {"state_space", FileKind::plant},
                                                  {"blocks", FileKind::plant},
                                                  {"linearise", FileKind::plant},
                                                  {"inputs", FileKind::plant}});

const Mark* mark_of(const YamlNode& root) {
  for (const Mark& mark : marks) {
    if (root.find(mark.key) != nullptr) return &mark;
  }
  return nullptr;
}

std::string name(FileKind kind) {
  return kind == FileKind::problem ? "problem" : kind == FileKind::controller ? "controller" : "plant";
}

}  // namespace

std::optional<FileKind> kind_of(const YamlNode& root) {
  const Mark* mark = root.kind == YamlNode::Kind::map ? mark_of(root) : nullptr;
  return mark == nullptr ? std::nullopt : std::optional(mark->kind);
}

FileKind kind_of_file(const std::string& path) {
  return kind_of(Files().read(path)).value_or(FileKind::plant);
}

void require_file_kind(const YamlNode& root, FileKind expected, const Position& where) {
  const std::optional<FileKind> found = kind_of(root);
  if (!found || *found == expected) return;
  const auto& source = root.position.source;
  const std::string file = source == where.source ? "this file" : "'" + source->name + "'";
  throw InputError(where, file + " is a " + name(*found) + ", not a " + name(expected) + " (it has " +
                              quote(mark_of(root)->key) + "); give a file that is one");
}

}  // namespace gainswarm::spec
