// Writes the groups and datasets of a result file. Every dataset is chunked and carries a Fletcher32
// checksum.
#pragma once

#include <algorithm>
#include <optional>
#include <span>

#include "host/record/archive.hpp"
#include "host/record/hdf5.hpp"

namespace gainswarm::record {

/// One open group. All members throw Hdf5Error.
class Writer {
 public:
  static constexpr bool reading = false;

  explicit Writer(const Handle& file) : Writer(file.id(), "") {}

  /// A group, filled by fill(writer of the group).
  template <class Fill>
  void group(const std::string& name, Fill fill) {
    Handle group = create_group(name);
    Writer inside(group.id(), path_ + "/" + name);
    fill(inside);
    group.close("closing " + inside.path_);
  }

  /// One group an item, named after it, filled by fill(writer, item).
  template <class Item, class Fill>
  void groups(const std::vector<Item>& items, std::string Item::*name, Fill fill) {
    for (const Item& item : items) group(item.*name, [&](Writer& inside) { fill(inside, item); });
  }

  /// A group that is there only when the item is.
  template <class Item, class Fill>
  void optional_group(const std::string& name, const std::optional<Item>& item, Fill fill) {
    if (item) group(name, [&](Writer& inside) { fill(inside, *item); });
  }

  /// A single value: a dataset of one element.
  template <class T>
  void value(const std::string& name, const T& value, const About& about) {
    values(name, std::vector<T>{value}, Shape{{"", 1}}, about);
  }
  void value(const std::string& name, bool value, const About& about) {
    this->value(name, static_cast<std::uint8_t>(value), about);
  }

  /// Numbers or texts of the given shape, the last dimension running fastest.
  template <class T>
  void values(const std::string& name, const std::vector<T>& values, const Shape& shape, const About& about) {
    if (values.size() != elements(shape)) {
      throw Hdf5Error("writing " + path_ + "/" + name, "the values do not have the shape of the axes");
    }
    if constexpr (std::is_same_v<T, std::string>) {
      write_texts(name, values, shape, about);
    } else {
      write(name, type_of(values.data()), values.data(), shape, about);
    }
  }

  /// One member of every row.
  template <class Row, class T>
  void column(const std::string& name, const std::vector<Row>& rows, T Row::*member, const Axis& axis,
              const About& about) {
    std::vector<std::conditional_t<std::is_same_v<T, bool>, std::uint8_t, T>> values;
    values.reserve(rows.size());
    for (const Row& row : rows) values.push_back(row.*member);
    this->values(name, values, {axis}, about);
  }

  /// A column that labels the dimension `name`.
  template <class Row, class T>
  Axis axis(const std::string& name, const std::vector<Row>& rows, T Row::*member, const About& about,
            bool extendible = false) {
    column(name, rows, member, {"", rows.size(), extendible}, about);
    return become_axis(name, rows.size(), extendible);
  }
  /// Values that label the dimension `name`.
  template <class T>
  Axis axis(const std::string& name, const std::vector<T>& labels, const About& about) {
    values(name, labels, Shape{{"", labels.size()}}, about);
    return become_axis(name, labels.size(), false);
  }
  /// A dimension that is merely counted: 0, 1, ... size - 1.
  Axis counted_axis(const std::string& name, std::int64_t size, const About& about);

 private:
  Writer(hid_t group, std::string path) : group_(group), path_(std::move(path)) {}

  Handle create_group(const std::string& name);
  void write(const std::string& name, hid_t type, const void* data, const Shape& shape, const About& about);
  void write_texts(const std::string& name, const std::vector<std::string>& texts, const Shape& shape,
                   const About& about);
  Axis become_axis(const std::string& name, std::uint64_t size, bool extendible);

  hid_t group_;
  std::string path_;
};

}  // namespace gainswarm::record
