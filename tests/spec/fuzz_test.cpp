// Whatever is done to a valid configuration, it is read or refused; nothing else happens.
#include <gtest/gtest.h>

#include <random>

#include "host/spec/spec_io.hpp"
#include "tests/spec/isolated.hpp"
#include "tests/support/seed.hpp"

namespace gainswarm::spec {
namespace {

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  std::string mutate(std::string text) {
    for (std::size_t count = 1 + below(4); count > 0; --count) {
      const std::size_t at = below(text.size() + 1);
      switch (below(4)) {
        case 0:
          text.insert(at, piece());
          break;
        case 1:
          text.erase(at, 1 + below(20));
          break;
        case 2:
          text.insert(at, text.substr(below(text.size() + 1), 1 + below(40)));
          break;
        default:
          text.replace(at, std::min<std::size_t>(1, text.size() - at), 1, static_cast<char>(below(256)));
      }
    }
    return text;
  }

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  std::string piece() {
    static constexpr std::array pieces = {"{",     "}",   "[",   "]",   ": ",   ", ",  "\n", "- ",    "&a ",
                                          "*a",    "!",   "|\n", ">\n", "\"",   "'",   "#",  "---\n", "~",
                                          "1e999", "nan", "inf", "\t",  "<<: ", "? ",  "%",  "\\u",   "(",
                                          ")",     "kg",  "^",   "0x",  "\r\n", "\xC3"};
    return pieces[below(pieces.size())];
  }

  std::mt19937_64 random_;
};

TEST(Fuzz, MutatedConfigurationIsReadOrRefused) {
  const std::string folder = tests::test_file("valid");
  const std::string whole = tests::read_text(folder + "/pendulum.yaml");
  const std::string inlined = resolved(load_problem(folder + "/pendulum.yaml"));
  Mutator mutator(tests::fresh_seed());
  int refused = 0;
  constexpr int rounds = 3000;
  for (int round = 0; round < rounds; ++round) {
    const std::string text = mutator.mutate(round % 2 == 0 ? whole : inlined);
    try {
      const Problem problem = parse_problem(Source{folder + "/mutated.yaml", text, folder});
      const std::string once = resolved(problem);
      ASSERT_EQ(resolved(parse_problem(Source{"resolved", once, ""})), once) << text;
    } catch (const InputError& error) {
      ++refused;
      ASSERT_NE(std::string(error.what()).find(": "), std::string::npos) << text;
    }
  }
  EXPECT_GT(refused, rounds / 10);
  EXPECT_LT(refused, rounds);
}

}  // namespace
}  // namespace gainswarm::spec
