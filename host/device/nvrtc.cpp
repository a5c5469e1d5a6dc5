#include "host/device/nvrtc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>

#include "host/device/headers.hpp"
#include "host/support/shared_library.hpp"

namespace gainswarm::device {
namespace {

/// In the toolkit that the environment names; if it names none, where the loader looks and in the usual
/// place.
std::vector<std::string> places() {
  constexpr std::array names{"libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12"};
  std::vector<std::string> folders{"", "/usr/local/cuda/lib64/", "/usr/local/cuda/lib/"};
  for (const char* variable : {"CUDA_HOME", "CUDA_PATH"}) {
    const char* folder = std::getenv(variable);
    if (folder != nullptr && *folder != '\0')
      folders = {std::string(folder) + "/lib64/", std::string(folder) + "/lib/"};
  }
  std::vector<std::string> files;
  for (const std::string& folder : folders) {
    for (const char* name : names) files.push_back(folder + name);
  }
  return files;
}

support::SharedLibrary open_nvrtc() {
  const std::vector<std::string> files = places();
  try {
    return support::SharedLibrary(files);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(fmt::format(
        "no compiler for CUDA devices (NVRTC of a CUDA toolkit 12 or 13 was not found: {}); install a "
        "toolkit, or set CUDA_PATH to where it is",
        error.what()));
  }
}

/// Registers of a thread that `blocks` of a multiprocessor leave; it has 65536, handed out by eights.
int registers_for(int blocks) {
  return std::min(65536 / (block_threads * blocks) / 8 * 8, 255);
}

}  // namespace

/// The functions of NVRTC that are used, as nvrtc.h declares them; 0 is success.
struct Nvrtc::Library {
  using Program = struct NvrtcProgram*;

  support::SharedLibrary file = open_nvrtc();

  int (*version)(int*, int*) = file.function<int(int*, int*)>("nvrtcVersion");
  int (*count)(int*) = file.function<int(int*)>("nvrtcGetNumSupportedArchs");
  int (*list)(int*) = file.function<int(int*)>("nvrtcGetSupportedArchs");
  const char* (*error_text)(int) = file.function<const char*(int)>("nvrtcGetErrorString");
  int (*create)(Program*, const char*, const char*, int, const char* const*, const char* const*) =
      file.function<int(Program*, const char*, const char*, int, const char* const*, const char* const*)>(
          "nvrtcCreateProgram");
  int (*destroy)(Program*) = file.function<int(Program*)>("nvrtcDestroyProgram");
  int (*compile)(Program, int, const char* const*) =
      file.function<int(Program, int, const char* const*)>("nvrtcCompileProgram");
  int (*log_size)(Program,
                  std::size_t*) = file.function<int(Program, std::size_t*)>("nvrtcGetProgramLogSize");
  int (*log)(Program, char*) = file.function<int(Program, char*)>("nvrtcGetProgramLog");
  int (*code_size)(Program, std::size_t*) = file.function<int(Program, std::size_t*)>("nvrtcGetCUBINSize");
  int (*code)(Program, char*) = file.function<int(Program, char*)>("nvrtcGetCUBIN");

  void check(int status, const char* what) const {
    if (status != 0) throw std::runtime_error(fmt::format("NVRTC cannot {} ({})", what, error_text(status)));
  }

  /// What one of the pairs of functions (size, content) gives.
  [[nodiscard]] std::string content(Program program, int (*size_of)(Program, std::size_t*),
                                    int (*get)(Program, char*), const char* what) const {
    std::size_t size = 0;
    check(size_of(program, &size), what);
    std::string result(size, '\0');
    check(get(program, result.data()), what);
    return result;
  }
};

Nvrtc::Nvrtc() : library_(std::make_unique<Library>()) {}
Nvrtc::~Nvrtc() = default;

std::string Nvrtc::version() const {
  int major = 0;
  int minor = 0;
  library_->check(library_->version(&major, &minor), "tell its version");
  return fmt::format("{}.{}", major, minor);
}

std::vector<int> Nvrtc::capabilities() const {
  int count = 0;
  library_->check(library_->count(&count), "count its architectures");
  std::vector<int> result(static_cast<std::size_t>(count));
  library_->check(library_->list(result.data()), "list its architectures");
  return result;
}

std::vector<std::string> Nvrtc::options(int capability) {
  return {fmt::format("--gpu-architecture=sm_{}", capability),
          "--std=c++17",
          "--fmad=false",
          "--ftz=false",
          "--prec-div=true",
          "--prec-sqrt=true",
          "--diag-suppress=177",  // a register's old value that a block does not need
          "--ptxas-options=-v"};
}

Binary Nvrtc::compile(const std::string& text, int capability) const {
  Binary binary;
  for (const Attempt& attempt : attempts) {
    const int blocks = attempt.resident_blocks;
    if (blocks > 1 && registers_for(blocks) < registers_wanted(binary)) continue;
    std::vector<std::string> all = options(capability);
    all.push_back(fmt::format("--define-macro=GAINSWARM_RESIDENT_BLOCKS={}", blocks));
    if (attempt.numbers_in_code) all.emplace_back("--define-macro=GAINSWARM_NUMBERS_IN_CODE");
    binary = compile(text, all);
    if (!spills(binary)) break;
  }
  return binary;
}

Binary Nvrtc::compile(const std::string& text, const std::vector<std::string>& options) const {
  std::vector<const char*> names, headers;
  for (const SourceFile& header : embedded_headers()) {
    names.push_back(header.name);
    headers.push_back(header.text);
  }
  Library::Program program = nullptr;
  library_->check(library_->create(&program, text.c_str(), "program.cu", static_cast<int>(names.size()),
                                   headers.data(), names.data()),
                  "take the program");
  const auto destroy = [this](Library::Program* owned) { library_->destroy(owned); };
  const std::unique_ptr<Library::Program, decltype(destroy)> owner(&program, destroy);

  std::vector<const char*> arguments;
  arguments.reserve(options.size());
  for (const std::string& option : options) arguments.push_back(option.c_str());
  const int status = library_->compile(program, static_cast<int>(arguments.size()), arguments.data());
  Binary binary;
  binary.log = library_->content(program, library_->log_size, library_->log, "give its log");
  if (status != 0) {
    throw std::runtime_error(fmt::format("NVRTC cannot compile the program ({}); its log:\n{}",
                                         library_->error_text(status), binary.log));
  }
  binary.code = library_->content(program, library_->code_size, library_->code, "give the machine code");
  return binary;
}

}  // namespace gainswarm::device
