// A program as CUDA C++ text that people can read.
#pragma once

#include <string>

#include "host/rollout/program.hpp"

namespace gainswarm::device {

/// Name of the kernel in the text; its one argument is the rollout::Batch of cuda/rollout.hpp.
constexpr const char* kernel_name = "rollouts";

/// The kernel of programs with stages; its one argument is the rollout::Stage of cuda/rollout_stage.hpp.
constexpr const char* stage_kernel_name = "stages";

/// Whether rollouts are run in stages: because they compete, or because they are long.
bool has_stages(const rollout::Program& program);

/// Threads of a block for which the kernels are compiled.
constexpr int block_threads = 64;

/// The program as the struct that cuda/rollout.hpp is built around, and its kernel; if it has stages, also
/// what cuda/rollout_stage.hpp asks for. Compiles with NVRTC, nvcc (which warns of a
/// table that a host could not read) and host compilers; none of them may contract a*b + c or flush subnormal
/// numbers.
std::string program_text(const rollout::Program& program);

}  // namespace gainswarm::device
