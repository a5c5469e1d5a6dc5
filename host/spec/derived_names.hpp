// What the gains are called that the host derives from the tuned ones.
#pragma once

#include <string>

#include "host/spec/spec.hpp"

namespace gainswarm::spec {

/// Whether gains are derived from the plant over a control period rather than from its rates.
bool is_sampled(const Problem& problem, const Derived& derived);

/// Names and SI units of every derived gain, in the order in which they are computed. With the stage's name
/// s: riccati and pole_placement give s_state, or s_input_state (input by input) when the plant has several
/// inputs; kalman and observer_poles s_state, or s_state_output (state by state) when it has several outputs,
/// per second where they correct rates;
/// predictive_control the gains of riccati, then s_hessian_i_j and s_map_i_state row by row, and s_step. Rows
/// of the last three are counted from 1: move by move, in it input by input. The controller's derived stages
/// must name what the plant has.
Map<std::string> derived_gains(const Problem& problem);

/// Those of one stage.
Map<std::string> derived_gains(const Problem& problem, const Entry<Derived>& stage);

}  // namespace gainswarm::spec
