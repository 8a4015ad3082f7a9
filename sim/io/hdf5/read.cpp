#include "io/hdf5/read.hpp"

#include <hdf5_hl.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/hdf5/calls.hpp"

namespace moat::h5 {
namespace {

/// Bytes per dataset; the writer's chunks have at most 1 MiB, and a chunk that does not fit is unpacked at every read.
constexpr std::size_t read_cache = 2 << 20;

Type type_of(const Attempt& attempt, hid_t dataset) {
  const Handle type(attempt(H5Dget_type(dataset)), H5Tclose);
  const std::size_t size = H5Tget_size(type);
  const bool is_signed = H5Tget_sign(type) != H5T_SGN_NONE;
  switch (H5Tget_class(type)) {
    case H5T_STRING:
      if (H5Tis_variable_str(type) > 0) return Type::text;
      break;
    case H5T_FLOAT:
      return size <= 4 ? Type::float32 : Type::float64;
    case H5T_INTEGER:
      if (size == 8) return is_signed ? Type::int64 : Type::uint64;
      if (size == 4 && !is_signed) return Type::int64;
      return size == 1 && is_signed ? Type::int8 : Type::int32;
    default:
      break;
  }
  throw IoError(attempt.path.string(), attempt.operation, "it holds neither numbers nor text of variable length");
}

Extent shape_of(const Attempt& attempt, hid_t dataset) {
  const Handle space(attempt(H5Dget_space(dataset)), H5Sclose);
  const int rank = H5Sget_simple_extent_ndims(space);
  attempt(rank);
  Extent shape(static_cast<std::size_t>(rank), 0);
  attempt(H5Sget_simple_extent_dims(space, shape.data(), nullptr));
  return shape;
}

/// "/releases/event" -> "event".
std::string name_in_group(hid_t object) {
  std::array<char, 1024> name{};
  if (H5Iget_name(object, name.data(), name.size()) <= 0) return "";
  const std::string full = name.data();
  return full.substr(full.rfind('/') + 1);
}

std::string scale_of(hid_t dataset, unsigned axis) {
  const auto take = [](hid_t, unsigned, hid_t scale, void* into) -> herr_t {
    *static_cast<std::string*>(into) = name_in_group(scale);
    return 1;
  };
  std::string name;
  if (H5DSget_num_scales(dataset, axis) > 0) H5DSiterate_scales(dataset, axis, nullptr, take, &name);
  return name;
}

Reader::Info info_of(const Attempt& attempt, hid_t dataset) {
  Reader::Info info{type_of(attempt, dataset), shape_of(attempt, dataset), {}, H5DSis_scale(dataset) > 0};
  for (unsigned axis = 0; axis < info.shape.size(); ++axis)
    info.dims.push_back(info.scale ? name_in_group(dataset) : scale_of(dataset, axis));
  return info;
}

Handle part_of(const Attempt& attempt, hid_t dataset, const Extent& shape, const Block& block) {
  expects(block.count.size() == shape.size(), "the block has the axes of what is read");
  for (std::size_t axis = 0; axis < shape.size(); ++axis)
    expects(block.end(axis) <= shape[axis], "the block lies inside what is read");
  Handle space(attempt(H5Dget_space(dataset)), H5Sclose);
  select(attempt, space, block);
  return space;
}

/// Full paths of the files whose values a virtual dataset shows; none for others.
std::set<std::filesystem::path> sources_of(const Attempt& attempt, hid_t dataset) {
  const Handle properties(attempt(H5Dget_create_plist(dataset)), H5Pclose);
  std::set<std::filesystem::path> files;
  if (H5Pget_layout(properties) != H5D_VIRTUAL) return files;
  std::size_t count = 0;
  attempt(H5Pget_virtual_count(properties, &count));
  for (std::size_t i = 0; i < count; ++i) {
    const ssize_t size = H5Pget_virtual_filename(properties, i, nullptr, 0);
    std::string name(static_cast<std::size_t>(attempt(size)), '\0');
    H5Pget_virtual_filename(properties, i, name.data(), name.size() + 1);
    files.insert(attempt.path.parent_path() / name);
  }
  return files;
}

/// HDF5 keeps every source open, and reads one that it cannot open as missing values, without a word.
void allow_open_files(const Attempt& attempt, std::size_t sources) {
  constexpr rlim_t others = 64;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= sources + others) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max >= sources + others) return;
  throw IoError(
      attempt.path.string(), attempt.operation,
      fmt::format("it shows values of {} files, and only {} may be open: see ulimit -n", sources, limit.rlim_max));
}

}  // namespace

