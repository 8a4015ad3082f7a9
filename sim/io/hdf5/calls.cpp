#include "io/hdf5/calls.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

namespace moat::h5 {
namespace {

constexpr hsize_t chunk_bytes = 1 << 20;   // readers load whole chunks: 0.25 to 4 MiB suit both disks and networks
constexpr hsize_t unlimited_chunk = 1024;  // an axis that is still short is expected to become about this long
constexpr std::size_t attribute_bytes = 60 << 10;  // HDF5 refuses 64 KiB, the name included

/// Values that a filter refuses. HDF5 1.10 says which filter that was, 1.14 does not.
bool tells_of_damage(const std::string& message) {
  constexpr std::array texts = {"Fletcher32 checksum", "inflate() failed", "filter returned failure during read"};
  return std::ranges::any_of(texts, [&](const char* text) { return message.find(text) != std::string::npos; });
}

/// "file write failed: time = ..., errno = 28, error message = 'No space left on device', buf = ..." -> its two ends.
std::string readable(const std::string& message) {
  if (tells_of_damage(message)) return "the values are damaged: their checksum or compression does not fit";
  constexpr std::string_view key = "error message = '";
  const std::size_t begin = message.find(key);
  if (begin == std::string::npos) return message;
  const std::size_t end = message.find('\'', begin + key.size());
  const std::string system = message.substr(begin + key.size(), end - begin - key.size());
  const std::string text = message.substr(0, message.find_first_of(":,")) + ": " + system;
  const bool lock = text.find("lock") != std::string::npos;
  return lock ? text + "; if this file system has no locks, set HDF5_USE_FILE_LOCKING=FALSE" : text;
}

Handle text_type(const Attempt& attempt, std::size_t size) {
  Handle type(attempt(H5Tcopy(H5T_C_S1)), H5Tclose);
  attempt(H5Tset_size(type, size));
  attempt(H5Tset_cset(type, H5T_CSET_UTF8));
  return type;
}

const void* data_of(const Values& values) {
  return std::visit([](const auto& span) -> const void* { return span.data(); }, values);
}

std::vector<const char*> pointers_to(std::span<const std::string> strings) {
  std::vector<const char*> pointers;
  for (const std::string& string : strings) {
    expects(string.find('\0') == std::string::npos, "a string has no NUL inside");
    pointers.push_back(string.c_str());
  }
  return pointers;
}

/// What readers find where nothing was written, and the type it has in memory.
struct Fill {
  hid_t memory = H5I_INVALID_HID;
  const void* data = nullptr;
};

Fill fill_of(const Variable& variable) {
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const bool real = variable.type == Type::float32 || variable.type == Type::float64;
  expects(!variable.fill || (!real && variable.type != Type::text), "only integers choose their fill value");
  if (real) return {H5T_NATIVE_DOUBLE, &nan};
  if (variable.fill) return {H5T_NATIVE_INT64, &*variable.fill};
  return {};
}

void put_attribute(const Attempt& attempt, hid_t object, const std::string& name, hid_t type, hid_t memory, hid_t space,
                   const void* data) {
  const Handle made(attempt(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT)), H5Aclose);
  attempt(H5Awrite(made, memory, data));
}

Extent chunk_of(const Variable& variable, const Extent& shape, const Extent& limit, std::size_t element) {
  if (!variable.chunk.empty()) return variable.chunk;
  Extent chunk(shape.size(), 1);
  hsize_t room = chunk_bytes / element;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    const bool unlimited = limit[axis] == H5S_UNLIMITED;
    chunk[axis] = std::clamp<hsize_t>(unlimited ? std::max(shape[axis], unlimited_chunk) : shape[axis], 1, room);
    room = std::max<hsize_t>(room / chunk[axis], 1);
  }
  return chunk;
}

/// Only the selected part of a source's space counts; its own extent is looked up when the source is opened.
Handle space_around(const Attempt& attempt, const Block& block) {
  Extent shape;
  for (std::size_t axis = 0; axis < block.count.size(); ++axis) shape.push_back(block.end(axis));
  Handle space = space_of(attempt, shape, shape);
  select(attempt, space, block);
  return space;
}

void set_sources(const Attempt& attempt, hid_t properties, const Variable& variable, const Extent& shape,
                 const Extent& limit) {
  expects(variable.type != Type::text && !shape.empty(), "a virtual variable holds numbers on dimensions");
  expects(std::ranges::count(limit, H5S_UNLIMITED) == 0, "a virtual variable does not grow");
  for (const Source& source : variable.sources) {
    expects(product(source.from.count) == product(source.to.count), "a source fills its block");
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
      expects(source.to.end(axis) <= shape[axis], "a source lies inside the variable");
    const Handle to = space_of(attempt, shape, limit);
    select(attempt, to, source.to);
    const Handle from = space_around(attempt, source.from);
    attempt(H5Pset_virtual(properties, to, source.file.c_str(), source.dataset.c_str(), from));
  }
}

}  // namespace

std::string innermost_message() {
  std::string message;
  const auto take = [](unsigned, const H5E_error2_t* error, void* into) -> herr_t {
    if (error->desc != nullptr) *static_cast<std::string*>(into) = error->desc;
    return 1;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take, &message);
  return message.empty() ? "HDF5 gives no reason" : readable(message);
}

Handle file_type(const Attempt& attempt, Type type) {
  if (type == Type::text) return text_type(attempt, H5T_VARIABLE);
  const std::array types = {H5T_STD_I8LE, H5T_STD_I32LE, H5T_STD_I64LE, H5T_STD_U64LE, H5T_IEEE_F32LE, H5T_IEEE_F64LE};
  return {attempt(H5Tcopy(types.at(static_cast<std::size_t>(type)))), H5Tclose};
}

