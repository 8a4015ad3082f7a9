#pragma once
/// What `moat run` says of a question when its runs are done.

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

/// Where more of what is said of a file is kept: FILE_robust.h5, FILE_why.h5.
std::filesystem::path beside(const std::filesystem::path& file, std::string_view what);

/// Throws InputError where more is asked of a plan than its scenario can answer.
void expect_question(const Plan& plan, bool robust, bool why);

/// What that takes, as lines of a dry run; empty where nothing more is asked.
std::string more_runs(const Plan& plan, bool robust, bool why);

/// Prints the tables of the file and the verdict; asks again at parameter samples, and for reasons, as told. What these
/// give goes to FILE_robust.h5 and FILE_why.h5 too.
Exit answer_question(const Plan& plan, const std::filesystem::path& file, const AnswerOptions& options);

}  // namespace moat
