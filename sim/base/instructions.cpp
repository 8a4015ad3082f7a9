#include "base/instructions.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace moat {
namespace {

std::vector<Instructions> find_available() {
  std::vector<Instructions> all{Instructions::plain, Instructions::base};
#ifdef MOAT_X86
  if (__builtin_cpu_supports("avx2")) all.push_back(Instructions::avx2);
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    all.push_back(Instructions::avx512);
#endif
  return all;
}

Instructions choose_once() {
  const auto available = available_instructions();
  const char* wanted = std::getenv("MOAT_INSTRUCTIONS");
  if (!wanted || !*wanted) return available.back();
  std::string known;
  for (const Instructions one : available) {
    const std::string_view name = Choices<Instructions>::names[std::size_t(one)];
    if (name == wanted) return one;
    (known += known.empty() ? "" : ", ") += name;
  }
  throw InputError(
      {{{"", 0, 0},
        "MOAT_INSTRUCTIONS is '" + std::string(wanted) + "': this program on this processor has " + known}});
}

std::atomic<int> chosen{-1};

}  // namespace

std::span<const Instructions> available_instructions() {
  static const std::vector<Instructions> all = find_available();
  return all;
}

Instructions chosen_instructions() {
  int now = chosen.load(std::memory_order_relaxed);
  if (now < 0) chosen = now = int(choose_once());
  return Instructions(now);
}

void use_instructions(Instructions instructions) {
  const auto all = available_instructions();
  expects(std::find(all.begin(), all.end(), instructions) != all.end(), "the processor has these instructions");
  chosen = int(instructions);
}

}  // namespace moat
