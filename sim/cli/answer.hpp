#pragma once
/// The answer that `moat run` prints to a question when its runs are done.

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "cli/print_options.hpp"
#include "batch/store/plan.hpp"

namespace moat {

struct AnswerOptions : PrintOptions {
  bool robust = false, why = false;
  int jobs = 1;
  std::string progress;
  std::string command_line;
};

/// Path of a file with further results on an output file: FILE_robust.h5, FILE_why.h5.
std::filesystem::path beside(const std::filesystem::path& file, std::string_view what);

/// Throws InputError where the scenario of the plan has no answer to `robust` or `why`.
void expect_question(const Plan& plan, bool robust, bool why);

/// The further runs that `robust` and `why` take, as lines of a dry run; empty without them.
std::string more_runs(const Plan& plan, bool robust, bool why);

/// Prints the tables of the file and the verdict; with the options `robust` and `why` also robustness over parameter
/// samples and the channels of differences, which are written to FILE_robust.h5 and FILE_why.h5 too.
Exit answer_question(const Plan& plan, const std::filesystem::path& file, const AnswerOptions& options);

}  // namespace moat
