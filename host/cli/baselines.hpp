// What tuned gains are compared with: those in use today, and those that rules give.
#pragma once

#include <vector>

#include "host/record/record.hpp"
#include "host/rollout/program.hpp"
#include "host/spec/spec.hpp"
#include "host/tuner/gain_space.hpp"
#include "host/tuner/loop_judge.hpp"
#include "host/tuner/tuning.hpp"

namespace gainswarm::cli {

/// None of them is validated yet. Problem and program must outlive this.
class Baselines {
 public:
  Baselines(const spec::Problem& problem, const rollout::Program& program);

  /// The gains in use today: tuned gains in the program's order.
  [[nodiscard]] tuner::Baseline incumbent(const std::vector<double>& tuned) const;
  /// What rules give. Their scale of states and inputs is the largest that the response shows, which is that
  /// of the tuned gains.
  [[nodiscard]] std::vector<tuner::Baseline> by_rules(const record::Response& response) const;

 private:
  [[nodiscard]] tuner::Baseline baseline(const std::string& name, const std::vector<double>& tuned) const;

  const spec::Problem& problem_;
  const rollout::Program& program_;
  const tuner::GainSpace space_;
  const tuner::LoopJudge judge_;
};

}  // namespace gainswarm::cli