std::size_t Reader::Info::size() const {
  return product(shape);
}

Reader::Reader(std::filesystem::path path, Handle file) : path_(std::move(path)), file_(std::move(file)) {}

Reader Reader::open(const std::filesystem::path& path) {
  const auto refuse = [&](const std::string& reason, Exit code = Exit::io) {
    throw IoError(path.string(), "read", reason, code);
  };
  std::error_code error;
  if (!std::filesystem::exists(path, error)) refuse("there is no such file", Exit::input_missing);
  if (!std::filesystem::is_regular_file(path, error)) refuse("it is no regular file");
  const Attempt attempt{path, "read"};
  const Handle access(attempt(H5Pcreate(H5P_FILE_ACCESS)), H5Pclose);
  attempt(H5Pset_cache(access, 0, 521, read_cache, 0.75));
  Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  if (!file.valid()) {
    const std::string reason = innermost_message();
    if (reason.starts_with("truncated file")) refuse("it was cut short: copy or make it again");
    if (H5Fis_hdf5(path.c_str()) == 0) refuse("it is no HDF5 file");
    refuse(reason);
  }
  return {path, std::move(file)};
}

bool Reader::has(std::string_view name) const {
  const Quiet quiet;
  for (std::size_t slash = 0; slash != std::string_view::npos;) {  // every group on the way has to be there
    slash = name.find('/', slash + 1);
    const std::string part(name.substr(0, slash));
    if (part != "/" && H5Lexists(file_, part.c_str(), H5P_DEFAULT) <= 0) return false;
  }
  return true;
}

bool Reader::is_group(std::string_view name) const {
  if (!has(name)) return false;
  const Quiet quiet;
  const Handle object(H5Oopen(file_, std::string(name).c_str(), H5P_DEFAULT), H5Oclose);
  return object.valid() && H5Iget_type(object) == H5I_GROUP;
}

std::vector<std::string> Reader::names(std::string_view group) const {
  const Attempt attempt{path_, fmt::format("list '{}'", group)};
  const Handle opened(attempt(H5Gopen2(file_, std::string(group).c_str(), H5P_DEFAULT)), H5Gclose);
  const auto take = [](hid_t, const char* name, const H5L_info_t*, void* into) -> herr_t {
    static_cast<std::vector<std::string>*>(into)->emplace_back(name);
    return 0;
  };
  std::vector<std::string> names;
  if (H5Literate(opened, H5_INDEX_CRT_ORDER, H5_ITER_INC, nullptr, take, &names) < 0) {
    names.clear();
    attempt(H5Literate(opened, H5_INDEX_NAME, H5_ITER_INC, nullptr, take, &names));
  }
  return names;
}

const Reader::Dataset& Reader::find(std::string_view name) const {
  const auto found = opened_.find(name);
  if (found != opened_.end()) return found->second;
  const std::string full(name);
  if (!has(name)) throw IoError(path_.string(), fmt::format("read '{}'", name), "it is not in the file");
  const Attempt attempt{path_, fmt::format("read '{}'", name)};
  Dataset dataset{{attempt(H5Dopen2(file_, full.c_str(), H5P_DEFAULT)), H5Dclose}, {}};
  dataset.info = info_of(attempt, dataset.id);
  const std::set<std::filesystem::path> sources = sources_of(attempt, dataset.id);
  allow_open_files(attempt, sources.size());
  for (const std::filesystem::path& source : sources)
    if (!sound_.contains(source)) {
      try {
        open(source);
      } catch (const IoError& error) {
        const std::string reason =
            fmt::format("its values stand in other files; {}: put it back, or gather again", error.what());
        throw IoError(path_.string(), attempt.operation, reason);
      }
      sound_.insert(source);
    }
  return opened_.emplace(full, std::move(dataset)).first->second;
}

