#include "batch/cluster/job_script.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/error.hpp"
#include "batch/store/shell_word.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

/// A task that is stopped every time goes round this often: enough for weeks, an end for one that gets nowhere.
constexpr int most_restarts = 50;

constexpr std::int64_t minute = 60, hour = 60 * minute, day = 24 * hour;
constexpr std::int64_t longest_job = 365 * day;

/// A comment must stay on its line.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
  return text;
}

/// hours:minutes:seconds, in whole minutes: Slurm counts no seconds.
std::string walltime(std::int64_t seconds) {
  const std::int64_t minutes = (seconds + minute - 1) / minute;
  return fmt::format("{:02}:{:02}:00", minutes / 60, minutes % 60);
}

/// What a job is called in lists: the folder's name as far as every batch system takes it.
std::string name_of_job(const JobOrder& order) {
  std::string name;
  for (const char c : order.folder.filename().string())
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_') name += c;
  return "moat-" + name.substr(0, 10);
}

std::string log_file(const JobOrder& order, std::string_view name) {
  std::string path = (order.folder / "log").string();
  const bool fits = std::none_of(path.begin(), path.end(),
                                 [](unsigned char c) { return c == '"' || c == '\\' || std::iscntrl(c) != 0; });
  if (!fits)
    throw InputError({{{order.folder.string(), 0, 0},
                       "has a quotation mark, backslash or control character in its name, which Slurm cannot take in "
                       "the name of a log (rename the folder)"}});
  for (std::size_t at = 0; (at = path.find('%', at)) != path.npos; at += 2) path.insert(at, "%");
  return fmt::format("\"{}/{}\"", path, name);
}

std::string named_paths(const JobOrder& order) {
  return fmt::format("moat={}\nfolder={}\n", shell_word(order.program.string()), shell_word(order.folder.string()));
}

std::string slurm_head(const JobOrder& order, std::string_view log, std::int64_t processes, int threads) {
  std::string head = fmt::format(
      "#SBATCH --job-name={}\n"
      "#SBATCH --ntasks={}\n"
      "#SBATCH --cpus-per-task={}\n"
      "#SBATCH --time={}\n",
      name_of_job(order), processes, threads, walltime(order.seconds));
  if (order.megabytes > 0)
    head += fmt::format("#SBATCH --mem-per-cpu={}M\n", (order.megabytes + threads - 1) / threads);
  if (!order.partition.empty()) head += fmt::format("#SBATCH --partition={}\n", order.partition);
  if (!order.account.empty()) head += fmt::format("#SBATCH --account={}\n", order.account);
  return head + fmt::format(
                    "#SBATCH --output={}\n"
                    "# Begun again, it goes on with the same log. Slurm does so by itself if a machine fails.\n"
                    "#SBATCH --requeue\n"
                    "#SBATCH --open-mode=append\n",
                    log_file(order, log));
}

