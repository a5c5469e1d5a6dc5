// SHA-256, through OpenSSL's libcrypto: fingerprints of results and hashes of programs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace gainswarm::support {

/// A running SHA-256. Numbers are added as their little-endian bits, text as its length and its bytes.
class Digest {
 public:
  Digest();
  ~Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  Digest& add(double value);
  Digest& add(std::uint64_t value);
  Digest& add(std::string_view text);
  Digest& add(std::span<const double> values);
  /// 64 hexadecimal digits; ends the digest.
  [[nodiscard]] std::string hex();

 private:
  void update(const void* data, std::size_t size);
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace gainswarm::support
