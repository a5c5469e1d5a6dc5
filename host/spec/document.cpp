#include "host/spec/document.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_map>

#include "host/spec/commas.hpp"
#include "host/spec/names.hpp"
#include "host/spec/scalar_positions.hpp"

namespace gainswarm::spec {
namespace {

/// Builds the tree from yaml-cpp's events and refuses everything that is not plain data.
class Builder : public YAML::EventHandler {
 public:
  Builder(std::shared_ptr<const Source> source, bool with_lines)
      : source_(std::move(source)), with_lines_(with_lines) {}

  [[nodiscard]] Position position(const YAML::Mark& mark) const {
    return with_lines_ ? Position{source_, static_cast<std::uint32_t>(std::max(mark.line, 0) + 1),
                                  static_cast<std::uint32_t>(std::max(mark.column, 0) + 1)}
                       : Position{source_, 0, 0};
  }
  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      throw InputError(position(mark), "a second document begins here (a file holds one); remove '---'");
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_properties(mark, "", anchor);
    add(YamlNode{YamlNode::Kind::null, position(mark), {}, {}, {}});
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    throw InputError(position(mark),
                     "an alias '*' is not allowed (values stay where they are written); "
                     "repeat the value, or quote an expression that begins with '*'");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_properties(mark, tag, anchor);
    add(YamlNode{YamlNode::Kind::scalar, position(mark), scalar_text(mark, restore_commas(value)), {}, {}});
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, YamlNode::Kind::sequence);
  }
  void OnSequenceEnd() override { finish(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, YamlNode::Kind::map);
  }
  void OnMapEnd() override { finish(); }

 private:
  /// A map or sequence that is still being filled.
  struct Frame {
    YamlNode node;
    bool has_key = false;
    Text key;
    std::unordered_map<std::string, std::uint32_t> lines;  ///< of the keys so far
  };

  [[nodiscard]] Text scalar_text(const YAML::Mark& mark, std::string value) const {
    Text text =
        locate_scalar(position(mark), static_cast<std::size_t>(std::max(mark.pos, 0)), std::move(value));
    return with_lines_ ? text : Text(text.str(), position(mark));
  }

  void refuse_properties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) const {
    if (anchor != 0) {
      throw InputError(position(mark),
                       "an anchor '&' is not allowed (values stay where they are written); "
                       "repeat the value, or quote an expression that begins with '&'");
    }
    const auto offset = static_cast<std::size_t>(std::max(mark.pos, 0));
    const bool written = offset < source_->text.size() && source_->text[offset] == '!';
    if (written || !(tag.empty() || tag == "?" || tag == "!")) {
      throw InputError(position(mark),
                       "a tag '!' is not allowed (a configuration holds plain data only); "
                       "remove it, or write 'not' for a negation");
    }
  }

  void count(const Position& where) {
    if (++nodes_ > max_nodes) {
      throw InputError(where,
                       "more than " + std::to_string(max_nodes) + " values (configurations are small)");
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
    refuse_properties(mark, tag, anchor);
    const Position where = position(mark);
    if (!frames_.empty() && frames_.back().node.kind == YamlNode::Kind::map && !frames_.back().has_key) {
      throw InputError(where, std::string(name(kind)) +
                                  " cannot be a key (keys are single words); is a bracket not closed?");
    }
    if (frames_.size() >= max_depth) {
      throw InputError(where, "nested deeper than " + std::to_string(max_depth) + " levels");
    }
    frames_.push_back(Frame{YamlNode{kind, where, {}, {}, {}}, false, {}, {}});
  }

  void finish() {
    YamlNode node = std::move(frames_.back().node);
    frames_.pop_back();
    add(std::move(node));
  }

  void add(YamlNode node) {
    count(node.position);
    if (frames_.empty()) {
      root_ = std::move(node);
    } else if (Frame& frame = frames_.back(); frame.node.kind == YamlNode::Kind::sequence) {
      frame.node.items.push_back(std::move(node));
    } else if (!frame.has_key) {
      set_key(frame, std::move(node));
    } else {
      frame.node.members.push_back({std::move(frame.key), std::move(node)});
      frame.has_key = false;
    }
  }

  static void set_key(Frame& frame, YamlNode node) {
    if (node.kind != YamlNode::Kind::scalar) {
      throw InputError(node.position, "a key is empty (keys are single words)");
    }
    const auto [known, is_new] = frame.lines.emplace(node.text.str(), node.position.line);
    if (!is_new) {
      throw InputError(node.position, "duplicate key " + quote(node.text.str()) + " (first given in line " +
                                          std::to_string(known->second) + "); keep one of the two");
    }
    frame.key = std::move(node.text);
    frame.has_key = true;
  }

  std::shared_ptr<const Source> source_;
  bool with_lines_;
  int documents_ = 0;
  int nodes_ = 0;
  std::vector<Frame> frames_;
  YamlNode root_;
};

YamlNode parse(const std::shared_ptr<const Source>& source, bool with_lines) {
  Builder builder(source, with_lines);
  try {
    std::istringstream stream(protect_commas(source->text));
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      throw InputError({source, 0, 0}, "holds nothing (a configuration is a map of keys and values)");
    }
    YamlNode root = builder.take();
    while (parser.HandleNextDocument(builder)) {
    }
    return root;
  } catch (const YAML::Exception& exception) {
    throw InputError(builder.position(exception.mark), "not valid YAML (" + exception.msg + ")");
  }
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto member = std::ranges::find_if(members, [&](const Member& m) { return m.key.str() == key; });
  return member == members.end() ? nullptr : &member->value;
}

YamlNode* YamlNode::find(std::string_view key) {
  return const_cast<YamlNode*>(std::as_const(*this).find(key));
}

const Position& YamlNode::where(std::string_view key) const {
  const YamlNode* value = find(key);
  return value == nullptr ? position : value->position;
}

std::string_view name(YamlNode::Kind kind) {
  switch (kind) {
    case YamlNode::Kind::null:
      return "nothing";
    case YamlNode::Kind::scalar:
      return "a value";
    case YamlNode::Kind::sequence:
      return "a list";
    case YamlNode::Kind::map:
      return "a map";
  }
  return "";
}

YamlNode read_document(const std::shared_ptr<const Source>& source) {
  check_layout(source);
  return parse(source, true);
}

YamlNode read_override(const std::shared_ptr<const Source>& source) {
  return parse(source, false);
}

}  // namespace gainswarm::spec
