// A counting loop in LLVM code.
#pragma once

#include <llvm-c/Core.h>

#include <cstdint>
#include <vector>

namespace gainswarm::engine {

/// A loop that runs its body at least once. The body begins at the builder's position when the loop is made;
/// code written there belongs to the loop until it is closed.
class Loop {
 public:
  Loop(LLVMBuilderRef builder, const char* name);
  /// Begins to count at `first`, an int64.
  Loop(LLVMBuilderRef builder, const char* name, LLVMValueRef first);

  /// int64: turns completed, those before the first included.
  [[nodiscard]] LLVMValueRef counter() const { return counter_; }
  /// A value that changes from turn to turn, as the body sees it. To be called before the body's code.
  LLVMValueRef carry(LLVMValueRef first);
  /// What a carried value is in the next turn.
  void feed(LLVMValueRef carried, LLVMValueRef next) { fed_.push_back({carried, next}); }
  /// Ends the body: goes back until `count` turns are completed, then on to `after`.
  void close(std::int64_t count, LLVMBasicBlockRef after);
  void close(LLVMValueRef count, LLVMBasicBlockRef after);

 private:
  struct Fed {
    LLVMValueRef carried;
    LLVMValueRef next;
  };

  LLVMBuilderRef builder_;
  LLVMBasicBlockRef before_;
  LLVMBasicBlockRef body_;
  LLVMTypeRef int64_;
  std::vector<Fed> fed_;
  LLVMValueRef counter_;
};

}  // namespace gainswarm::engine
