#include "host/bench/report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace gainswarm::bench {

std::string to_table(const Report& report) {
  std::string text = fmt::format("{}\n{}\nby hand: {} lanes of double\n\n", report.processor, report.engine,
                                 report.handwritten_lanes);
  text += fmt::format("{:<28}{:>16}{:>16}\n", "", "steps/s, median", "fastest round");
  for (const Speed& speed : report.speeds) {
    text += fmt::format("{:<28}{:>16.3e}{:>16.3e}\n", speed.name, speed.median(), speed.fastest());
  }
  text += fmt::format("\nengine / scalar             {:>8.2f}\n", report.cpu_double_over_scalar);
  text += fmt::format("engine / SIMD by hand       {:>8.3f}\n", report.cpu_double_over_handwritten);
  text += fmt::format("float / double              {:>8.2f}\n", report.cpu_float_over_cpu_double);
  text += fmt::format("two threads / one           {:>8.2f}\n", report.two_threads_over_one);
  text += fmt::format("the same by hand            {:>8.2f}  (what two cores can give here)\n",
                      report.handwritten_two_threads_over_one);
  text += fmt::format("YAML to first evaluation    {:>8.3f} s, again {:.3f} s\n",
                      report.first_evaluation_seconds, report.later_evaluation_seconds);
  text +=
      fmt::format("costs {}: relative to the engine in double, scalar {:.1e}, SIMD {:.1e}, float {:.1e}\n",
                  report.agree ? "agree" : "DISAGREE", report.scalar_difference,
                  report.handwritten_difference, report.float_difference);
  return text;
}

std::string to_json(const Report& report) {
  nlohmann::ordered_json speeds;
  for (const Speed& speed : report.speeds) {
    speeds[speed.name] = {
        {"median", speed.median()}, {"fastest", speed.fastest()}, {"rounds", speed.rounds.size()}};
  }
  const nlohmann::ordered_json result{
      {"processor", report.processor},
      {"engine", report.engine},
      {"handwritten_lanes", report.handwritten_lanes},
      {"steps_per_second", speeds},
      {"ratios",
       {{"cpu_double_over_scalar", report.cpu_double_over_scalar},
        {"cpu_double_over_handwritten", report.cpu_double_over_handwritten},
        {"cpu_float_over_cpu_double", report.cpu_float_over_cpu_double},
        {"two_threads_over_one", report.two_threads_over_one},
        {"handwritten_two_threads_over_one", report.handwritten_two_threads_over_one},
        {"first_evaluation_seconds", report.first_evaluation_seconds}}},
      {"first_evaluation_seconds", report.first_evaluation_seconds},
      {"later_evaluation_seconds", report.later_evaluation_seconds},
      {"agreement",
       {{"agree", report.agree},
        {"scalar_relative_difference", report.scalar_difference},
        {"handwritten_relative_difference", report.handwritten_difference},
        {"float_relative_difference", report.float_difference}}}};
  return result.dump();
}

std::string to_table(const DeviceReport& report) {
  std::string text = fmt::format("{}\n{}\n\n", report.engine, report.processor_engine);
  text += fmt::format("{:<10}{:>10}{:>16}{:>16}{:>16}{:>16}\n", "precision", "rollouts", "steps/s",
                      "launch, s", "launch steps/s", "of the bound");
  for (const DeviceSpeed& speed : report.speeds) {
    text += fmt::format("{:<10}{:>10}{:>16.3e}{:>16.6f}{:>16.3e}{:>14.1f} %\n", speed.precision,
                        speed.rollouts, speed.steps_per_second, speed.launch_seconds,
                        speed.launch_steps_per_second, 100 * speed.share_of_bound);
  }
  text += fmt::format("\n{:<10}{:>10}{:>16}{:>16}{:>24}\n", "precision", "rollouts", "generation, s",
                      "steps/s", "not rollouts");
  for (const GenerationSpeed& speed : report.generations) {
    text += fmt::format("{:<10}{:>10}{:>16.6f}{:>16.3e}{:>22.1f} %\n", speed.precision, speed.rollouts,
                        speed.seconds, speed.steps_per_second, 100 * speed.share_beside_rollouts);
  }
  text += fmt::format("\nprocessor               {:>8.3e} steps/s in double, {:.3e} in float\n",
                      report.processor_double, report.processor_float);
  text += fmt::format("YAML to first evaluation    {:>8.3f} s", report.later_evaluation_seconds);
  text += report.first_evaluation_seconds
              ? fmt::format(", with compiling {:.3f} s\n", *report.first_evaluation_seconds)
              : "\n";
  text += fmt::format("costs {}\n", report.agree ? "agree bit for bit" : "DISAGREE");
  for (const std::string& incident : report.incidents) text += "incident: " + incident + "\n";
  return text;
}

std::string to_json(const DeviceReport& report) {
  nlohmann::ordered_json speeds = nlohmann::ordered_json::array();
  for (const DeviceSpeed& speed : report.speeds) {
    speeds.push_back({{"precision", speed.precision},
                      {"rollouts", speed.rollouts},
                      {"steps_per_second", speed.steps_per_second},
                      {"launch_seconds", speed.launch_seconds},
                      {"launch_steps_per_second", speed.launch_steps_per_second},
                      {"share_of_bound", speed.share_of_bound}});
  }
  nlohmann::ordered_json generations = nlohmann::ordered_json::array();
  for (const GenerationSpeed& speed : report.generations) {
    generations.push_back({{"precision", speed.precision},
                           {"rollouts", speed.rollouts},
                           {"seconds", speed.seconds},
                           {"steps_per_second", speed.steps_per_second},
                           {"share_beside_rollouts", speed.share_beside_rollouts}});
  }
  const auto& compiled = report.first_evaluation_seconds;
  const nlohmann::ordered_json first = compiled ? nlohmann::ordered_json(*compiled) : nullptr;
  const nlohmann::ordered_json result{
      {"engine", report.engine},
      {"processor_engine", report.processor_engine},
      {"speeds", speeds},
      {"generations", generations},
      {"processor_steps_per_second",
       {{"double", report.processor_double}, {"float", report.processor_float}}},
      {"first_evaluation_seconds", first},
      {"later_evaluation_seconds", report.later_evaluation_seconds},
      {"agree", report.agree},
      {"incidents", report.incidents}};
  return result.dump();
}

}  // namespace gainswarm::bench
