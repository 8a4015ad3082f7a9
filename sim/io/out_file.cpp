#include "io/out_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/error.hpp"

namespace moat {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;

}  // namespace

OutFile::OutFile(std::filesystem::path path)
    : path_(std::move(path)), descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0)
    throw IoError(path_.string(), "create", std::system_category().message(errno), Exit::cannot_create);
}

OutFile::~OutFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutFile::fail(std::string_view operation) const {
  throw IoError(path_.string(), operation, std::system_category().message(errno));
}

void OutFile::write(std::string_view bytes) {
  expects(descriptor_ >= 0, "the file is open");
  buffer_ += bytes;
  if (buffer_.size() >= buffer_bytes) flush();
}

void OutFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t done = ::write(descriptor_, rest.data(), rest.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail("write");
    rest.remove_prefix(static_cast<std::size_t>(done));
    written_ += static_cast<std::uint64_t>(done);
  }
  buffer_.clear();
}

void OutFile::close() {
  expects(descriptor_ >= 0, "the file is open");
  flush();
  if (::fsync(descriptor_) != 0 && errno != EINVAL) fail("flush to disk");  // EINVAL: a pipe, where nothing is to flush
  if (::close(std::exchange(descriptor_, -1)) != 0) fail("close");
}

}  // namespace moat
