#pragma once
/// The three ways Moat can fail, and where each is thrown.
///
///   InputError     the user's scenario or option is wrong: all problems at once, each with its position
///   IoError        a file cannot be read or written: path, operation, the system's message
///   ContractError  Moat itself is wrong: the broken expectation, its source line, how to replay the run
///
/// Expected outcomes are return values; nothing else is thrown on purpose.

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace moat {

/// Exit codes of the program: sysexits values above 64, as batch systems and Makefiles know them.
enum class Exit : int {
  ok = 0,
  some_runs_failed = 1,
  usage = 2,
  scenario_invalid = 65,
  input_missing = 66,
  internal = 70,
  cannot_create = 73,
  io = 74,
  stopped = 75,  ///< stopped by a signal or a time limit
};

/// Where a value stands in a file. Lines and columns count from 1; line 0 means "not in a file".
struct Position {
  std::string file;
  int line = 0;
  int column = 0;
};

/// One mistake in the input: what is wrong, in brackets why, then what to do.
struct Problem {
  Position where;
  std::string text;
};

/// `file:line:column: text`, or `file: text` where there is no line.
std::string to_string(const Problem& problem);

/// Prints a warning on stderr; the same text at the same place only once. Safe from all threads.
void warn_once(const Problem& problem);

class InputError : public std::runtime_error {
 public:
  explicit InputError(std::vector<Problem> problems);
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

class IoError : public std::runtime_error {
 public:
  /// `exit_code`: of the program, one of cannot_create, input_missing and io.
  IoError(std::string path, std::string_view operation, std::string_view reason, Exit exit_code = Exit::io);
  Exit code() const { return code_; }

 private:
  Exit code_;
};

class ContractError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void contract_broken(std::string_view kind, std::string_view what, const char* file, int line);

// The position of the caller: the compilers' builtins, since clang 14 has no std::source_location.

/// A precondition: the caller must ensure it. Checked in release builds too, outside of per-developer loops.
inline void expects(bool holds, std::string_view what, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
  if (!holds) contract_broken("expects", what, file, line);
}

/// A postcondition: the function guarantees it on return.
inline void ensures(bool holds, std::string_view what, const char* file = __builtin_FILE(),
                    int line = __builtin_LINE()) {
  if (!holds) contract_broken("ensures", what, file, line);
}

}  // namespace moat
