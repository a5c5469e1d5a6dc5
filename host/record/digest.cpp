#include "host/record/digest.hpp"

#include <optional>
#include <type_traits>

#include "host/record/layout.hpp"
#include "host/support/digest.hpp"

namespace gainswarm::record {
namespace {

/// An archive that adds all it is shown to a digest.
class Summation {
 public:
  static constexpr bool reading = false;

  template <class Fill>
  void group(const std::string& name, Fill fill) {
    digest_.add("{" + name);
    fill(*this);
    digest_.add(std::string("}"));
  }
  template <class Item, class Fill>
  void groups(const std::vector<Item>& items, std::string Item::*name, Fill fill) {
    for (const Item& item : items) group(item.*name, [&](Summation& inside) { fill(inside, item); });
  }
  template <class Item, class Fill>
  void optional_group(const std::string& name, const std::optional<Item>& item, Fill fill) {
    if (item) group(name, [&](Summation& inside) { fill(inside, *item); });
  }
  template <class T>
  void value(const std::string& name, const T& value, const About& /*about*/) {
    digest_.add(name);
    add(value);
  }
  template <class T>
  void values(const std::string& name, const std::vector<T>& values, const Shape& /*shape*/,
              const About& /*about*/) {
    digest_.add(name).add(static_cast<std::uint64_t>(values.size()));
    for (const T& value : values) add(value);
  }
  template <class Row, class T>
  void column(const std::string& name, const std::vector<Row>& rows, T Row::*member, const Axis& /*axis*/,
              const About& /*about*/) {
    digest_.add(name).add(static_cast<std::uint64_t>(rows.size()));
    for (const Row& row : rows) add(row.*member);
  }
  template <class Row, class T>
  Axis axis(const std::string& name, const std::vector<Row>& rows, T Row::*member, const About& about,
            bool /*extendible*/ = false) {
    column(name, rows, member, {}, about);
    return {};
  }
  template <class T>
  Axis axis(const std::string& name, const std::vector<T>& labels, const About& about) {
    values(name, labels, {}, about);
    return {};
  }
  Axis counted_axis(const std::string& name, std::int64_t size, const About& about) {
    value(name, size, about);
    return {};
  }

  std::string hex() { return digest_.hex(); }

 private:
  void add(double value) { digest_.add(value); }
  void add(const std::string& text) { digest_.add(text); }
  template <class Integer>
  requires std::is_integral_v<Integer>
  void add(Integer value) { digest_.add(static_cast<std::uint64_t>(value)); }

  support::Digest digest_;
};

}  // namespace

std::string digest(const Record& record) {
  Summation summation;
  layout(summation, record);
  return summation.hex();
}

}  // namespace gainswarm::record
