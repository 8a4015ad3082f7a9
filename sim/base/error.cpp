#include "base/error.hpp"

#include <cstdio>
#include <mutex>
#include <set>

#include <fmt/format.h>

namespace moat {
namespace {

std::string all_lines(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += (text.empty() ? "" : "\n") + to_string(problem);
  return text;
}

}  // namespace

std::string to_string(const Problem& problem) {
  const Position& at = problem.where;
  if (at.line > 0) return fmt::format("{}:{}:{}: {}", at.file, at.line, at.column, problem.text);
  return at.file.empty() ? problem.text : fmt::format("{}: {}", at.file, problem.text);
}

void warn_once(const Problem& problem) {
  static std::mutex lock;
  static std::set<std::string> said;
  const std::scoped_lock guard{lock};
  const std::string text = to_string(problem);
  if (said.insert(text).second) fmt::print(stderr, "{}\n", text);
}

InputError::InputError(std::vector<Problem> problems)
    : std::runtime_error(all_lines(problems)), problems_(std::move(problems)) {}

IoError::IoError(std::string path, std::string_view operation, std::string_view reason, Exit exit_code)
    : std::runtime_error(fmt::format("{}: cannot {} ({})", path, operation, reason)), code_(exit_code) {}

void contract_broken(std::string_view kind, std::string_view what, const char* file, int line) {
  throw ContractError(fmt::format("{} failed at {}:{}: {}", kind, file, line, what));
}

}  // namespace moat
