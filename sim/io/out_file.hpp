#pragma once
/// A new file of bytes, written from front to back. What the system refuses is an IoError with the system's message.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace moat {

class OutFile {
 public:
  /// Replaces an older file. IoError with Exit::cannot_create if it cannot be begun; later ones have Exit::io.
  explicit OutFile(std::filesystem::path path);
  OutFile(const OutFile&) = delete;
  OutFile& operator=(const OutFile&) = delete;
  ~OutFile();

  void write(std::string_view bytes);
  std::uint64_t size() const { return written_ + buffer_.size(); }  ///< bytes so far

  /// Flush and fsync; nothing can be written afterwards. Without it the file stays as it is, perhaps cut short.
  void close();

 private:
  void flush();
  [[noreturn]] void fail(std::string_view operation) const;

  std::filesystem::path path_;
  int descriptor_;
  std::uint64_t written_ = 0;
  std::string buffer_;
};

}  // namespace moat
