#pragma once
/// Files of one test.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>

namespace moat {

/// An empty folder that is gone with the object.
class TestFolder {
 public:
  TestFolder() : path(std::filesystem::temp_directory_path() / fmt::format("moat_test_{}_{}", getpid(), next++)) {
    std::filesystem::create_directory(path);
  }
  ~TestFolder() { std::filesystem::remove_all(path); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name) << text;
    return (path / name).string();
  }

  std::filesystem::path path;

 private:
  static inline int next = 0;
};

}  // namespace moat
