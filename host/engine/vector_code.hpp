// One graph operation as LLVM instructions, on scalars or on vectors of lanes.
#pragma once

#include <llvm-c/Core.h>

#include <cstddef>

#include "host/graph/graph.hpp"

namespace gainswarm::engine {

/// Writes instructions at the builder's position. A value is a scalar when it is the same for all lanes, else
/// a vector; with one lane both are scalars. No instruction carries fast-math flags, so LLVM keeps every bit.
class VectorCode {
 public:
  VectorCode(LLVMModuleRef module, LLVMBuilderRef builder, graph::Precision precision, int lanes);

  [[nodiscard]] LLVMBuilderRef builder() const { return builder_; }
  [[nodiscard]] LLVMTypeRef number() const { return number_; }
  /// `lanes` elements of the scalar type (the type itself when there is one lane).
  [[nodiscard]] LLVMTypeRef vector_of(LLVMTypeRef scalar) const;

  [[nodiscard]] LLVMValueRef constant(double value) const { return LLVMConstReal(number_, value); }
  [[nodiscard]] LLVMValueRef condition(bool value) const;
  /// The value itself if it is a vector already.
  LLVMValueRef splat(LLVMValueRef value);
  /// An integer or a vector of them as numbers, rounded to nearest.
  LLVMValueRef to_number(LLVMValueRef integer);
  /// Address of element `index` (int64) of an array.
  LLVMValueRef element(LLVMTypeRef type, LLVMValueRef base, LLVMValueRef index);
  /// Element `index` of an array of such elements (scalars or vectors, both aligned like scalars).
  LLVMValueRef load(LLVMTypeRef type, LLVMValueRef base, std::size_t index);
  void store(LLVMValueRef value, LLVMValueRef base, std::size_t index);
  /// Stores into the lanes that `mask` chooses.
  void store_where(LLVMValueRef mask, LLVMValueRef value, LLVMValueRef base, std::size_t index);
  /// Operands are of one shape: all scalars or all vectors. Unused ones are null.
  LLVMValueRef operation(graph::Op op, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c);
  [[nodiscard]] bool is_vector(LLVMValueRef value) const;

 private:
  LLVMValueRef intrinsic(const char* name, LLVMValueRef a, LLVMValueRef b = nullptr,
                         LLVMValueRef c = nullptr);
  LLVMValueRef compare(LLVMRealPredicate predicate, LLVMValueRef a, LLVMValueRef b);
  LLVMValueRef power_of_two(LLVMValueRef a);
  LLVMValueRef exponent(LLVMValueRef a);
  LLVMValueRef bit_0(LLVMValueRef a);
  LLVMValueRef negate_by_bit_1(LLVMValueRef a, LLVMValueRef b);
  LLVMValueRef element(LLVMTypeRef type, LLVMValueRef base, std::size_t index);
  LLVMTypeRef shaped_like(LLVMValueRef value, LLVMTypeRef scalar) const;
  LLVMValueRef real_like(LLVMValueRef value, double real) const;
  LLVMValueRef bits_like(LLVMValueRef value, unsigned long long bits) const;

  LLVMModuleRef module_;
  LLVMBuilderRef builder_;
  LLVMContextRef context_;
  graph::Precision precision_;
  unsigned lanes_;
  LLVMTypeRef number_;
  LLVMTypeRef bits_;
};

}  // namespace gainswarm::engine
