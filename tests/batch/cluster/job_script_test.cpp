// Scripts for batch systems: their lines, and what is no time, memory or name.

#include "batch/cluster/job_script.hpp"

#include "base/error.hpp"
#include "catch.hpp"

using namespace moat;

namespace {

JobOrder array_of(std::int64_t tasks) {
  JobOrder order;
  order.program = "/opt/moat/bin/moat";
  order.folder = "/scratch/me/first";
  order.command_line = "moat slurm first --tasks 200";
  order.tasks = tasks;
  return order;
}

JobOrder mpi_of(std::int64_t ranks) {
  JobOrder order = array_of(0);
  order.ranks = ranks;
  return order;
}

JobOrder under_pbs(JobOrder order) {
  order.scheduler = Scheduler::pbs;
  return order;
}

bool has_line(const std::string& script, const std::string& line) {
  return ("\n" + script).find("\n" + line + "\n") != std::string::npos;
}

bool mentions(const std::string& script, const std::string& text) {
  return script.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("A Slurm array does a share per task, stops before its time is up, and asks to go on") {
  JobOrder order = array_of(200);
  order.jobs = 4;
  order.megabytes = 2050;
  order.partition = "short,long";
  order.account = "p-17";
  const std::string script = job_script(order);
  CHECK(script.starts_with("#!/bin/bash\n"));
  for (const char* line :
       {"#SBATCH --array=0-199%50", "#SBATCH --job-name=moat-first", "#SBATCH --ntasks=1", "#SBATCH --cpus-per-task=4",
        "#SBATCH --mem-per-cpu=513M", "#SBATCH --time=02:00:00", "#SBATCH --partition=short,long",
        "#SBATCH --account=p-17", "#SBATCH --output=\"/scratch/me/first/log/task-%a.txt\"", "#SBATCH --requeue",
        "#SBATCH --open-mode=append", "#SBATCH --signal=USR1@120", "moat=/opt/moat/bin/moat",
        "folder=/scratch/me/first", "srun --ntasks=1 --cpus-per-task=4 \\",
        "  \"$moat\" resume \"$folder\" --task \"$SLURM_ARRAY_TASK_ID/200\" -j 4",
        "if [ \"$code\" = 75 ] && [ \"${SLURM_RESTART_COUNT:-0}\" -lt 50 ]; then", "exit \"$code\""}) {
    INFO(script << "\nlacks " << line);
    CHECK(has_line(script, line));
  }
  CHECK(mentions(script, "scontrol requeue \"${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\""));
}

TEST_CASE("What is not asked for is left to the cluster") {
  const std::string script = job_script(array_of(1));
  for (const char* word : {"--mem", "--partition", "--account"}) CHECK_FALSE(mentions(script, word));
  CHECK(has_line(script, "#SBATCH --array=0-0%1"));
  CHECK(mentions(script, "sbatch --array=0 job.sh"));
}

TEST_CASE("An MPI job under Slurm shares the runs and leaves the results to the script that gathers") {
  const std::string script = job_script(mpi_of(64));
  CHECK(has_line(script, "#SBATCH --ntasks=64"));
  CHECK(has_line(script, "srun --mpi=pmix --kill-on-bad-exit=0 --wait=60 --ntasks=64 --cpus-per-task=1 \\"));
  CHECK(has_line(script, "  \"$moat\" resume \"$folder\" --no-gather -j 1"));
  CHECK(mentions(script, "scontrol requeue \"$SLURM_JOB_ID\""));
  CHECK_FALSE(mentions(script, "--array"));
}

TEST_CASE("PBS counts its tasks in another variable and hears of its time from timeout") {
  JobOrder order = under_pbs(array_of(8));
  order.megabytes = 2048;
  order.partition = "workq";
  const std::string script = job_script(order);
  for (const char* line :
       {"#PBS -J 0-7", "#PBS -r y", "#PBS -l select=1:ncpus=1:mem=2048mb", "#PBS -l walltime=02:00:00", "#PBS -q workq",
        "exec >>\"$folder/log/task-$PBS_ARRAY_INDEX.txt\" 2>&1",
        "timeout --foreground --preserve-status --signal=USR1 7080 \\",
        "  \"$moat\" resume \"$folder\" --task \"$PBS_ARRAY_INDEX/8\" -j 1"}) {
    INFO(script << "\nlacks " << line);
    CHECK(has_line(script, line));
  }
}

TEST_CASE("PBS has no array of one task, and starts MPI with mpirun") {
  const std::string one = job_script(under_pbs(array_of(1)));
  CHECK_FALSE(mentions(one, "-J"));
  CHECK(mentions(one, "--task \"0/1\""));
  const std::string mpi = job_script(under_pbs(mpi_of(16)));
  CHECK(has_line(mpi, "#PBS -l select=16:ncpus=1:mpiprocs=1"));
  CHECK(has_line(mpi, "  mpirun -n 16 \"$moat\" resume \"$folder\" --no-gather -j 1"));
}

TEST_CASE("The script that gathers is one process with a log") {
  const std::string slurm = gather_script(mpi_of(64)), pbs = gather_script(under_pbs(array_of(8)));
  CHECK(has_line(slurm, "#SBATCH --ntasks=1"));
  CHECK(has_line(slurm, "#SBATCH --output=\"/scratch/me/first/log/gather.txt\""));
  CHECK(has_line(pbs, "exec >>\"$folder/log/gather.txt\" 2>&1"));
  CHECK(has_line(pbs, "#PBS -l select=1:ncpus=1"));
  for (const std::string& script : {slurm, pbs}) {
    CHECK(has_line(script, "\"$moat\" gather \"$folder\""));
    CHECK(has_line(script, "\"$moat\" status \"$folder\""));
  }
}

TEST_CASE("Odd names reach the shell as they are, and Slurm as far as it can read them") {
  JobOrder order = array_of(2);
  order.folder = "/a b/it's 100% $HOME;";
  const std::string script = job_script(order);
  CHECK(has_line(script, "folder='/a b/it'\\''s 100% $HOME;'"));
  CHECK(has_line(script, "#SBATCH --output=\"/a b/it's 100%% $HOME;/log/task-%a.txt\""));
  CHECK(has_line(script, "#SBATCH --job-name=moat-its100HOME"));
  for (const char* name : {"/a\"b", "/a\\b", "/a\nb"}) {
    order.folder = name;
    CHECK_THROWS_WITH(job_script(order), ContainsSubstring("which Slurm cannot take") && ContainsSubstring("rename"));
    CHECK_THROWS_AS(gather_script(order), InputError);
    CHECK_NOTHROW(job_script(under_pbs(order)));
  }
  order = array_of(2);
  order.command_line = "moat slurm first\nrm -r x";
  CHECK(has_line(job_script(order), "# Made by: moat slurm first rm -r x"));
}

TEST_CASE("What to type submits the second script after the first, however it ends") {
  CHECK(submission(array_of(2)) ==
        "job=$(sbatch --parsable /scratch/me/first/job.sh) &&\n"
        "sbatch --dependency=afterany:${job%%;*} /scratch/me/first/gather.sh\n");
  CHECK(submission(under_pbs(array_of(2))) ==
        "job=$(qsub /scratch/me/first/job.sh) &&\n"
        "qsub -W depend=afterany:$job /scratch/me/first/gather.sh\n");
}

TEST_CASE("Times") {
  CHECK(parse_duration("90m") == 5400);
  CHECK(parse_duration("2h") == 7200);
  CHECK(parse_duration("1d") == 86400);
  CHECK(parse_duration("02:00:00") == 7200);
  CHECK(parse_duration("100:00:30") == 360'030);
  CHECK(parse_duration("365d") == 365 * 86400);
  for (const char* text : {"", "2", "h", "2s", "-2h", "0h", "1.5h", "02:00", "2:60:00", "2:00:0", "2:00:00:00",
                           "::", "366d", "1000000000000000h", "2 h", "a:00:00"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
  JobOrder order = array_of(2);
  order.seconds = 360'030;  // Slurm counts whole minutes
  CHECK(has_line(job_script(order), "#SBATCH --time=100:01:00"));
}

TEST_CASE("Memory and names") {
  CHECK(parse_memory("500M") == 500);
  CHECK(parse_memory("2G") == 2048);
  CHECK(parse_memory("1T") == 1 << 20);
  for (const char* text : {"", "2", "G", "0G", "-1G", "2g", "2GB", "1.5G", "99999999999G"}) {
    INFO(text);
    CHECK_FALSE(parse_memory(text));
  }
  CHECK((is_plain_word("short,long") && is_plain_word("queue@host") && is_plain_word("a.b-c_d:e+f/g")));
  for (const char* text : {"", "-x", "a b", "a\nb", "a;b", "a\"b", "$a"}) CHECK_FALSE(is_plain_word(text));
}

TEST_CASE("Orders that contradict themselves break a contract") {
  CHECK_THROWS_AS(job_script(array_of(0)), ContractError);
  JobOrder both = array_of(2);
  both.ranks = 2;
  CHECK_THROWS_AS(job_script(both), ContractError);
}
