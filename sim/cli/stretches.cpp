#include "cli/stretches.hpp"

#include <fmt/format.h>

#include "scenario/scenario.hpp"

namespace moat {
namespace {

InputError wrong(const std::string& option, const std::string& text) {
  return InputError({{{option, 0, 0}, text}});
}

}  // namespace

Stretches::Stretches(const std::string& save, const std::string& from, bool asks_more) {
  if (asks_more && !(save.empty() && from.empty()))
    throw wrong(save.empty() ? "--from" : "--save", "goes with neither --robust nor --why (leave these out)");
  if (!save.empty()) {
    until_ = parse_month(save);
    if (!until_) throw wrong("--save", fmt::format("is {} (write a month: 2026-12)", save));
  }
  if (!from.empty()) saved_ = read_saved_runs(from);
}

Plan Stretches::plan(const std::vector<std::string>& files, std::span<const std::string> assignments,
                     const std::vector<std::string>& arms) {
  if (files.size() > 1 && until_) throw wrong("--save", "takes one scenario file (save the others by themselves)");
  Plan plan = files.empty() ? plan_of_text(saved_->name, saved_->scenario, assignments, arms)
                            : plan_of_files(files, assignments, arms);
  for (const Variant& variant : plan.variants) {
    const RunParams& run = variant.scenario->run;
    const Month first = saved_ ? saved_->month + 1 : run.start;
    if (until_ && (*until_ < first || *until_ > run.end))
      throw wrong("--save", fmt::format("is {} (the run goes from {} to {})", to_string(*until_), to_string(first),
                                        to_string(run.end)));
  }
  if (saved_) from_ = runs_to_go_on_from(*saved_, plan);
  return plan;
}

Stretch Stretches::of(std::int64_t run) {
  Stretch stretch;
  const auto found = from_.find(run);
  if (found != from_.end()) stretch.from = found->second;
  stretch.until = until_;
  stretch.keep = [this, run](SavedRun&& saved) {
    const std::scoped_lock guard{lock_};
    kept_.insert_or_assign(run, std::move(saved));
  };
  return stretch;
}

void Stretches::write(h5::File& file, const Plan& plan) const {
  if (until_) write_saved_runs(file, plan, kept_, *until_);
}

Exit Stretches::say_how_to_go_on(const std::filesystem::path& file) const {
  fmt::print("Stopped at the end of {}. To go on: moat run --from {} -o FILE.h5\n", to_string(*until_), file.string());
  return Exit::ok;
}

}  // namespace moat
