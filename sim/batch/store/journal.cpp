#include "batch/store/journal.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/version.hpp"
#include "io/durable.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

double now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return double(std::chrono::duration_cast<std::chrono::milliseconds>(since).count()) / 1000;
}

std::string reason() {
  return std::system_category().message(errno);
}

std::string host_name() {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  return name;
}

/// The batch system's name of this job, empty outside of one.
std::string this_job() {
  for (const char* key : {"SLURM_JOB_ID", "PBS_JOBID", "LSB_JOBID", "JOB_ID"})
    if (const char* value = std::getenv(key)) return value;
  return "";
}

/// True if somebody holds the lock of a journal.
bool is_locked(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool locked = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);  // lets go of the lock, if it was ours
  return locked;
}

std::vector<fs::path> journals_of(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("journal-") && name.ends_with(".jsonl")) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Reads one journal after the other into the common state.
class Collector {
 public:
  Collector(JournalState& state, bool adaptive) : state_(state), adaptive_(adaptive) {}
  /// Part files of this folder are looked at, and the runs of those that are not there in full are left out.
  void check_parts(const fs::path& folder) { folder_ = folder; }

  void journal(const fs::path& path) {
    TaskRecord task;
    task.journal = path.filename().string();
    task.is_live = is_locked(path);
    const std::string text = read_whole(path);
    std::size_t begin = 0;
    // What stands behind the last end of line was cut short: its writer died before it could rely on it.
    for (std::size_t end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
      const Json line =
          Json::parse(text.begin() + std::ptrdiff_t(begin), text.begin() + std::ptrdiff_t(end), nullptr, false);
      if (!line.is_object()) continue;
      try {
        read(line, task);
      } catch (const Json::exception&) {
        continue;  // a line that this program did not write; the others stand for themselves
      }
    }
    if (!task.is_live || !task.end.empty()) task.running.clear();
    state_.tasks.push_back(std::move(task));
  }

 private:
  void read(const Json& line, TaskRecord& task) {
    task.last = line.value("time", task.last);
    if (line.contains("journal")) {
      header(line, task);
    } else if (line.contains("start")) {
      task.running.push_back(line["start"]);
    } else if (line.contains("part")) {
      part(line, task);
    } else if (line.contains("failed")) {
      const std::int64_t run = line["failed"];
      std::erase(task.running, run);
      const bool late = line.value("status", 0) == int(RunStatus::timeout);
      const std::string message = line.value("message", "");
      const double seconds = line.value("seconds", 0.0);
      ++task.failed;
      Failure& failure = state_.failures[run];
      failure = {late ? RunStatus::timeout : RunStatus::failed, failure.attempts + 1, message, seconds};
    } else if (line.contains("end")) {
      task.end = line["end"];
    }
  }

  static void header(const Json& line, TaskRecord& task) {
    task.first = task.last;
    task.host = line.value("host", "");
    task.job = line.value("job", "");
    task.version = line.value("moat", "");
    task.process = line.value("process", std::int64_t{0});
    task.rank = line.value("rank", 0);
    task.slice = {line.value("index", std::int64_t{0}), line.value("count", std::int64_t{1})};
  }

  void part(const Json& line, TaskRecord& task) {
    const JournalState::Part file{line.at("part"), line.at("bytes")};
    const std::vector<std::int64_t> runs = line.at("runs");
    const std::vector<float> seconds = line.at("seconds");
    const Json outcomes = adaptive_ ? line.at("outcome") : Json::array();
    if (seconds.size() != runs.size() || (adaptive_ && outcomes.size() != runs.size())) return;
    const auto number = std::int32_t(state_.parts.size());
    state_.parts.push_back(file);
    const bool good = is_whole(file);
    for (std::size_t row = 0; row < runs.size(); ++row) {
      const std::int64_t run = runs[row];
      if (run < 0 || run >= std::int64_t(state_.part_of.size())) continue;
      std::erase(task.running, run);
      if (!good) continue;
      ++task.done;
      // Two processes may have done the same run, with the same result: the first journal counts.
      if (state_.is_done(run)) continue;
      state_.part_of[std::size_t(run)] = number;
      state_.row_of[std::size_t(run)] = std::int32_t(row);
      state_.seconds[std::size_t(run)] = seconds[row];
      if (adaptive_) state_.outcome[run] = outcomes[row].is_number() ? outcomes[row].get<double>() : std::nan("");
    }
  }

  /// False, and noted as a fault, for a part file that is missing or cut short.
  bool is_whole(const JournalState::Part& part) {
    if (folder_.empty()) return true;
    std::error_code error;
    const std::uintmax_t size = fs::file_size(folder_ / part.file, error);
    if (error)
      state_.faults.push_back(fmt::format("{} is missing ({})", part.file, error.message()));
    else if (size != part.bytes)
      state_.faults.push_back(fmt::format("{} has {} bytes instead of {}", part.file, size, part.bytes));
    return !error && size == part.bytes;
  }

