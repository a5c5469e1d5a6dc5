#include "host/engine/vector_code.hpp"

#include <cassert>
#include <string_view>
#include <vector>

namespace gainswarm::engine {
namespace {

using graph::Op;

/// The fields of an IEEE format, and `integers`: the number in whose binade neighbouring numbers differ by
/// one.
struct Format {
  unsigned fraction_bits;
  unsigned long long exponent_mask;
  double bias;
  double integers;
};
constexpr Format double_format = {52, 0x7FF, 1023, 4503599627370496.0};
constexpr Format float_format = {23, 0xFF, 127, 8388608.0};
constexpr const Format& format_of(graph::Precision precision) {
  return precision == graph::Precision::float64 ? double_format : float_format;
}
unsigned long long bits_of_integers(graph::Precision precision) {
  return precision == graph::Precision::float64 ? 0x4330000000000000ULL : 0x4B000000ULL;
}

LLVMValueRef splat_constant(LLVMValueRef scalar, LLVMTypeRef type) {
  if (LLVMGetTypeKind(type) != LLVMVectorTypeKind) return scalar;
  std::vector<LLVMValueRef> elements(LLVMGetVectorSize(type), scalar);
  return LLVMConstVector(elements.data(), static_cast<unsigned>(elements.size()));
}

unsigned scalar_bytes(LLVMTypeRef type) {
  const LLVMTypeRef scalar = LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetElementType(type) : type;
  switch (LLVMGetTypeKind(scalar)) {
    case LLVMDoubleTypeKind:
      return 8;
    case LLVMFloatTypeKind:
      return 4;
    default:
      return LLVMGetIntTypeWidth(scalar) / 8;
  }
}

}  // namespace

VectorCode::VectorCode(LLVMModuleRef module, LLVMBuilderRef builder, graph::Precision precision, int lanes)
    : module_(module),
      builder_(builder),
      context_(LLVMGetModuleContext(module)),
      precision_(precision),
      lanes_(static_cast<unsigned>(lanes)) {
  const bool is_double = precision == graph::Precision::float64;
  number_ = is_double ? LLVMDoubleTypeInContext(context_) : LLVMFloatTypeInContext(context_);
  bits_ = is_double ? LLVMInt64TypeInContext(context_) : LLVMInt32TypeInContext(context_);
}

LLVMTypeRef VectorCode::vector_of(LLVMTypeRef scalar) const {
  return lanes_ == 1 ? scalar : LLVMVectorType(scalar, lanes_);
}

bool VectorCode::is_vector(LLVMValueRef value) const {
  return lanes_ == 1 || LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVectorTypeKind;
}

LLVMValueRef VectorCode::condition(bool value) const {
  return LLVMConstInt(LLVMInt1TypeInContext(context_), value ? 1 : 0, 0);
}

LLVMTypeRef VectorCode::shaped_like(LLVMValueRef value, LLVMTypeRef scalar) const {
  return is_vector(value) ? vector_of(scalar) : scalar;
}

LLVMValueRef VectorCode::real_like(LLVMValueRef value, double real) const {
  return splat_constant(constant(real), shaped_like(value, number_));
}

LLVMValueRef VectorCode::bits_like(LLVMValueRef value, unsigned long long bits) const {
  return splat_constant(LLVMConstInt(bits_, bits, 0), shaped_like(value, bits_));
}

LLVMValueRef VectorCode::splat(LLVMValueRef value) {
  if (is_vector(value)) return value;
  const LLVMTypeRef type = vector_of(LLVMTypeOf(value));
  if (LLVMIsConstant(value)) return splat_constant(value, type);
  const LLVMTypeRef index = LLVMInt32TypeInContext(context_);
  const LLVMValueRef first =
      LLVMBuildInsertElement(builder_, LLVMGetPoison(type), value, LLVMConstInt(index, 0, 0), "");
  return LLVMBuildShuffleVector(builder_, first, LLVMGetPoison(type),
                                LLVMConstNull(LLVMVectorType(index, lanes_)), "");
}

LLVMValueRef VectorCode::to_number(LLVMValueRef integer) {
  return LLVMBuildSIToFP(builder_, integer, shaped_like(integer, number_), "");
}

LLVMValueRef VectorCode::element(LLVMTypeRef type, LLVMValueRef base, LLVMValueRef index) {
  return LLVMBuildInBoundsGEP2(builder_, type, base, &index, 1, "");
}

LLVMValueRef VectorCode::element(LLVMTypeRef type, LLVMValueRef base, std::size_t index) {
  return element(type, base, LLVMConstInt(LLVMInt64TypeInContext(context_), index, 0));
}

LLVMValueRef VectorCode::load(LLVMTypeRef type, LLVMValueRef base, std::size_t index) {
  const LLVMValueRef value = LLVMBuildLoad2(builder_, type, element(type, base, index), "");
  LLVMSetAlignment(value, scalar_bytes(type));
  return value;
}

void VectorCode::store(LLVMValueRef value, LLVMValueRef base, std::size_t index) {
  const LLVMTypeRef type = LLVMTypeOf(value);
  LLVMSetAlignment(LLVMBuildStore(builder_, value, element(type, base, index)), scalar_bytes(type));
}

void VectorCode::store_where(LLVMValueRef mask, LLVMValueRef value, LLVMValueRef base, std::size_t index) {
  const LLVMValueRef old = load(LLVMTypeOf(value), base, index);
  store(LLVMBuildSelect(builder_, mask, value, old, ""), base, index);
}

LLVMValueRef VectorCode::intrinsic(const char* name, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c) {
  const unsigned id = LLVMLookupIntrinsicID(name, std::string_view(name).size());
  LLVMTypeRef type = LLVMTypeOf(a);
  const LLVMValueRef function = LLVMGetIntrinsicDeclaration(module_, id, &type, 1);
  LLVMValueRef arguments[] = {a, b, c};
  const unsigned count = c != nullptr ? 3 : b != nullptr ? 2 : 1;
  return LLVMBuildCall2(builder_, LLVMIntrinsicGetType(context_, id, &type, 1), function, arguments, count,
                        "");
}

LLVMValueRef VectorCode::compare(LLVMRealPredicate predicate, LLVMValueRef a, LLVMValueRef b) {
  return LLVMBuildFCmp(builder_, predicate, a, b, "");
}

/// The definition in cuda/arithmetic.hpp: the sum leaves n + bias in the lowest bits, the shift makes it the
/// exponent.
LLVMValueRef VectorCode::power_of_two(LLVMValueRef a) {
  const Format& format = format_of(precision_);
  const LLVMValueRef sum = LLVMBuildFAdd(builder_, a, real_like(a, format.integers + format.bias), "");
  const LLVMValueRef bits = LLVMBuildBitCast(builder_, sum, shaped_like(a, bits_), "");
  const LLVMValueRef shifted = LLVMBuildShl(builder_, bits, bits_like(a, format.fraction_bits), "");
  return LLVMBuildBitCast(builder_, shifted, LLVMTypeOf(a), "");
}

/// The exponent field put into the lowest bits of `integers` reads integers + field: exact, and cheaper than
/// an integer conversion where processors lack one.
LLVMValueRef VectorCode::exponent(LLVMValueRef a) {
  const Format& format = format_of(precision_);
  const LLVMValueRef bits = LLVMBuildBitCast(builder_, a, shaped_like(a, bits_), "");
  const LLVMValueRef shifted = LLVMBuildLShr(builder_, bits, bits_like(a, format.fraction_bits), "");
  const LLVMValueRef field = LLVMBuildAnd(builder_, shifted, bits_like(a, format.exponent_mask), "");
  const LLVMValueRef joined = LLVMBuildOr(builder_, field, bits_like(a, bits_of_integers(precision_)), "");
  const LLVMValueRef number = LLVMBuildBitCast(builder_, joined, LLVMTypeOf(a), "");
  return LLVMBuildFSub(builder_, number, real_like(a, format.integers + format.bias), "");
}

LLVMValueRef VectorCode::bit_0(LLVMValueRef a) {
  const LLVMValueRef bits = LLVMBuildBitCast(builder_, a, shaped_like(a, bits_), "");
  const LLVMValueRef last = LLVMBuildAnd(builder_, bits, bits_like(a, 1), "");
  return LLVMBuildICmp(builder_, LLVMIntNE, last, bits_like(a, 0), "");
}

/// The bit is moved to where the sign is.
LLVMValueRef VectorCode::negate_by_bit_1(LLVMValueRef a, LLVMValueRef b) {
  const unsigned long long sign_place = LLVMGetIntTypeWidth(bits_) - 1;
  const LLVMTypeRef integers = shaped_like(a, bits_);
  const LLVMValueRef shifted =
      LLVMBuildShl(builder_, LLVMBuildBitCast(builder_, b, integers, ""), bits_like(a, sign_place - 1), "");
  const LLVMValueRef sign = LLVMBuildAnd(builder_, shifted, bits_like(a, 1ULL << sign_place), "");
  const LLVMValueRef bits = LLVMBuildXor(builder_, LLVMBuildBitCast(builder_, a, integers, ""), sign, "");
  return LLVMBuildBitCast(builder_, bits, LLVMTypeOf(a), "");
}

LLVMValueRef VectorCode::operation(Op op, LLVMValueRef a, LLVMValueRef b, LLVMValueRef c) {
  // clang-format off
  switch (op) {
    case Op::add: return LLVMBuildFAdd(builder_, a, b, "");
    case Op::subtract: return LLVMBuildFSub(builder_, a, b, "");
    case Op::multiply: return LLVMBuildFMul(builder_, a, b, "");
    case Op::divide: return LLVMBuildFDiv(builder_, a, b, "");
    case Op::fma: return intrinsic("llvm.fma", a, b, c);
    case Op::square_root: return intrinsic("llvm.sqrt", a);
    case Op::round_nearest: return intrinsic("llvm.rint", a);
    case Op::floor: return intrinsic("llvm.floor", a);
    case Op::negate: return LLVMBuildFNeg(builder_, a, "");
    case Op::absolute: return intrinsic("llvm.fabs", a);
    case Op::power_of_two: return power_of_two(a);
    case Op::exponent: return exponent(a);
    case Op::negate_by_bit_1: return negate_by_bit_1(a, b);
    case Op::less: return compare(LLVMRealOLT, a, b);
    case Op::less_equal: return compare(LLVMRealOLE, a, b);
    case Op::equal: return compare(LLVMRealOEQ, a, b);
    case Op::bit_0: return bit_0(a);
    case Op::logical_and: return LLVMBuildAnd(builder_, a, b, "");
    case Op::logical_or: return LLVMBuildOr(builder_, a, b, "");
    case Op::logical_not: return LLVMBuildNot(builder_, a, "");
    case Op::select: return LLVMBuildSelect(builder_, a, b, c, "");
    case Op::constant:
    case Op::input: break;
  }
  // clang-format on
  assert(false && "constants and inputs are no operations");
  return nullptr;
}

}  // namespace gainswarm::engine