Handle memory_type(const Attempt& attempt, const Values& values) {
  if (type_of(values) == Type::text) return text_type(attempt, H5T_VARIABLE);
  const std::array types = {H5T_NATIVE_INT8, H5T_NATIVE_INT32, H5T_NATIVE_INT64, H5T_NATIVE_UINT64, H5T_NATIVE_DOUBLE};
  return {attempt(H5Tcopy(types.at(values.index()))), H5Tclose};
}

Type type_of(const Values& values) {
  constexpr std::array types = {Type::int8, Type::int32, Type::int64, Type::uint64, Type::float64, Type::text};
  return types.at(values.index());
}

hsize_t size_of(const Values& values) {
  return std::visit([](const auto& span) { return static_cast<hsize_t>(span.size()); }, values);
}

hsize_t product(const Extent& extent) {
  hsize_t total = 1;
  for (const hsize_t length : extent) total *= length;
  return total;
}

Handle space_of(const Attempt& attempt, const Extent& shape, const Extent& limit) {
  if (shape.empty()) return {attempt(H5Screate(H5S_SCALAR)), H5Sclose};
  return {attempt(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), limit.data())), H5Sclose};
}

void select(const Attempt& attempt, hid_t space, const Block& block) {
  if (block.count.empty()) return;
  expects(
      block.offset.size() == block.count.size() && (block.stride.empty() || block.stride.size() == block.count.size()),
      "a block has one offset, count and stride per axis");
  const hsize_t* stride = block.stride.empty() ? nullptr : block.stride.data();
  attempt(H5Sselect_hyperslab(space, H5S_SELECT_SET, block.offset.data(), stride, block.count.data(), nullptr));
}

Handle properties_of(const Attempt& attempt, hid_t kind) {
  Handle properties(attempt(H5Pcreate(kind)), H5Pclose);
  constexpr unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  attempt(H5Pset_obj_track_times(properties, false));
  attempt(H5Pset_attr_creation_order(properties, order));
  if (kind != H5P_DATASET_CREATE) attempt(H5Pset_link_creation_order(properties, order));
  return properties;
}

void put_attribute(const Attempt& attempt, hid_t object, const Attribute& attribute) {
  const std::string& name = attribute.name;
  const Handle scalar = space_of(attempt, {}, {});
  if (const auto* text = std::get_if<std::string>(&attribute.value)) {
    expects(text->size() <= attribute_bytes, fmt::format("attribute '{}' is small", name));
    const Handle type = text_type(attempt, std::max<std::size_t>(text->size(), 1));
    attempt(H5Tset_strpad(type, H5T_STR_NULLPAD));
    put_attribute(attempt, object, name, type, type, scalar, text->c_str());
  } else if (const auto* real = std::get_if<double>(&attribute.value)) {
    put_attribute(attempt, object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, scalar, real);
  } else if (const auto* whole = std::get_if<std::int64_t>(&attribute.value)) {
    put_attribute(attempt, object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, scalar, whole);
  } else {
    const auto& flags = std::get<std::vector<std::int8_t>>(attribute.value);
    expects(!flags.empty() && flags.size() <= attribute_bytes, fmt::format("attribute '{}' is small", name));
    const Handle space = space_of(attempt, {flags.size()}, {flags.size()});
    put_attribute(attempt, object, name, H5T_STD_I8LE, H5T_NATIVE_INT8, space, flags.data());
  }
}

/// Chunks and filters where they can be: not for single values, and not for a fixed axis of length zero, for which
/// HDF5 knows no legal chunk. Filters would only see the references to variable-length strings, not the strings.
void set_layout(const Attempt& attempt, hid_t properties, const Variable& variable, const Extent& shape,
                const Extent& limit) {
  const Fill fill = fill_of(variable);
  if (fill.data != nullptr) attempt(H5Pset_fill_value(properties, fill.memory, fill.data));
  if (!variable.sources.empty()) return set_sources(attempt, properties, variable, shape, limit);
  if (shape.empty() || std::ranges::count(limit, 0) > 0) return;
  const bool unlimited = std::ranges::count(limit, H5S_UNLIMITED) > 0;
  if (variable.type == Type::text && !unlimited) return;
  const Extent chunk = chunk_of(variable, shape, limit, H5Tget_size(file_type(attempt, variable.type)));
  expects(chunk.size() == shape.size(), "a chunk has one length per axis");
  attempt(H5Pset_chunk(properties, static_cast<int>(chunk.size()), chunk.data()));
  if (variable.type == Type::text) return;
  attempt(H5Pset_shuffle(properties));
  if (variable.deflate > 0) attempt(H5Pset_deflate(properties, variable.deflate));
  attempt(H5Pset_fletcher32(properties));
}

void put_fill(const Attempt& attempt, hid_t object, const Variable& variable) {
  const Fill fill = fill_of(variable);
  if (fill.data == nullptr) return;
  const Handle type = file_type(attempt, variable.type);
  put_attribute(attempt, object, "_FillValue", type, fill.memory, space_of(attempt, {1}, {1}), fill.data);
}

void write_values(const Attempt& attempt, hid_t dataset, const Block& block, const Values& values) {
  const Handle there(attempt(H5Dget_space(dataset)), H5Sclose);
  select(attempt, there, block);
  const Handle here = space_of(attempt, block.count, block.count);
  const Handle memory = memory_type(attempt, values);
  if (const auto* strings = std::get_if<std::span<const std::string>>(&values)) {
    attempt(H5Dwrite(dataset, memory, here, there, H5P_DEFAULT, pointers_to(*strings).data()));
  } else {
    attempt(H5Dwrite(dataset, memory, here, there, H5P_DEFAULT, data_of(values)));
  }
}

}  // namespace moat::h5
