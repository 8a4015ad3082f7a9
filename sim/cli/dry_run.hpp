#pragma once
/// What a call would do, without leaving anything behind.

#include <filesystem>
#include <string>

#include "batch/store/plan.hpp"

namespace moat {

/// A report of points, runs, memory, size of the output and seconds, a line each. Size and seconds are estimated from a
/// pilot of a few runs, which takes some seconds on `jobs` threads (1 or more) and writes to a temporary folder that is
/// removed on return, also by an exception. Nothing is written to `output`, which is only named in the report. IoError
/// if the temporary folder cannot be written; what a run of the pilot throws (ContractError, std::bad_alloc) is passed
/// on or, from its runs for the size, counts as a failed run.
std::string dry_run_report(const Plan& plan, int jobs, const std::filesystem::path& output);

}  // namespace moat
