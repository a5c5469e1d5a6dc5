// The files of cuda/ that device code is made of, carried by the program itself: NVRTC needs no files.
#pragma once

#include <span>
#include <string>

namespace gainswarm::device {

struct SourceFile {
  const char* name;  ///< as an #include names it
  const char* text;
};

/// All that a generated program and the swarm's kernels include.
std::span<const SourceFile> embedded_headers();

/// cuda/swarm_kernels.cu, the same for every program.
std::string swarm_text();

}  // namespace gainswarm::device