  JournalState& state_;
  bool adaptive_;
  fs::path folder_;  ///< empty: parts are taken as they are
};

}  // namespace

Journal::Journal(const fs::path& folder, Slice slice, int rank) {
  const std::string who =
      fmt::format("{:04}of{}", slice.index, slice.count) + (rank > 0 ? fmt::format("-rank{:04}", rank) : "");
  for (int attempt = 1; descriptor_ < 0; ++attempt) {
    stem_ = fmt::format("{}-{:03}", who, attempt);
    path_ = folder / fmt::format("journal-{}.jsonl", stem_);
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor_ < 0 && errno != EEXIST) throw IoError(path_.string(), "create", reason(), Exit::cannot_create);
  }
  ::flock(descriptor_, LOCK_EX | LOCK_NB);  // where there are no locks, nothing is lost but the sign of life
  const Json header{{"journal", 1},         {"index", slice.index},
                    {"count", slice.count}, {"rank", rank},
                    {"host", host_name()},  {"process", ::getpid()},
                    {"job", this_job()},    {"moat", fmt::format("{} {} {}", version(), git_hash(), git_state())},
                    {"time", now()}};
  append(header.dump(), true);
  flush_folder(folder);
}

Journal::~Journal() {
  ::close(descriptor_);
}

void Journal::append(const std::string& line, bool flush) {
  const std::string whole = line + "\n";
  // One call, so that lines of several threads do not mix.
  const ssize_t written = ::write(descriptor_, whole.data(), whole.size());
  if (written != ssize_t(whole.size()) || (flush && ::fsync(descriptor_) != 0)) {
    const std::string why = written >= 0 && written < ssize_t(whole.size()) ? "no space left" : reason();
    throw IoError(path_.string(), "write", why);
  }
}

void Journal::started(std::int64_t run) {
  append(fmt::format(R"({{"start": {}, "time": {:.3f}}})", run, now()), false);
}

void Journal::failed(std::int64_t run, RunStatus status, int attempt, const std::string& message, double seconds) {
  const Json line{{"failed", run},      {"status", int(status)}, {"attempt", attempt},
                  {"message", message}, {"seconds", seconds},    {"time", now()}};
  append(line.dump(-1, ' ', false, Json::error_handler_t::replace), true);
}

void Journal::stored(const std::string& part, std::uint64_t bytes, const std::vector<StoredRun>& runs) {
  Json line{{"part", part}, {"bytes", bytes}, {"time", now()}};
  Json &numbers = line["runs"] = Json::array(), &seconds = line["seconds"] = Json::array(),
       &outcomes = line["outcome"] = Json::array();
  for (const StoredRun& one : runs) {
    numbers.push_back(one.run);
    seconds.push_back(std::round(one.seconds * 1e4) / 1e4);
    outcomes.push_back(one.outcome);
  }
  append(line.dump(), true);
}

void Journal::end(std::string_view how) {
  append(Json{{"end", how}, {"time", now()}}.dump(), true);
}

std::string Journal::next_part() {
  return fmt::format("part-{}-{:05}.h5", stem_, parts_++);
}

JournalState read_journals(const fs::path& folder, std::int64_t runs, bool adaptive, bool check_parts) {
  JournalState state;
  state.part_of.assign(std::size_t(runs), JournalState::nowhere);
  state.row_of.assign(std::size_t(runs), 0);
  state.seconds.assign(std::size_t(runs), 0);
  Collector collector(state, adaptive);
  if (check_parts) collector.check_parts(folder);
  for (const fs::path& path : journals_of(folder)) collector.journal(path);
  std::erase_if(state.failures,
                [&](const auto& one) { return one.first < 0 || one.first >= runs || state.is_done(one.first); });
  return state;
}

std::string conflict(const fs::path& folder, Slice slice) {
  for (const fs::path& path : journals_of(folder)) {
    if (!is_locked(path)) continue;
    JournalState state;
    Collector(state, false).journal(path);
    const TaskRecord& task = state.tasks.back();
    if (task.slice.count == slice.count && task.slice.index != slice.index) continue;
    return fmt::format("process {} on {} is at work on task {}/{} of it", task.process, task.host, task.slice.index,
                       task.slice.count);
  }
  return "";
}

void expect_no_conflict(const fs::path& folder, Slice slice) {
  const std::string who = conflict(folder, slice);
  if (!who.empty())
    throw IoError(folder.string(), "work on", who + ": wait until it ends, or stop it", Exit::cannot_create);
}

}  // namespace moat
