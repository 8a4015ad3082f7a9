#pragma once
/// `moat run --save` and `--from`: runs that stop at a month, and runs that go on.

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "batch/store/saved_runs.hpp"

namespace moat {

class Stretches {
 public:
  /// Text of the options, empty if not given; `asks_more`: whether other runs are asked for beside these.
  Stretches(const std::string& save, const std::string& from, bool asks_more);

  /// The plan of these files or, without any, of the scenario that was saved. InputError if it cannot be run so.
  Plan plan(const std::vector<std::string>& files, std::span<const std::string> assignments,
            const std::vector<std::string>& arms);

  /// Of a run of that plan.
  Stretch of(std::int64_t run);

  /// The group /state, where the state is to be saved.
  void write(h5::File& file, const Plan& plan) const;

  Exit say_how_to_go_on(const std::filesystem::path& file) const;

 private:
  std::optional<Month> until_;
  std::optional<SavedRuns> saved_;
  std::map<std::int64_t, const SavedRun*> from_;
  std::mutex lock_;
  std::map<std::int64_t, SavedRun> kept_;
};

}  // namespace moat
