// One function of each part of LLVM that the engine uses, so that the linker takes the part from its archive.
#include <llvm-c/Analysis.h>
#include <llvm-c/Core.h>
#include <llvm-c/LLJIT.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>

#include <tuple>

namespace {

[[gnu::used]] constexpr auto parts =
    std::make_tuple(LLVMContextCreate, LLVMVerifyModule, LLVMOrcCreateLLJIT, LLVMCreateTargetMachineOptions,
                    LLVMGetTargetFromTriple, LLVMInitializeX86TargetInfo, LLVMInitializeX86Target,
                    LLVMInitializeX86TargetMC, LLVMInitializeX86AsmPrinter);

}  // namespace
