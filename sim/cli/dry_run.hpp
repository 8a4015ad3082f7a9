#pragma once
/// What a call would do, without leaving anything behind.

#include <filesystem>
#include <string>

#include "batch/store/plan.hpp"

namespace moat {

/// Points, runs, memory, size of the output (from a small pilot, written to a temporary folder) and seconds.
std::string dry_run_report(const Plan& plan, int jobs, const std::filesystem::path& output);

}  // namespace moat
