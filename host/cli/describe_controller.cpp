#include "host/cli/description.hpp"
#include "host/cli/section.hpp"

namespace gainswarm::cli {
namespace {

const char* method_of(const spec::Derived& derived) {
  if (derived.riccati) return "riccati";
  if (derived.pole_placement) return "pole placement";
  if (derived.kalman) return "kalman";
  return derived.observer_poles ? "observer poles" : "predictive control";
}

void print_derived(const spec::Map<spec::Derived>& derived) {
  Table table;
  for (const auto& [name, stage] : derived) table.add({name.str() + "_*", method_of(stage)});
  print_section("gains derived for every candidate", table, derived.size());
}

void print_states(const spec::Map<spec::ControllerState>& states) {
  Table table;
  for (const auto& [name, state] : states) {
    const bool continuous = !state.rate.empty();
    table.add({name.str(), "from " + state.start.str(),
               (continuous ? "rate = " : "next = ") + (continuous ? state.rate : state.next).str()});
  }
  print_section("states", table, states.size());
}

}  // namespace

void describe(const spec::Controller& controller) {
  print_name(controller.name, controller.description);
  print_units("gains", controller.gains);
  print_derived(controller.derived);
  print_quantities("parameters", controller.parameters);
  print_expressions("let", controller.let);
  print_states(controller.states);
  print_expressions(controller.continuous ? "output (continuous)" : "output (every control tick)",
                    controller.output);
}

}  // namespace gainswarm::cli
