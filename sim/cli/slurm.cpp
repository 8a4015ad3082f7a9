// moat slurm: scripts that do a sweep on a cluster, under Slurm or PBS.

#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "io/durable.hpp"
#include "batch/store/folder.hpp"
#include "batch/cluster/job_script.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

struct SlurmOptions {
  std::string folder, time = "2h", memory, scheduler = "slurm";
  bool submit = false;
  JobOrder order;
};

std::string check_time(const std::string& text) {
  const auto seconds = parse_duration(text);
  if (!seconds) return fmt::format("'{}' is no time: write 90m, 2h, 1d or 02:00:00, up to a year", text);
  return *seconds < shortest_job ? fmt::format("'{}' is too short: a task has at least 5m", text) : "";
}

std::string check_memory(const std::string& text) {
  return parse_memory(text) ? "" : fmt::format("'{}' is no memory: write 500M, 2G or 1T", text);
}

std::string check_word(const std::string& text) {
  return is_plain_word(text) ? "" : fmt::format("'{}' is no name that a batch system has", text);
}

JobOrder order_of(const SlurmOptions& o, const Folder& folder, const std::string& command_line) {
  JobOrder order = o.order;
  order.program = fs::read_symlink("/proc/self/exe");
  order.folder = fs::absolute(folder.path / "sweep.json").lexically_normal().parent_path();
  order.command_line = command_line;
  order.scheduler = o.scheduler == "pbs" ? Scheduler::pbs : Scheduler::slurm;
  order.seconds = *parse_duration(o.time);
  if (!o.memory.empty()) order.megabytes = *parse_memory(o.memory);
  return order;
}

void submit(const JobOrder& order) {
  std::fflush(stdout);  // before the shell writes to it
  const int status = std::system(
      (submission(order) + "code=$?\n[ -z \"$job\" ] || echo \"The runs are job $job\"\nexit $code").c_str());
  if (status != 0)
    throw IoError((order.folder / "job.sh").string(), "submit",
                  fmt::format("its message is above, exit code {}: submit it where sbatch or qsub work",
                              WIFEXITED(status) ? WEXITSTATUS(status) : 128));
}

Exit slurm(const SlurmOptions& o, const std::string& command_line) {
  const Folder folder = open_folder(o.folder);
  expect_same_version(folder);
  const JobOrder order = order_of(o, folder, command_line);
  const std::string job = job_script(order), gather = gather_script(order);
  std::error_code error;
  fs::create_directory(order.folder / "log", error);
  if (error) throw IoError((order.folder / "log").string(), "create", error.message(), Exit::cannot_create);
  for (const auto& [name, text] : {std::pair("job.sh", &job), std::pair("gather.sh", &gather)}) {
    write_whole(order.folder / name, *text);
    fs::permissions(order.folder / name, fs::perms(0755), error);  // sbatch does not need it, people may
  }
  const std::int64_t runs = folder.plan.runs();
  fmt::print(
      "{}: {} for {} runs\n", (order.folder / "job.sh").string(),
      order.tasks > 0 ? fmt::format("{} tasks", order.tasks) : fmt::format("one MPI job of {} processes", order.ranks),
      runs);
  if (order.tasks > runs) fmt::print(stderr, "moat: {} tasks have nothing to do\n", order.tasks - runs);
  if (o.submit)
    submit(order);
  else
    fmt::print("Submit it, and the script that gathers the results:\n\n{}", submission(order));
  return Exit::ok;
}

}  // namespace

void add_slurm(CLI::App& app, Action& action, const std::string& command_line) {
  auto* verb = app.add_subcommand("slurm", "Write scripts that do a sweep on a cluster");
  auto o = std::make_shared<SlurmOptions>();
  verb->add_option("folder", o->folder, "folder of the sweep (moat sweep --prepare)")->required()->type_name("DIR");
  auto* tasks = verb->add_option("--tasks", o->order.tasks, "tasks of a job array")->check(CLI::Range(1, 1'000'000));
  auto* ranks = verb->add_option("--mpi", o->order.ranks, "processes of one MPI job")->check(CLI::Range(1, 1'000'000));
  tasks->excludes(ranks);
  verb->add_option("--time", o->time, "longest time of a task: 90m, 2h, 1d or 02:00:00 [2h]")->check(check_time);
  verb->add_option("--concurrent", o->order.concurrent, "tasks that run at once (Slurm) [50]")
      ->check(CLI::Range(1, 1'000'000));
  verb->add_option("-j,--jobs", o->order.jobs, "threads of a task or process [1]")->check(CLI::Range(1, 4096));
  verb->add_option("--memory", o->memory, "memory of a task or process: 500M or 2G")->check(check_memory);
  verb->add_option("--partition", o->order.partition, "partition or queue")->check(check_word);
  verb->add_option("--account", o->order.account, "account")->check(check_word);
  verb->add_option("--scheduler", o->scheduler, "slurm or pbs [slurm]")->check(CLI::IsMember({"slurm", "pbs"}));
  verb->add_flag("--submit", o->submit, "submit them");
  verb->callback([&action, o, command_line] {
    if (o->order.tasks + o->order.ranks == 0) throw CLI::RequiredError("--tasks N or --mpi N");
    action = [o, command_line] { return slurm(*o, command_line); };
  });
}

}  // namespace moat