std::string slurm_script(const JobOrder& order) {
  const bool array = order.tasks > 0;
  std::string text = "#!/bin/bash\n";
  if (array)
    text += fmt::format(
        "# Task i of {0} of a job array does its share of the runs in the folder named below, the same share each "
        "time.\n"
        "# What is done is not done again, so any task, or all, may be submitted again at any time:\n"
        "#   sbatch job.sh               all tasks\n"
        "#   sbatch --array={1} job.sh     task {1} alone\n",
        order.tasks, std::min<std::int64_t>(3, order.tasks - 1));
  else
    text += fmt::format(
        "# One MPI job of {} processes that share the runs in the folder named below. What is done is not done again, "
        "so\n"
        "# it may be submitted again at any time, with any number of processes:\n"
        "#   sbatch job.sh\n",
        order.ranks);
  text += fmt::format("# Made by: {}\n\n", one_line(order.command_line));
  if (array)
    text += fmt::format("# All tasks, and how many of them run at once (behind %).\n#SBATCH --array=0-{}%{}\n",
                        order.tasks - 1, std::min(order.concurrent, order.tasks));
  text += slurm_head(order, array ? "task-%a.txt" : "job-%j.txt", array ? 1 : order.ranks, order.jobs);
  text += fmt::format(
      "# Before the time is up ({0} s), moat hears that it has to stop. It keeps what is done and ends with code 75.\n"
      "#SBATCH --signal=USR1@{0}\n\n"
      "{1}\n",
      warning_seconds, named_paths(order));
  if (array)
    text += fmt::format(
        "# With srun, because Slurm sends its signal to what srun started and not to this script.\n"
        "srun --ntasks=1 --cpus-per-task={0} \\\n"
        "  \"$moat\" resume \"$folder\" --task \"$SLURM_ARRAY_TASK_ID/{1}\" -j {0}\n",
        order.jobs, order.tasks);
  else
    text += fmt::format(
        "# If a process dies, the others are ended a minute later (--wait). Not at once, since all of them end when "
        "the\n"
        "# work is done, with the code that counts. Open MPI needs pmix; srun --mpi=list says what else there is.\n"
        "srun --mpi=pmix --kill-on-bad-exit=0 --wait=60 --ntasks={1} --cpus-per-task={0} \\\n"
        "  \"$moat\" resume \"$folder\" --no-gather -j {0}\n",
        order.jobs, order.ranks);
  return text + fmt::format(
                    "code=$?\n\n"
                    "# Stopped before it was through: it asks to be begun again, but not without end.\n"
                    "if [ \"$code\" = 75 ] && [ \"${{SLURM_RESTART_COUNT:-0}}\" -lt {} ]; then\n"
                    "  scontrol requeue \"{}\" || echo \"Not through yet: submit it again\"\n"
                    "fi\n"
                    "exit \"$code\"\n",
                    most_restarts, array ? "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" : "$SLURM_JOB_ID");
}

std::string pbs_head(const JobOrder& order, std::int64_t processes, int threads) {
  std::string head = fmt::format("#PBS -N {}\n", name_of_job(order));
  std::string memory;
  if (order.megabytes > 0) memory = fmt::format(":mem={}mb", order.megabytes);
  const std::string_view mpi = order.tasks > 0 ? "" : ":mpiprocs=1";
  head += fmt::format("#PBS -l select={}:ncpus={}{}{}\n#PBS -l walltime={}\n", processes, threads, mpi, memory,
                      walltime(order.seconds));
  if (!order.partition.empty()) head += fmt::format("#PBS -q {}\n", order.partition);
  if (!order.account.empty()) head += fmt::format("#PBS -A {}\n", order.account);
  return head +
         "# Begun again if a machine fails.\n#PBS -r y\n"
         "# The log is written below, because systems name the files of array tasks differently.\n"
         "#PBS -j oe\n#PBS -o /dev/null\n";
}

