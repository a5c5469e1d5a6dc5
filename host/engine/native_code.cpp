#include "host/engine/native_code.hpp"

#include <fmt/format.h>
#include <llvm-c/Analysis.h>
#include <llvm-c/Error.h>
#include <llvm-c/Orc.h>
#include <llvm-c/Target.h>

#include <bit>
#include <stdexcept>

#include "host/engine/llvm_handles.hpp"
#include "host/engine/rollout_code.hpp"

namespace gainswarm::engine {
namespace {

std::string text_of(char* message) {
  const llvm::Message owned(message);
  return owned ? owned.get() : "";
}

[[noreturn]] void fail(const std::string& what, const std::string& reason) {
  throw std::runtime_error(fmt::format("cannot {} (LLVM: {})", what, reason));
}

void check(LLVMErrorRef error, const char* what) {
  if (error == nullptr) return;
  char* message = LLVMGetErrorMessage(error);
  const std::string reason = message;
  LLVMDisposeErrorMessage(message);
  fail(what, reason);
}

/// Once in a process, because LLVM keeps its list of targets without a lock.
void prepare_target() {
  static const bool prepared = LLVMInitializeNativeTarget() == 0 && LLVMInitializeNativeAsmPrinter() == 0;
  if (!prepared) fail("compile for this processor", "no native target");
}

bool has(const std::string& features, const std::string& feature) {
  return (features + ",").find("+" + feature + ",") != std::string::npos;
}

llvm::Machine target_machine(const HostProcessor& host) {
  LLVMTargetRef target = nullptr;
  char* message = nullptr;
  if (LLVMGetTargetFromTriple(host.triple.c_str(), &target, &message) != 0) {
    fail("compile for this processor", text_of(message));
  }
  const llvm::MachineOptions options(LLVMCreateTargetMachineOptions());
  LLVMTargetMachineOptionsSetCPU(options.get(), host.name.c_str());
  LLVMTargetMachineOptionsSetFeatures(options.get(), host.features.c_str());
  LLVMTargetMachineOptionsSetCodeGenOptLevel(options.get(), LLVMCodeGenLevelDefault);
  LLVMTargetMachineOptionsSetRelocMode(options.get(), LLVMRelocPIC);
  LLVMTargetMachineOptionsSetCodeModel(options.get(), LLVMCodeModelSmall);
  return llvm::Machine(LLVMCreateTargetMachineWithOptions(target, host.triple.c_str(), options.get()));
}

/// Without these LLVM would split vectors of 512 bits on processors that it believes to be slower with them.
void ask_for_wide_vectors(LLVMModuleRef module, const HostProcessor& host) {
  const LLVMContextRef context = LLVMGetModuleContext(module);
  const std::string bits = std::to_string(host.vector_bits);
  for (const std::string name : {"prefer-vector-width", "min-legal-vector-width"}) {
    const LLVMAttributeRef attribute =
        LLVMCreateStringAttribute(context, name.data(), static_cast<unsigned>(name.size()), bits.data(),
                                  static_cast<unsigned>(bits.size()));
    LLVMAddAttributeAtIndex(LLVMGetNamedFunction(module, rollout_function_name),
                            static_cast<LLVMAttributeIndex>(LLVMAttributeFunctionIndex), attribute);
  }
}

/// The program as an object file or as assembler text.
llvm::Buffer compile(const rollout::Program& program, int lanes, rollout::ScenarioOf scenario_of,
                     LLVMCodeGenFileType kind) {
  prepare_target();
  const HostProcessor host = host_processor();
  const llvm::Machine machine = target_machine(host);
  const llvm::Context context(LLVMContextCreate());
  const llvm::Module module(LLVMModuleCreateWithNameInContext("gainswarm", context.get()));
  LLVMSetTarget(module.get(), host.triple.c_str());
  write_rollout(module.get(), program, lanes, scenario_of);
  ask_for_wide_vectors(module.get(), host);

  char* message = nullptr;
  if (LLVMVerifyModule(module.get(), LLVMReturnStatusAction, &message) != 0)
    fail("compile", text_of(message));
  LLVMDisposeMessage(message);
  message = nullptr;
  LLVMMemoryBufferRef buffer = nullptr;
  if (LLVMTargetMachineEmitToMemoryBuffer(machine.get(), module.get(), kind, &message, &buffer) != 0) {
    fail("compile", text_of(message));
  }
  return llvm::Buffer(buffer);
}

}  // namespace

HostProcessor host_processor() {
  HostProcessor host;
  host.triple = text_of(LLVMGetDefaultTargetTriple());
  host.name = text_of(LLVMGetHostCPUName());
  host.features = text_of(LLVMGetHostCPUFeatures());
  host.has_fma = has(host.features, "fma");
  if (has(host.features, "avx")) host.vector_bits = 256;
  if (has(host.features, "avx512f") && has(host.features, "avx512dq")) host.vector_bits = 512;
  return host;
}

struct NativeCode::Library {
  llvm::Jit jit;
};

NativeCode::NativeCode(const rollout::Program& program, int lanes, rollout::ScenarioOf scenario_of)
    : library_(std::make_unique<Library>()) {
  llvm::Buffer object = compile(program, lanes, scenario_of, LLVMObjectFile);
  LLVMOrcLLJITRef jit = nullptr;
  check(LLVMOrcCreateLLJIT(&jit, nullptr), "start the compiler");
  library_->jit.reset(jit);
  const LLVMOrcJITDylibRef symbols = LLVMOrcLLJITGetMainJITDylib(jit);
  LLVMOrcDefinitionGeneratorRef libm = nullptr;  // fma, rint and floor where the processor lacks them
  check(LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(&libm, LLVMOrcLLJITGetGlobalPrefix(jit), nullptr,
                                                             nullptr),
        "find the mathematical library");
  LLVMOrcJITDylibAddGenerator(symbols, libm);
  check(LLVMOrcLLJITAddObjectFile(jit, symbols, object.release()), "load the compiled program");
  LLVMOrcExecutorAddress address = 0;
  check(LLVMOrcLLJITLookup(jit, &address, rollout_function_name), "load the compiled program");
  function_ = std::bit_cast<RolloutFunction*>(address);
}

NativeCode::~NativeCode() = default;
NativeCode::NativeCode(NativeCode&&) noexcept = default;
NativeCode& NativeCode::operator=(NativeCode&&) noexcept = default;

std::string assembly(const rollout::Program& program, int lanes) {
  const llvm::Buffer text = compile(program, lanes, rollout::ScenarioOf::block, LLVMAssemblyFile);
  return {LLVMGetBufferStart(text.get()), LLVMGetBufferSize(text.get())};
}

std::string llvm_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned patch = 0;
  LLVMGetVersion(&major, &minor, &patch);
  return fmt::format("{}.{}.{}", major, minor, patch);
}

}  // namespace gainswarm::engine
