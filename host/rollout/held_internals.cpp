#include "host/rollout/held_internals.hpp"

namespace gainswarm::rollout {

Names hold_internals(const LawOutputs& law, const std::vector<std::string>& names, Registers& registers,
                     Changes& changes) {
  Names held;
  for (const std::string& name : names) {
    const Value value = *law.internals.find(name), zero = constant(value, 0);
    const Value reg = registers.add({name + " held", ""}, zero);
    changes.push_back({reg, value.is_condition() ? select(value, constant(value, 1), zero) : value});
    held.define(name, value.is_condition() ? reg > constant(value, 0.5) : reg);
  }
  return held;
}

}  // namespace gainswarm::rollout
