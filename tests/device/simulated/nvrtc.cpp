// Stands in for NVRTC: the host's compiler makes a shared library of the program's text, which the simulated
// driver loads. The report of the assembler is made up: more resident blocks than SIMULATED_MOST_BLOCKS
// spill.
#include <stdlib.h>  // mkdtemp

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace {

struct Program {
  std::filesystem::path folder;
  std::string log;
  std::string code;
};

constexpr int success = 0, compilation = 6;

/// The blocks that the options ask for; numbers in the code save as many registers as a block less.
int resident_blocks(int count, const char* const* options) {
  constexpr std::string_view blocks = "--define-macro=GAINSWARM_RESIDENT_BLOCKS=";
  int result = 1;
  for (int i = 0; i < count; ++i) {
    const std::string_view option = options[i];
    if (option.substr(0, blocks.size()) == blocks) result = std::atoi(options[i] + blocks.size());
    if (option == "--define-macro=GAINSWARM_NUMBERS_IN_CODE") --result;
  }
  return result;
}

std::string report(const std::string& kernel, int blocks) {
  const char* most = std::getenv("SIMULATED_MOST_BLOCKS");
  const std::string spilled = most != nullptr && blocks > std::atoi(most) ? "16" : "0";
  return "Compiling entry function '" + kernel + "'\n0 bytes stack frame, " + spilled +
         " bytes spill stores, " + spilled + " bytes spill loads\nUsed " +
         std::to_string(std::min(1024 / std::max(blocks, 1), 255)) + " registers\n";
}

std::string read(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

extern "C" {

int nvrtcVersion(int* major, int* minor) {
  const char* version = std::getenv("SIMULATED_NVRTC_VERSION");
  *major = version != nullptr ? std::atoi(version) : 1;
  *minor = 0;
  return success;
}

int nvrtcGetNumSupportedArchs(int* count) {
  *count = 1;
  return success;
}

int nvrtcGetSupportedArchs(int* list) {
  *list = 90;
  return success;
}

const char* nvrtcGetErrorString(int status) {
  return status == compilation ? "NVRTC_ERROR_COMPILATION" : "NVRTC_SUCCESS";
}

int nvrtcCreateProgram(Program** program, const char* text, const char* /*name*/, int headers,
                       const char* const* contents, const char* const* names) {
  std::string folder = std::filesystem::temp_directory_path() / "gainswarm-simulated-nvrtc-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  *program = new Program{folder, {}, {}};
  std::ofstream((*program)->folder / "program.cpp") << text;
  for (int i = 0; i < headers; ++i) {
    const std::filesystem::path file = (*program)->folder / names[i];
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << contents[i];
  }
  return success;
}

int nvrtcDestroyProgram(Program** program) {
  std::error_code ignored;
  std::filesystem::remove_all((*program)->folder, ignored);
  delete *program;
  *program = nullptr;
  return success;
}

int nvrtcCompileProgram(Program* program, int count, const char* const* options) {
  const std::string folder = program->folder;
  // The sections are where `gainswarm compile` counts a kernel's instructions.
  const std::string command =
      "cd " + folder +
      " && "
      "c++"
      " -std=c++17 -O1 -ffp-contract=off -shared -fPIC -I. -o program.so program.cpp 2> log"
      " && objcopy --add-section .text.rollouts=program.cpp --add-section .text.stages=program.cpp "
      "program.so 2>> log";
  const bool compiled = std::system(command.c_str()) == 0;
  program->log = read(program->folder / "log");
  if (!compiled) return compilation;
  for (const char* kernel : {"rollouts", "stages"})
    program->log += report(kernel, resident_blocks(count, options));
  program->code = read(program->folder / "program.so");
  return success;
}

int nvrtcGetProgramLogSize(Program* program, std::size_t* size) {
  *size = program->log.size() + 1;
  return success;
}

int nvrtcGetProgramLog(Program* program, char* log) {
  std::copy_n(program->log.c_str(), program->log.size() + 1, log);
  return success;
}

int nvrtcGetCUBINSize(Program* program, std::size_t* size) {
  *size = program->code.size();
  return success;
}

int nvrtcGetCUBIN(Program* program, char* code) {
  std::copy(program->code.begin(), program->code.end(), code);
  return success;
}
}
