#include "host/support/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <bit>
#include <stdexcept>

namespace gainswarm::support {

static_assert(std::endian::native == std::endian::little, "digests are defined over little-endian bits");

struct Digest::Context {
  EVP_MD_CTX* md = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(md); }
};

Digest::Digest() : context_(std::make_unique<Context>()) {
  if (context_->md == nullptr || EVP_DigestInit_ex(context_->md, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available in libcrypto");
  }
}

Digest::~Digest() = default;

void Digest::update(const void* data, std::size_t size) {
  if (EVP_DigestUpdate(context_->md, data, size) != 1) throw std::runtime_error("SHA-256 failed");
}

Digest& Digest::add(double value) {
  return add(std::bit_cast<std::uint64_t>(value));
}

Digest& Digest::add(std::uint64_t value) {
  update(&value, sizeof value);
  return *this;
}

Digest& Digest::add(std::string_view text) {
  add(static_cast<std::uint64_t>(text.size()));
  update(text.data(), text.size());
  return *this;
}

Digest& Digest::add(std::span<const double> values) {
  add(static_cast<std::uint64_t>(values.size()));
  update(values.data(), values.size_bytes());
  return *this;
}

std::string Digest::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  if (EVP_DigestFinal_ex(context_->md, bytes.data(), &size) != 1) throw std::runtime_error("SHA-256 failed");
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

}  // namespace gainswarm::support
