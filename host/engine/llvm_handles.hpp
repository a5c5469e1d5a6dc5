// Owners for the objects of LLVM's C interface.
#pragma once

#include <llvm-c/Core.h>
#include <llvm-c/LLJIT.h>
#include <llvm-c/TargetMachine.h>

#include <memory>
#include <type_traits>

namespace gainswarm::engine::llvm {

template <auto dispose>
struct Dispose {
  template <class T>
  void operator()(T* object) const {
    dispose(object);
  }
};
template <class Reference, auto dispose>
using Handle = std::unique_ptr<std::remove_pointer_t<Reference>, Dispose<dispose>>;

using Context = Handle<LLVMContextRef, LLVMContextDispose>;
using Module = Handle<LLVMModuleRef, LLVMDisposeModule>;
using Builder = Handle<LLVMBuilderRef, LLVMDisposeBuilder>;
using Machine = Handle<LLVMTargetMachineRef, LLVMDisposeTargetMachine>;
using MachineOptions = Handle<LLVMTargetMachineOptionsRef, LLVMDisposeTargetMachineOptions>;
using Buffer = Handle<LLVMMemoryBufferRef, LLVMDisposeMemoryBuffer>;
using Message = Handle<char*, LLVMDisposeMessage>;
using Jit = Handle<LLVMOrcLLJITRef, LLVMOrcDisposeLLJIT>;

}  // namespace gainswarm::engine::llvm
