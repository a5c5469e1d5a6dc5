#include "host/spec/call.hpp"

#include <algorithm>

#include "host/spec/names.hpp"

namespace gainswarm::spec {

Call parse_call(const Text& text) {
  const std::string& all = text.str();
  const std::size_t open = std::min(all.find('('), all.size());
  Call call{all.substr(0, open), {}};
  call.name.erase(std::min(call.name.find_last_not_of(' ') + 1, call.name.size()));
  if (open == all.size()) {
    return call;
  }
  if (all.back() != ')') {
    throw InputError(text.at(all.size() - 1), quote(all) + " has no ')' at its end");
  }
  const std::size_t close = all.size() - 1;
  for (std::size_t begin = open + 1; begin <= close;) {
    const std::size_t end = std::min(all.find(',', begin), close);
    call.arguments.emplace_back(begin, end);
    begin = end + 1;
  }
  return call;
}

void require_arguments(const Text& text, const Call& call, std::size_t count, std::string_view shape) {
  if (call.arguments.size() != count) {
    throw InputError(text.position(), quote(text.str()) + " has " + std::to_string(call.arguments.size()) +
                                          " arguments instead of " + std::to_string(count) + "; write " +
                                          std::string(shape));
  }
}

}  // namespace gainswarm::spec
