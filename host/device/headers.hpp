// The headers of cuda/ that a generated program includes, carried by the program itself: NVRTC needs no
// files.
#pragma once

#include <array>

namespace gainswarm::device {

struct SourceFile {
  const char* name;  ///< as an #include names it
  const char* text;
};

extern const std::array<SourceFile, 3> embedded_headers;

}  // namespace gainswarm::device
