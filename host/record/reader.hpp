// Reads what Writer wrote, trusting nothing: files come from strangers and from broken disks.
#pragma once

#include <algorithm>
#include <optional>

#include "host/record/archive.hpp"
#include "host/record/hdf5.hpp"

namespace gainswarm::record {

/// One open group. Only hard links are followed, only chunked checksummed datasets without foreign filters
/// are read, and all datasets together may not exceed a budget of bytes. All members throw Hdf5Error. The
/// counterparts of Writer's members, with the same meaning.
class Reader {
 public:
  static constexpr bool reading = true;

  /// `budget`: bytes that may still be read; shared by all readers of a file.
  Reader(const Handle& file, std::uint64_t& budget) : Reader(file.id(), "", budget) {}

  template <class Fill>
  void group(const std::string& name, Fill fill) {
    const Handle group = open_group(name);
    Reader inside(group.id(), path_ + "/" + name, *budget_);
    fill(inside);
  }

  /// Appends one item for each group, in the order in which they were created.
  template <class Item, class Fill>
  void groups(std::vector<Item>& items, std::string Item::*name, Fill fill) {
    for (const std::string& link : links()) {
      Item& item = items.emplace_back();
      item.*name = link;
      group(link, [&](Reader& inside) { fill(inside, item); });
    }
  }

  template <class Item, class Fill>
  void optional_group(const std::string& name, std::optional<Item>& item, Fill fill) {
    const std::vector<std::string> present = links();
    if (std::ranges::find(present, name) == present.end()) return;
    group(name, [&](Reader& inside) { fill(inside, item.emplace()); });
  }

  template <class T>
  void value(const std::string& name, T& value, const About& about) {
    std::vector<T> one;
    values(name, one, Shape{{"", 1}}, about);
    value = one[0];
  }
  void value(const std::string& name, bool& value, const About& about) {
    std::uint8_t byte = 0;
    this->value(name, byte, about);
    value = byte != 0;
  }

  /// Refuses data whose shape is not the expected one.
  template <class T>
  void values(const std::string& name, std::vector<T>& values, const Shape& shape, const About&) {
    const Dataset dataset = open_dataset(name, static_cast<int>(shape.size()));
    for (std::size_t i = 0; i < shape.size(); ++i) {
      if (dataset.size[i] != shape[i].size) throw Hdf5Error("reading " + dataset.path, "unexpected shape");
    }
    read(dataset, values);
  }

  template <class Row, class T>
  void column(const std::string& name, std::vector<Row>& rows, T Row::*member, const Axis& axis,
              const About& about) {
    std::vector<std::conditional_t<std::is_same_v<T, bool>, std::uint8_t, T>> values;
    this->values(name, values, {axis}, about);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].*member = static_cast<T>(values[i]);
  }

  template <class Row, class T>
  Axis axis(const std::string& name, std::vector<Row>& rows, T Row::*member, const About& about,
            bool extendible = false) {
    std::vector<T> labels;
    const Axis result = axis(name, labels, about);
    rows.resize(labels.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].*member = labels[i];
    return {result.scale, result.size, extendible};
  }
  template <class T>
  Axis axis(const std::string& name, std::vector<T>& labels, const About&) {
    read(open_dataset(name, 1), labels);
    return {path_ + "/" + name, labels.size()};
  }
  Axis counted_axis(const std::string& name, std::int64_t& size, const About& about);

 private:
  struct Dataset {
    Handle handle;
    std::string path;
    std::vector<hsize_t> size;
    std::size_t element_size = 0;  ///< bytes, in the file
    [[nodiscard]] std::size_t elements() const;
  };

  Reader(hid_t group, std::string path, std::uint64_t& budget)
      : group_(group), path_(std::move(path)), budget_(&budget) {}

  void refuse_unless_hard_link(const std::string& name) const;
  [[nodiscard]] Handle open_group(const std::string& name) const;
  [[nodiscard]] Dataset open_dataset(const std::string& name, int rank);
  [[nodiscard]] std::vector<std::string> links() const;

  template <class T>
  void read(const Dataset& dataset, std::vector<T>& values) const {
    values.resize(dataset.elements());
    read_numbers(dataset, type_of(values.data()), values.data());
  }
  static void read(const Dataset& dataset, std::vector<std::string>& texts);
  static void read_numbers(const Dataset& dataset, hid_t type, void* data);

  hid_t group_;
  std::string path_;
  std::uint64_t* budget_;
};

}  // namespace gainswarm::record
