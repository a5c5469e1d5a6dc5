// Bundles alone: what the code in them, static libstdc++ and libgcc included, expects of glibc 2.35 and 2.36,
// so that they run with the 2.34 of long-lived distributions. scripts/check_bundle names what is missing
// here.
#include <dlfcn.h>
#include <link.h>
#include <sys/random.h>

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace {

/// An object that the loader mapped, when it holds the address: where its unwind table is. 1 ends the search.
int look(dl_phdr_info* object, std::size_t /*size*/, void* search) {
  auto& [address, table] = *static_cast<std::pair<std::uintptr_t, void*>*>(search);
  bool inside = false;
  void* found = nullptr;
  for (const ElfW(Phdr)* part = object->dlpi_phdr; part != object->dlpi_phdr + object->dlpi_phnum; ++part) {
    const std::uintptr_t start = object->dlpi_addr + part->p_vaddr;
    if (part->p_type == PT_LOAD && address - start < part->p_memsz) inside = true;
    if (part->p_type == PT_GNU_EH_FRAME) found = std::bit_cast<void*>(start);
  }
  if (inside) table = found;
  return inside ? 1 : 0;
}

}  // namespace

extern "C" {

/// Of the result libgcc reads only where the unwind table is. 0: there is one.
[[gnu::visibility("hidden")]] int _dl_find_object(void* address, dl_find_object* result) noexcept {
  std::pair<std::uintptr_t, void*> search{reinterpret_cast<std::uintptr_t>(address), nullptr};
  dl_iterate_phdr(look, &search);
  *result = {};
  result->dlfo_eh_frame = search.second;
  return search.second == nullptr ? -1 : 0;
}

[[gnu::visibility("hidden")]] std::uint32_t arc4random() noexcept {
  std::uint32_t bits = 0;
  if (getrandom(&bits, sizeof bits, 0) != sizeof bits) std::abort();
  return bits;
}

/// The older hypot, which differs in how it reports errors alone. glibc has both.
[[gnu::visibility("hidden")]] double hypot(double x, double y) noexcept {
  using Function = double(double, double);
  static auto* const older = reinterpret_cast<Function*>(dlvsym(RTLD_DEFAULT, "hypot", "GLIBC_2.2.5"));
  return older(x, y);
}
}
