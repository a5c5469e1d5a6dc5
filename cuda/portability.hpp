// The one place that knows which compiler reads the shared headers of this folder: a host compiler, nvcc, or
// NVRTC, which has no standard headers.
#pragma once

#if defined(__CUDACC_RTC__)
namespace std {
using int32_t = int;
using uint32_t = unsigned int;
using int64_t = long long;
using uint64_t = unsigned long long;
}  // namespace std
#define HUGE_VAL __longlong_as_double(0x7FF0000000000000)
#else
#include <cmath>
#include <cstdint>
#include <cstring>
#endif

#if defined(__CUDACC_RTC__)
#define GAINSWARM_HOST_DEVICE __device__
#elif defined(__CUDACC__)
#define GAINSWARM_HOST_DEVICE __host__ __device__
#else
#define GAINSWARM_HOST_DEVICE
#endif

// What an expression is on a device, and what it is elsewhere.
#if defined(__CUDA_ARCH__)
#define GAINSWARM_ON_DEVICE(device, host) device
#else
#define GAINSWARM_ON_DEVICE(device, host) host
#endif

// A table of numbers at namespace scope. A device keeps it in constant memory, from where an instruction
// takes an operand at no cost. It is not const there, or the compiler would write its numbers into the code
// again. That saves registers, and is what GAINSWARM_NUMBERS_IN_CODE asks for.
#if defined(GAINSWARM_NUMBERS_IN_CODE) && defined(__CUDACC__)
#define GAINSWARM_TABLE static const __constant__
#elif defined(__CUDACC__)
#define GAINSWARM_TABLE __constant__
#else
#define GAINSWARM_TABLE static const
#endif

// The blocks of a rollout's kernel; whoever compiles may know better (host/device/nvrtc.hpp).
#if !defined(GAINSWARM_RESIDENT_BLOCKS)
#define GAINSWARM_RESIDENT_BLOCKS 1
#endif

// A kernel whose body is gainswarm::for_each_index(): all of its blocks and threads on a device, a loop on a
// host. `blocks` are those that a multiprocessor is to have registers for at the same time, at least one:
// without that number the assembler keeps to fewer registers than a thread may have, and spills. Its one
// argument is a struct whose first member is the number of indices; a host function that stands for a kernel
// takes it by reference.
#if defined(__CUDACC__)
#define GAINSWARM_KERNEL(threads, blocks) extern "C" __global__ void __launch_bounds__(threads, blocks)
#define GAINSWARM_ARGUMENT(...) const __VA_ARGS__
#else
#define GAINSWARM_KERNEL(threads, blocks) extern "C" void
#define GAINSWARM_ARGUMENT(...) const __VA_ARGS__&
#endif

// Before a loop: a device's compiler unrolls it only a little, which takes few registers.
#if defined(__CUDACC__)
#define GAINSWARM_UNROLL_LITTLE _Pragma("unroll 4")
#else
#define GAINSWARM_UNROLL_LITTLE
#endif

namespace gainswarm {

/// Calls body(index) for each index below `count`; on a device one thread does so for its own index.
template <class Body>
GAINSWARM_HOST_DEVICE inline void for_each_index(std::int64_t count, const Body& body) {
#if defined(__CUDA_ARCH__)
  const std::int64_t index = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (index < count) body(index);
#else
  for (std::int64_t index = 0; index < count; ++index) body(index);
#endif
}

/// The same value, but a device's compiler takes it for another: so it computes anew what follows from it,
/// rather than keep that in registers.
GAINSWARM_HOST_DEVICE inline std::int64_t forgotten(std::int64_t value) {
#if defined(__CUDA_ARCH__)
  asm volatile("" : "+l"(value));
#endif
  return value;
}

GAINSWARM_HOST_DEVICE inline float forgotten(float value) {
#if defined(__CUDA_ARCH__)
  asm volatile("" : "+f"(value));
#endif
  return value;
}

/// Adds one to a counter that all indices share; gives what it was before.
GAINSWARM_HOST_DEVICE inline std::int64_t count_up(std::int64_t& counter) {
#if defined(__CUDA_ARCH__)
  return static_cast<std::int64_t>(atomicAdd(reinterpret_cast<unsigned long long*>(&counter), 1ULL));
#else
  return counter++;
#endif
}

}  // namespace gainswarm
