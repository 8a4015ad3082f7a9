#pragma once
/// Files for one test, and what comes of reading them.

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "io/scenario_text/example.hpp"
#include "io/scenario_text/yaml.hpp"

namespace moat::example {

/// An empty directory for the files of one test.
class Folder {
 public:
  Folder() {
    static int count = 0;
    path_ = std::filesystem::temp_directory_path() / fmt::format("moat_io_{}_{}", getpid(), ++count);
    std::filesystem::remove_all(path_);
    std::filesystem::create_directory(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline const std::string head = "schema_version: 2\ntitle: test\n";                               // two lines
inline const std::string us = head + "regions: {us: {users: 5}, eu: {}}\n";                       // three lines
inline const std::string firm = us + "firms:\n  Acme:\n    region: us\n    terms: {fee: 0.2}\n";  // seven lines

struct Result {
  Scenario scenario;
  Reading reading;
  std::string problems;  ///< one to a line, without the folder

  Item item() { return moat::item(scenario); }
};

using Sets = std::vector<std::string>;

inline std::string without(std::string text, const std::string& part) {
  for (std::size_t at; (at = text.find(part)) != text.npos;) text.erase(at, part.size());
  return text;
}

inline Result read_file(const Folder& folder, const std::filesystem::path& file, const Sets& sets = {}) {
  Result result;
  result.scenario.adoption.weights.clear();
  try {
    result.reading = read_scenario(file, sets, result.item());
  } catch (const InputError& error) {
    result.problems = without(error.what(), folder.path().string() + "/");
  }
  return result;
}

inline Result read(const std::string& text, const Sets& sets = {}) {
  const Folder folder;
  return read_file(folder, folder.write("a.yaml", text), sets);
}

inline std::string problems_of(const std::string& text, const Sets& sets = {}) {
  return read(text, sets).problems;
}

}  // namespace moat::example