std::string pbs_script(const JobOrder& order) {
  const bool array = order.tasks > 0, several = order.tasks > 1;
  const std::string task = several ? "$PBS_ARRAY_INDEX" : "0";
  std::string text = "#!/bin/bash\n";
  text += array ? fmt::format(
                      "# Task i of {} of a job array does its share of the runs in the folder named below, the same "
                      "share each time.\n",
                      order.tasks)
                : fmt::format("# One MPI job of {} processes that share the runs in the folder named below.\n",
                              order.ranks);
  text += fmt::format(
      "# What is done is not done again: submit it again (qsub job.sh) until all runs are done.\n"
      "# Made by: {}\n\n",
      one_line(order.command_line));
  // An array of one task is an error for PBS.
  if (several) text += fmt::format("#PBS -J 0-{}\n", order.tasks - 1);
  text += pbs_head(order, array ? 1 : order.ranks, order.jobs);
  text += fmt::format("\n{}exec >>\"$folder/log/{}.txt\" 2>&1\n\n", named_paths(order),
                      array ? "task-" + task : "job-$PBS_JOBID");
  const std::int64_t usable = (order.seconds + minute - 1) / minute * minute - warning_seconds;
  text += fmt::format(
      "# Before the time is up ({} s), moat hears that it has to stop. It keeps what is done and ends with code 75.\n"
      "timeout --foreground --preserve-status --signal=USR1 {} \\\n  ",
      warning_seconds, usable);
  text += array ? fmt::format("\"$moat\" resume \"$folder\" --task \"{}/{}\" -j {}\n", task, order.tasks, order.jobs)
                : fmt::format("mpirun -n {} \"$moat\" resume \"$folder\" --no-gather -j {}\n", order.ranks, order.jobs);
  return text +
         "code=$?\n"
         "[ \"$code\" != 75 ] || echo \"Not through yet: submit job.sh again\"\n"
         "exit \"$code\"\n";
}

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
  std::int64_t seconds = 0;
  if (text.find(':') != text.npos) {
    const std::vector<std::string> parts = split(text, ':');
    if (parts.size() != 3) return {};
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string& digits = parts[i];
      const bool number = !digits.empty() && digits.size() <= 4 &&
                          std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (!number || (i > 0 && (digits.size() != 2 || std::stoi(digits) >= 60))) return {};
      seconds = seconds * 60 + std::stoi(digits);
    }
  } else {
    const std::string_view units = "mhd";
    const std::size_t unit = text.empty() ? units.npos : units.find(text.back());
    if (unit == units.npos) return {};
    const auto count = parse_whole(text.substr(0, text.size() - 1)).value;
    if (!count || *count < 1 || *count > longest_job / minute) return {};
    seconds = *count * (unit == 0 ? minute : unit == 1 ? hour : day);
  }
  if (seconds > longest_job) return {};
  return seconds;
}

std::optional<std::int64_t> parse_memory(std::string_view text) {
  const std::string_view units = "MGT";
  const std::size_t unit = text.empty() ? units.npos : units.find(text.back());
  if (unit == units.npos) return {};
  const auto count = parse_whole(text.substr(0, text.size() - 1)).value;
  if (!count || *count < 1 || *count > 1'000'000) return {};
  return *count << (10 * unit);
}

bool is_plain_word(std::string_view text) {
  return !text.empty() && text.front() != '-' && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) || std::string_view("_.,@:+/-").find(char(c)) != std::string_view::npos;
  });
}

std::string job_script(const JobOrder& order) {
  expects((order.tasks >= 1) != (order.ranks >= 1), "a job is an array of tasks or an MPI job");
  expects(order.seconds >= shortest_job && order.jobs >= 1 && order.concurrent >= 1, "a job has time and threads");
  return order.scheduler == Scheduler::slurm ? slurm_script(order) : pbs_script(order);
}

std::string gather_script(const JobOrder& order) {
  const bool slurm = order.scheduler == Scheduler::slurm;
  JobOrder one = order;
  one.tasks = 1;  // one process without MPI
  return fmt::format(
      "#!/bin/bash\n"
      "# Makes results.h5 of all runs that are done, and says what is missing.\n\n"
      "{}\n{}{}\n"
      "\"$moat\" gather \"$folder\"\n"
      "code=$?\n"
      "\"$moat\" status \"$folder\"\n"
      "exit \"$code\"\n",
      slurm ? slurm_head(one, "gather.txt", 1, 1) : pbs_head(one, 1, 1), named_paths(order),
      slurm ? "" : "exec >>\"$folder/log/gather.txt\" 2>&1\n");
}

std::string submission(const JobOrder& order) {
  const std::string job = shell_word((order.folder / "job.sh").string()),
                    gather = shell_word((order.folder / "gather.sh").string());
  // With several clusters, sbatch says 17;cluster.
  return order.scheduler == Scheduler::slurm
             ? fmt::format("job=$(sbatch --parsable {}) &&\nsbatch --dependency=afterany:${{job%%;*}} {}\n", job,
                           gather)
             : fmt::format("job=$(qsub {}) &&\nqsub -W depend=afterany:$job {}\n", job, gather);
}

}  // namespace moat
