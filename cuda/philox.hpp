// Philox4x32-10, a counter-based generator: random numbers are a function of where they are used, so the same
// ones come out on every machine and in every order of execution. Source: Salmon, Moraes, Dror, Shaw,
// "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
#pragma once

#include "cuda/arithmetic.hpp"
#include "cuda/portability.hpp"

namespace gainswarm::philox {

/// Four words of 32 bits: a counter, or the random bits it is encrypted to.
struct Block {
  std::uint32_t a = 0, b = 0, c = 0, d = 0;
};

/// The ten rounds. Words are kept in 64 bits, of which only the low half counts: a vectorising compiler then
/// needs no permutations between the two halves of the products.
GAINSWARM_HOST_DEVICE inline Block encrypt(Block counter, std::uint64_t key) {
  std::uint64_t a = counter.a, b = counter.b, c = counter.c, d = counter.d;
  std::uint32_t key_low = static_cast<std::uint32_t>(key), key_high = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product_a = 0xD2511F53U * (a & 0xFFFFFFFFU);
    const std::uint64_t product_c = 0xCD9E8D57U * (c & 0xFFFFFFFFU);
    a = (product_c >> 32) ^ b ^ key_low;
    c = (product_a >> 32) ^ d ^ key_high;
    b = product_c;
    d = product_a;
    key_low += 0x9E3779B9U;   // the golden ratio
    key_high += 0xBB67AE85U;  // sqrt(3) - 1
  }
  return {static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(c),
          static_cast<std::uint32_t>(d)};
}

/// The random bits that belong to one use: (seed; iteration, particle, dimension, stream).
GAINSWARM_HOST_DEVICE inline Block draw(std::uint64_t seed, std::uint32_t iteration, std::uint32_t particle,
                                        std::uint32_t dimension, std::uint32_t stream) {
  return encrypt({iteration, particle, dimension, stream}, seed);
}

/// The upper 52 of 64 random bits as (k + 1/2) 2^-52: in the open interval (0, 1), without rounding.
GAINSWARM_HOST_DEVICE inline double uniform(std::uint64_t bits) {
  return arithmetic::bits_as<double>(bits >> 12 | 0x3FF0000000000000U) - (1 - 0x1p-53);
}
GAINSWARM_HOST_DEVICE inline double uniform(std::uint32_t high, std::uint32_t low) {
  return uniform(static_cast<std::uint64_t>(high) << 32 | low);
}

/// A whole number in [0, count), by multiplication; its bias is below count / 2^32.
GAINSWARM_HOST_DEVICE inline std::uint32_t below(std::uint32_t count, std::uint32_t bits) {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(bits) * count >> 32);
}

}  // namespace gainswarm::philox