const Reader::Info& Reader::info(std::string_view name) const {
  return find(name).info;
}

void Reader::read(std::string_view name, const Block& block, const Room& room) const {
  const Dataset& dataset = find(name);
  const Attempt attempt{path_, fmt::format("read '{}'", name)};
  const auto refuse = [&](const char* reason) { throw IoError(path_.string(), attempt.operation, reason); };
  const bool real = dataset.info.type == Type::float32 || dataset.info.type == Type::float64;
  const std::array types = {H5T_NATIVE_INT8, H5T_NATIVE_INT32, H5T_NATIVE_INT64, H5T_NATIVE_UINT64, H5T_NATIVE_DOUBLE};
  const bool wants_real = std::holds_alternative<std::span<double>>(room);
  if (dataset.info.type == Type::text) refuse("it is text where a number is wanted");
  if (real && !wants_real) refuse("it holds real numbers where whole ones are wanted");
  expects(std::visit([](auto span) { return span.size(); }, room) == product(block.count),
          fmt::format("the room fits the block of '{}'", name));
  const Handle there = part_of(attempt, dataset.id, dataset.info.shape, block);
  const Handle here = space_of(attempt, block.count, block.count);
  void* into = std::visit([](auto span) -> void* { return span.data(); }, room);
  attempt(H5Dread(dataset.id, types.at(room.index()), here, there, H5P_DEFAULT, into));
}

std::vector<std::string> Reader::texts(std::string_view name) const {
  return texts(name, info(name).whole());
}

std::vector<std::string> Reader::texts(std::string_view name, const Block& block) const {
  const Dataset& dataset = find(name);
  const Attempt attempt{path_, fmt::format("read '{}'", name)};
  if (dataset.info.type != Type::text)
    throw IoError(path_.string(), attempt.operation, "it is a number where text is wanted");
  const Handle type = file_type(attempt, Type::text);
  const Handle there = part_of(attempt, dataset.id, dataset.info.shape, block);
  const Handle here = space_of(attempt, block.count, block.count);
  std::vector<char*> pointers(product(block.count), nullptr);
  const bool good = H5Dread(dataset.id, type, here, there, H5P_DEFAULT, pointers.data()) >= 0;
  const std::string reason = good ? "" : innermost_message();
  std::vector<std::string> texts;
  if (good)
    for (const char* text : pointers) texts.emplace_back(text == nullptr ? "" : text);
  H5Dvlen_reclaim(type, here, H5P_DEFAULT, pointers.data());  // also what a failed read left
  if (!good) throw IoError(path_.string(), attempt.operation, reason);
  return texts;
}

std::string Reader::text(std::string_view name) const {
  const std::vector<std::string> only = texts(name);
  if (only.size() != 1) throw IoError(path_.string(), fmt::format("read '{}'", name), "it is no single text");
  return only[0];
}

void by_blocks(const Extent& shape, hsize_t most, const std::function<void(const Block&)>& take) {
  if (product(shape) == 0) return;
  Block block{Extent(shape.size(), 0), shape};
  std::size_t whole = shape.size();  // axes from here on fit together
  hsize_t inner = 1;
  while (whole > 0 && inner * shape[whole - 1] <= most) inner *= shape[--whole];
  if (whole == 0) return take(block);
  const std::size_t cut = whole - 1;
  for (std::size_t axis = 0; axis < cut; ++axis) block.count[axis] = 1;
  while (true) {
    block.count[cut] = std::min(most / inner, shape[cut] - block.offset[cut]);
    take(block);
    block.offset[cut] += block.count[cut];
    for (std::size_t axis = cut; block.offset[axis] == shape[axis]; ++block.offset[--axis]) {
      if (axis == 0) return;
      block.offset[axis] = 0;
    }
  }
}

}  // namespace moat::h5
