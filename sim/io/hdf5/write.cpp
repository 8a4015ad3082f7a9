#include "io/hdf5/write.hpp"

#include <fcntl.h>
#include <hdf5_hl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/hdf5/calls.hpp"

namespace moat::h5 {
namespace {

/// Bytes per variable. A chunk that does not fit is compressed again for every run written into it.
constexpr std::size_t write_cache = 4 << 20;

/// After a close that failed, as on a full disk, HDF5 1.10 crashes when it closes everything once more at exit. Every
/// file is closed by its owner, so that nothing is left for it to do. It has to hear so before anything else.
[[maybe_unused]] const herr_t no_work_at_exit = H5dont_atexit();

void sync(const std::filesystem::path& target, int flags, const std::filesystem::path& reported) {
  const int descriptor = ::open(target.c_str(), flags | O_CLOEXEC);
  const bool good = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  // EINVAL says that this file system has nothing to flush for folders, not that flushing failed.
  if (good || (error == EINVAL && (flags & O_DIRECTORY) != 0)) return;
  throw IoError(reported.string(), "flush to disk", std::system_category().message(error));
}

/// "releases/month" -> "releases/"; empty at the root.
std::string folder_of(std::string_view name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string_view::npos ? "" : std::string(name.substr(0, slash + 1));
}

}  // namespace

Attributes about(std::string_view long_name, std::string_view units) {
  Attributes attributes{{"long_name", std::string(long_name)}};
  if (!units.empty()) attributes.push_back({"units", std::string(units)});
  return attributes;
}

hsize_t Block::end(std::size_t axis) const {
  if (count[axis] == 0) return offset[axis];
  return offset[axis] + (count[axis] - 1) * (stride.empty() ? 1 : stride[axis]) + 1;
}

File::File(std::filesystem::path final_path, std::filesystem::path temporary, Handle file)
    : path_(std::move(final_path)), temporary_(std::move(temporary)), file_(std::move(file)) {}

File File::create(const std::filesystem::path& final_path) {
  const Attempt attempt{final_path, "create", Exit::cannot_create};
  const auto refuse = [&](const std::string& reason) {
    throw IoError(final_path.string(), "create", reason, Exit::cannot_create);
  };
  std::error_code error;
  if (final_path.has_parent_path()) std::filesystem::create_directories(final_path.parent_path(), error);
  if (error) refuse(error.message());
  if (std::filesystem::is_directory(final_path, error)) refuse("it is a directory");
  if (std::filesystem::exists(final_path, error) && !std::filesystem::is_regular_file(final_path, error))
    refuse("it is no regular file");

  const Handle access(attempt(H5Pcreate(H5P_FILE_ACCESS)), H5Pclose);
  attempt(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V110));
  attempt(H5Pset_cache(access, 0, 521, write_cache, 0.75));
  // A forgotten handle must make closing fail, not leave a half-written file open behind our back.
  attempt(H5Pset_fclose_degree(access, H5F_CLOSE_SEMI));
  const Handle creation = properties_of(attempt, H5P_FILE_CREATE);
  std::filesystem::path temporary = final_path;
  temporary += fmt::format(".tmp-{}", ::getpid());
  try {
    Handle file(attempt(H5Fcreate(temporary.c_str(), H5F_ACC_TRUNC, creation, access)), H5Fclose);
    return {final_path, std::move(temporary), std::move(file)};
  } catch (const IoError&) {
    std::filesystem::remove(temporary, error);  // a full disk can leave an empty file
    throw;
  }
}

File::~File() {
  if (!file_.valid()) return;
  const Quiet quiet;
  datasets_.clear();
  file_ = Handle();
  std::error_code ignored;
  std::filesystem::remove(temporary_, ignored);
}

void File::attribute(std::string_view object, const Attribute& attribute) {
  expects(file_.valid(), "the file is open");
  expects(object == "/" || groups_.contains(object) || datasets_.contains(object), fmt::format("'{}' exists", object));
  const Attempt attempt{path_, fmt::format("write attribute '{}' of '{}'", attribute.name, object)};
  const Handle opened(attempt(H5Oopen(file_, std::string(object).c_str(), H5P_DEFAULT)), H5Oclose);
  put_attribute(attempt, opened, attribute);
}

void File::group(std::string_view name) {
  if (name.empty() || groups_.contains(name)) return;
  const std::string folder = folder_of(name);
  if (!folder.empty()) group(std::string_view(folder).substr(0, folder.size() - 1));
  const Attempt attempt{path_, fmt::format("create group '{}'", name)};
  expects(file_.valid(), "the file is open");
  const Handle properties = properties_of(attempt, H5P_GROUP_CREATE);
  const std::string full(name);
  const Handle made(attempt(H5Gcreate2(file_, full.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT)), H5Gclose);
  groups_.insert(full);
}

File::Dataset& File::add(std::string_view name, Dataset dataset, hid_t properties) {
  expects(file_.valid(), "the file is open");
  expects(!name.empty() && name.front() != '/' && name.back() != '/', fmt::format("'{}' is a name", name));
  expects(!datasets_.contains(name), fmt::format("'{}' is new", name));
  const std::string folder = folder_of(name);
  if (!folder.empty()) group(std::string_view(folder).substr(0, folder.size() - 1));

  const Attempt attempt{path_, fmt::format("create '{}'", name)};
  const std::string full(name);
  const Handle type = file_type(attempt, dataset.type);
  const Handle space = space_of(attempt, dataset.shape, dataset.limit);
  dataset.id =
      Handle(attempt(H5Dcreate2(file_, full.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT)), H5Dclose);
  return datasets_.emplace(full, std::move(dataset)).first->second;
}

