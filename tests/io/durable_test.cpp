// Files that appear whole or not at all.

#include "io/durable.hpp"

#include <sys/stat.h>

#include <set>

#include "base/error.hpp"
#include "catch.hpp"
#include "io/scenario_text/reading.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

/// Exit code and text of the error that comes of it.
std::pair<Exit, std::string> error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const IoError& error) {
    return {error.code(), error.what()};
  }
  return {Exit::ok, ""};
}

}  // namespace

TEST_CASE("What is written can be read, byte for byte") {
  const example::Folder folder;
  const fs::path file = folder.path() / "a.txt";
  std::string content("zero \0 and line\nends\r\n", 22);
  for (int i = 0; i < 17; ++i) content += content;  // more than one block
  content += "last";
  write_whole(file, content);
  CHECK(read_whole(file) == content);
  write_whole(file, "");
  CHECK(read_whole(file).empty());
  CHECK(names_in(folder.path()) == std::set<std::string>{"a.txt"});
}

TEST_CASE("A file that cannot be put in place leaves nothing, and what was there stays") {
  const example::Folder folder;
  fs::create_directories(folder.path() / "full" / "in it");
  const auto [code, text] = error_of([&] { write_whole(folder.path() / "full", "x"); });
  CHECK(code == Exit::io);
  CHECK_THAT(text, ContainsSubstring("full: cannot write ("));
  CHECK(names_in(folder.path()) == std::set<std::string>{"full"});
  CHECK(names_in(folder.path() / "full") == std::set<std::string>{"in it"});
}

TEST_CASE("A full disk is an error, not a short file") {
  if (!fs::exists("/dev/full")) return;
  const example::Folder folder;
  const fs::path file = folder.path() / "a.txt";
  write_whole(file, "before");
  // The temporary name leads to a device that takes nothing.
  fs::create_symlink("/dev/full", folder.path() / fmt::format("a.txt.tmp-{}", getpid()));
  CHECK(error_of([&] { write_whole(file, "after"); }).first == Exit::io);
  CHECK(read_whole(file) == "before");
  CHECK(names_in(folder.path()) == std::set<std::string>{"a.txt"});
}

TEST_CASE("Places that do not exist have codes of their own") {
  const example::Folder folder;
  CHECK(error_of([&] { write_whole(folder.path() / "none" / "a.txt", "x"); }).first == Exit::cannot_create);
  const auto [code, text] = error_of([&] { read_whole(folder.path() / "none.txt"); });
  CHECK(code == Exit::input_missing);
  CHECK_THAT(text, ContainsSubstring("none.txt: cannot read (No such file or directory)"));
  CHECK(error_of([&] { read_whole(folder.path()); }).first == Exit::io);
  CHECK(error_of([&] { flush_folder(folder.path() / "none"); }).first == Exit::io);
  CHECK(error_of([&] { flush_folder(folder.path()); }).first == Exit::ok);
}

TEST_CASE("Files are for others to read, as the user's mask has it") {
  const example::Folder folder;
  const mode_t before = umask(022);
  write_whole(folder.path() / "a.txt", "x");
  umask(before);
  CHECK(fs::status(folder.path() / "a.txt").permissions() == fs::perms(0644));
}
