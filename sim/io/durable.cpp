#include "io/durable.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include <fmt/format.h>

#include "base/error.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : id_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~Descriptor() {
    if (id_ >= 0) ::close(id_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int id() const { return id_; }

 private:
  int id_;
};

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) content.remove_prefix(std::size_t(written));
  }
  return true;
}

std::string reason() {
  return std::system_category().message(errno);
}

}  // namespace

void write_whole(const fs::path& path, std::string_view content) {
  fs::path temporary = path;
  temporary += fmt::format(".tmp-{}", ::getpid());
  std::string fault;
  {
    const Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (file.id() < 0) throw IoError(path.string(), "create", reason(), Exit::cannot_create);
    if (!write_all(file.id(), content) || ::fsync(file.id()) != 0) fault = reason();
  }
  if (fault.empty() && ::rename(temporary.c_str(), path.c_str()) != 0) fault = reason();
  if (!fault.empty()) {
    ::unlink(temporary.c_str());
    throw IoError(path.string(), "write", fault);
  }
  flush_folder(path.has_parent_path() ? path.parent_path() : ".");
}

std::string read_whole(const fs::path& path) {
  const Descriptor file(path, O_RDONLY);
  if (file.id() < 0) throw IoError(path.string(), "read", reason(), Exit::input_missing);
  std::string content;
  std::array<char, 1 << 16> block;
  for (;;) {
    const ssize_t got = ::read(file.id(), block.data(), block.size());
    if (got == 0) return content;
    if (got < 0 && errno != EINTR) throw IoError(path.string(), "read", reason());
    if (got > 0) content.append(block.data(), std::size_t(got));
  }
}

void flush_folder(const fs::path& folder) {
  const Descriptor opened(folder, O_RDONLY | O_DIRECTORY);
  // EINVAL says that this file system has nothing to flush for folders, not that flushing failed.
  if (opened.id() >= 0 && (::fsync(opened.id()) == 0 || errno == EINVAL)) return;
  throw IoError(folder.string(), "flush to disk", reason());
}

}  // namespace moat