const File::Dataset& File::find(std::string_view name) const {
  const auto found = datasets_.find(name);
  expects(found != datasets_.end(), fmt::format("'{}' exists in {}", name, path_.string()));
  return found->second;
}

void File::scale(std::string_view name, const Values& values, const Attributes& attributes, Length length) {
  const Attempt attempt{path_, fmt::format("create scale '{}'", name)};
  const Handle properties = properties_of(attempt, H5P_DATASET_CREATE);
  const hsize_t size = size_of(values);
  const hsize_t limit = length == Length::unlimited ? H5S_UNLIMITED : size;
  if (length == Length::unlimited) {
    set_layout(attempt, properties, {.type = type_of(values), .deflate = 0}, {size}, {limit});
  }
  const std::string full(name);
  const Dataset& made = add(name, {{}, type_of(values), {full}, {size}, {limit}}, properties);
  attempt(H5DSset_scale(made.id, full.c_str() + folder_of(name).size()));
  for (const Attribute& attribute : attributes) put_attribute(attempt, made.id, attribute);
  write(name, values);
}

void File::dimension(std::string_view name, hsize_t length) {
  const Attempt attempt{path_, fmt::format("create dimension '{}'", name)};
  const Handle properties = properties_of(attempt, H5P_DATASET_CREATE);
  const Dataset& made = add(name, {{}, Type::float32, {std::string(name)}, {length}, {length}}, properties);
  const std::string meaning = fmt::format("This is a netCDF dimension but not a netCDF variable.{:10}", length);
  attempt(H5DSset_scale(made.id, meaning.c_str()));
}

void File::variable(std::string_view name, const Variable& variable) {
  const Attempt attempt{path_, fmt::format("create variable '{}'", name)};
  Dataset dataset{{}, variable.type, {}, {}, {}};
  for (const std::string& dim : variable.dims) {
    const Dataset& scale = find(dataset.dims.emplace_back(folder_of(name) + dim));
    expects(scale.dims == std::vector{dataset.dims.back()}, fmt::format("'{}' is a scale", dataset.dims.back()));
    dataset.shape.push_back(scale.shape.front());
    dataset.limit.push_back(scale.limit.front());
  }
  const Handle properties = properties_of(attempt, H5P_DATASET_CREATE);
  set_layout(attempt, properties, variable, dataset.shape, dataset.limit);
  const Dataset& made = add(name, std::move(dataset), properties);
  put_fill(attempt, made.id, variable);
  for (unsigned axis = 0; axis < made.dims.size(); ++axis) {
    attempt(H5DSattach_scale(made.id, find(made.dims[axis]).id, axis));
  }
  for (const Attribute& attribute : variable.attributes) put_attribute(attempt, made.id, attribute);
}

void File::grow(const std::string& scale, hsize_t length) {
  for (auto& [name, dataset] : datasets_) {
    if (std::ranges::count(dataset.dims, scale) == 0) continue;
    for (std::size_t axis = 0; axis < dataset.dims.size(); ++axis) {
      if (dataset.dims[axis] == scale) dataset.shape[axis] = length;
    }
    const Attempt attempt{path_, fmt::format("extend '{}'", name)};
    attempt(H5Dset_extent(dataset.id, dataset.shape.data()));
  }
}

void File::write(std::string_view name, const Block& block, const Values& values) {
  const Dataset& dataset = find(name);
  const Type type = type_of(values);
  expects(type == dataset.type || (type == Type::float64 && dataset.type == Type::float32),
          fmt::format("the values have the type of '{}'", name));
  const std::size_t rank = dataset.shape.size();
  expects(block.offset.size() == rank && block.count.size() == rank && product(block.count) == size_of(values),
          fmt::format("block and values fit '{}'", name));
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const hsize_t end = block.end(axis);
    if (end <= dataset.shape[axis]) continue;
    const bool growing = dataset.dims[axis] == name && dataset.limit[axis] == H5S_UNLIMITED;
    expects(growing, fmt::format("the block lies inside '{}'", name));
    grow(dataset.dims[axis], end);
  }
  if (size_of(values) == 0) return;

  const Attempt attempt{path_, fmt::format("write '{}'", name)};
  write_values(attempt, dataset.id, block, values);
}

void File::write(std::string_view name, const Values& values) {
  const Extent shape = find(name).shape;
  write(name, {Extent(shape.size(), 0), shape}, values);
}

void File::text(std::string_view name, const std::string& content) {
  const Attempt attempt{path_, fmt::format("create text '{}'", name)};
  add(name, {{}, Type::text, {}, {}, {}}, properties_of(attempt, H5P_DATASET_CREATE));
  write(name, std::span(&content, 1));
}

void File::commit() {
  expects(file_.valid(), "the file is open");
  const Attempt attempt{path_, "write"};
  attempt(H5Fflush(file_, H5F_SCOPE_LOCAL));
  datasets_.clear();
  try {
    attempt(H5Fclose(file_.release()));
    sync(temporary_, O_RDWR, path_);
    std::error_code error;
    std::filesystem::rename(temporary_, path_, error);
    if (error) throw IoError(path_.string(), "rename the finished file", error.message());
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
    throw;
  }
  sync(path_.has_parent_path() ? path_.parent_path() : ".", O_RDONLY | O_DIRECTORY, path_);
}

}  // namespace moat::h5
