// A transfer function as state equations.
//
// Its denominator's factors become sections in series, each taking on as many of the numerator's factors as
// it can while it stays proper; numerator factors that fit nowhere join everything into one section. A
// section
//
//   y / u = (b0 s^n + ... + bn) / (s^n + a1 s^(n-1) + ... + an)
//
// has the states of the observable canonical form, y = x1 + b0 u and xi' = x(i+1) - ai y + bi u with
// x(n+1) = 0, so that the output of a strictly proper one is a state. In discrete time z stands for s and the
// next value for the derivative. Source: Kailath, Linear Systems, section 2.1.
#pragma once

#include <string>
#include <vector>

#include "host/rollout/equations.hpp"
#include "host/rollout/program.hpp"

namespace gainswarm::rollout {

/// Polynomials have their highest power first.
using Polynomial = std::vector<Value>;

/// What a block makes of its input at an instant.
struct BlockResponse {
  Value output;
  std::vector<Value> rates;  ///< one a state; next values in discrete time
};

class BlockModel {
 public:
  /// Throws InputError at the first expression that cannot be parsed.
  explicit BlockModel(const spec::Entry<spec::Block>& block);

  [[nodiscard]] const std::string& name() const { return input_.name; }
  [[nodiscard]] const std::string& unit() const { return unit_; }
  /// Along the way of the signal: the last one is the output, unless the input acts on it at once.
  [[nodiscard]] const std::vector<Label>& states() const { return states_; }
  [[nodiscard]] bool output_is_state() const { return output_is_state_; }
  [[nodiscard]] const Equation& input() const { return input_; }
  /// In s, an expression of parameters; nothing: none.
  [[nodiscard]] const std::optional<Equation>& dead_time() const { return dead_time_; }

  /// `parameters` are all that coefficients may use. Throws InputError at a coefficient that is none, and at
  /// a leading one that is 0.
  [[nodiscard]] BlockResponse respond(const std::vector<Value>& states, Value input, const Names& parameters,
                                      graph::Graph& graph) const;

 private:
  /// A polynomial before its coefficients are lowered: written out, or (s - root), or the product of two
  /// conjugate ones.
  struct Factor {
    Equations coefficients;
    bool is_root = false;
    [[nodiscard]] std::size_t degree() const {
      return is_root ? coefficients.size() : coefficients.size() - 1;
    }
  };
  struct Section {
    std::vector<const Factor*> numerator, denominator;
  };

  void read_factors(const spec::Polynomials& polynomials, const spec::Roots& roots, const std::string& what,
                    std::vector<Factor>& factors) const;
  void arrange();
  [[nodiscard]] Polynomial lower_factor(const Factor& factor, const Names& parameters,
                                        graph::Graph& graph) const;
  [[nodiscard]] Polynomial product(const std::vector<const Factor*>& factors, const Names& parameters,
                                   graph::Graph& graph) const;

  Equation input_, gain_;
  std::string unit_;
  std::optional<Equation> dead_time_;
  std::vector<Factor> numerator_, denominator_;
  std::vector<Section> sections_;
  std::vector<Label> states_;
  bool output_is_state_;
};

/// Lowers an expression of which only parameters can be a part. Throws InputError at any other name.
Value lower_coefficient(const Equation& equation, graph::Graph& graph, const Names& parameters);

}  // namespace gainswarm::rollout
