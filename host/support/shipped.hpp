// Finds what came with the program: configurations, headers, the data of tests.
#pragma once

#include <string>

namespace gainswarm::support {

/// The folder of the running program.
std::string program_folder();

/// Path of a file or folder that came with the program, such as "configs/bench". A program in build/ of the
/// sources or in bin/ of a bundle has them in the folder above its own; any other was built elsewhere, and
/// they are where the sources were then. Nothing promises that the file is there.
std::string shipped(const std::string& path);

}  // namespace gainswarm::support
