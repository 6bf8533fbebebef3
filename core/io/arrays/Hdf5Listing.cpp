// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/archives/Gzip.h"
#include "io/arrays/Hdf5Listing.hdf5.h"

namespace maury::io {
namespace {

constexpr int kDeepestGroup = 32;
constexpr std::size_t kMostObjects = 100'000;
constexpr std::size_t kMostFields = 10'000;  // of a table
constexpr int kDeepestField = 4;
constexpr std::size_t kLargestElement = 16 << 20;  // bytes

/// Reason to leave out an object, as a clause.
struct LeftOut {
  std::string reason;
};

struct Link {
  std::string name;
  H5L_type_t type;
};

herr_t collectLink(hid_t, const char* name, const H5L_info_t* info, void* links) noexcept {
  try {
    auto& found = *static_cast<std::vector<Link>*>(links);
    found.push_back({name, info->type});
    return found.size() > kMostObjects ? -1 : 0;
  } catch (...) {
    return -1;
  }
}

std::string memberName(hid_t type, unsigned index) {
  const std::unique_ptr<char, herr_t (*)(void*)> name(H5Tget_member_name(type, index), &H5free_memory);
  return name ? std::string(name.get()) : std::string();
}

/// Type of the elements of a data set or field.
struct Element {
  ElementType type = ElementType::Real;
  bool isBitField = false;
};

/// Returns the type of elements. Throws LeftOut if it cannot be read.
Element elementOf(hid_t type) {
  const std::size_t bytes = H5Tget_size(type);
  if (bytes == 0 || bytes > kLargestElement) throw LeftOut{"its elements are too large"};
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      return {ElementType::Real};
    case H5T_INTEGER:
      if (bytes > 8) throw LeftOut{"its integers have more than 64 bits"};
      return {H5Tget_sign(type) == H5T_SGN_NONE ? ElementType::Unsigned : ElementType::Integer};
    case H5T_ENUM:
      if (bytes > 8) throw LeftOut{"its integers have more than 64 bits"};
      return {H5Tget_nmembers(type) == 2 && bytes == 1 ? ElementType::Boolean : ElementType::Integer};
    case H5T_BITFIELD:
      if (bytes == 1) return {ElementType::Boolean, true};
      throw LeftOut{"it holds bit fields"};
    case H5T_STRING:
      return {ElementType::Text};
    case H5T_REFERENCE:
      throw LeftOut{"it holds references"};
    case H5T_VLEN:
      throw LeftOut{"it holds lists of different lengths"};
    default:
      throw LeftOut{"its type is not supported"};
  }
}

/// Lists the fields of compound types.
class FieldLister {
public:
  FieldLister(const Hdf5Array& dataSet, Hdf5Listing& listing) : m_dataSet(dataSet), m_listing(listing) {}

  void list(hid_t type, const std::vector<std::string>& path) {
    const int count = H5Tget_nmembers(type);
    if (count < 0 || static_cast<std::size_t>(count) > kMostFields || path.size() > kDeepestField)
      throw LeftOut{"it has too many fields"};
    for (int i = 0; i < count; ++i) {
      std::vector<std::string> own = path;
      own.push_back(memberName(type, static_cast<unsigned>(i)));
      const Hdf5Id member(H5Tget_member_type(type, static_cast<unsigned>(i)), &H5Tclose);
      if (!member) throw LeftOut{"its fields cannot be read"};
      try {
        addField(member.get(), own);
      } catch (const LeftOut& left) {
        m_listing.leftOut.push_back(fmt::format("{}: {}", excerpt(nameOf(own)), left.reason));
      }
    }
  }

private:
  std::string nameOf(const std::vector<std::string>& path) const {
    std::string name = m_dataSet.info.name;
    for (const std::string& part : path)
      name += "/" + part;
    return name;
  }

  void addField(hid_t type, const std::vector<std::string>& path) {
    if (H5Tget_class(type) == H5T_COMPOUND) {
      list(type, path);
      return;
    }
    Hdf5Array field = m_dataSet;
    field.info.name = nameOf(path);
    field.info.table = m_dataSet.info.name;
    field.fields = path;
    Hdf5Id base;
    if (H5Tget_class(type) == H5T_ARRAY) {
      const int axes = H5Tget_array_ndims(type);
      if (axes < 1 || axes > H5S_MAX_RANK) throw LeftOut{"its type is not supported"};
      field.fieldShape.resize(static_cast<std::size_t>(axes));
      H5Tget_array_dims2(type, field.fieldShape.data());
      base = Hdf5Id(H5Tget_super(type), &H5Tclose);
      type = base.get();
    }
    const Element element = elementOf(type);
    field.info.type = element.type;
    field.isBitField = element.isBitField;
    field.info.elementBytes = H5Tget_size(type);
    field.info.shape.insert(field.info.shape.end(), field.fieldShape.begin(), field.fieldShape.end());
    m_listing.arrays.push_back(std::move(field));
  }

  const Hdf5Array& m_dataSet;
  Hdf5Listing& m_listing;
};

class Lister {
public:
  Lister(std::uint64_t fileBytes, const std::string& source) : m_fileBytes(fileBytes), m_source(source) {}

  void list(hid_t group, const std::string& path, int depth) {
    H5O_info_t info;
    if (H5Oget_info(group, &info) < 0) fail(path);
    if (!m_visited.insert(info.addr).second) return;  // links may form a circle
    std::vector<Link> links;
    if (H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, nullptr, &collectLink, &links) < 0) fail(path);
    m_objects += links.size();
    if (m_objects > kMostObjects || depth > kDeepestGroup)
      throw Error(ErrorKind::Format, fmt::format("{}: has more than {} objects or {} groups in groups", m_source,
                                                 kMostObjects, kDeepestGroup));
    for (const Link& link : links) {
      const std::string name = path.empty() ? link.name : path + "/" + link.name;
      try {
        listLink(group, link, name, depth);
      } catch (const LeftOut& left) {
        m_listing.leftOut.push_back(fmt::format("{}: {}", excerpt(name), left.reason));
      }
    }
  }

  Hdf5Listing take() { return std::move(m_listing); }

private:
  [[noreturn]] void fail(const std::string& path) const {
    throw Error(ErrorKind::Format, fmt::format("{}, group '{}': cannot be listed ({})", m_source,
                                               path.empty() ? "/" : excerpt(path), hdf5Reason()));
  }

  void listLink(hid_t group, const Link& link, const std::string& name, int depth) {
    if (link.type == H5L_TYPE_SOFT) throw LeftOut{"it is a link"};
    if (link.type != H5L_TYPE_HARD) throw LeftOut{"it is a link to another file; open that file"};
    const Hdf5Id object(H5Oopen(group, link.name.c_str(), H5P_DEFAULT), &H5Oclose);
    if (!object) throw LeftOut{fmt::format("it cannot be opened ({})", hdf5Reason())};
    switch (H5Iget_type(object.get())) {
      case H5I_GROUP:
        list(object.get(), name, depth + 1);
        break;
      case H5I_DATASET:
        listDataSet(object.get(), name);
        break;
      default:
        throw LeftOut{"it is no data set"};
    }
  }

  void listDataSet(hid_t id, const std::string& name) {
    const Hdf5Id creation(H5Dget_create_plist(id), &H5Pclose);
    if (!creation) throw LeftOut{fmt::format("it cannot be opened ({})", hdf5Reason())};
    // Checked before anything else, because asking for the shape of a virtual data set opens the files of its parts.
    if (H5Pget_layout(creation.get()) == H5D_VIRTUAL || H5Pget_external_count(creation.get()) != 0)
      throw LeftOut{"its values are in other files; open these"};
    Hdf5Array array;
    array.dataSet = name;
    array.info.name = name;
    array.info.unit = hdf5TextAttribute(id, "unit");
    for (const char* key : {"units", "UNIT"})
      if (array.info.unit.empty()) array.info.unit = hdf5TextAttribute(id, key);
    for (const char* key : {"description", "comment", "medium"})
      if (array.info.description.empty()) array.info.description = hdf5TextAttribute(id, key);
    const Hdf5Id type(H5Dget_type(id), &H5Tclose);
    if (!type) throw LeftOut{fmt::format("its type cannot be read ({})", hdf5Reason())};
    findShape(id, array);
    checkSize(id, H5Tget_size(type.get()), array);
    findChunks(creation.get(), H5Tget_size(type.get()), H5Dget_storage_size(id), array);
    if (H5Tget_class(type.get()) == H5T_COMPOUND) {
      array.info.unit.clear();
      FieldLister(array, m_listing).list(type.get(), {});
      return;
    }
    const Element element = elementOf(type.get());
    array.info.type = element.type;
    array.isBitField = element.isBitField;
    array.info.elementBytes = H5Tget_size(type.get());
    m_listing.arrays.push_back(std::move(array));
  }

  static void findShape(hid_t id, Hdf5Array& array) {
    const Hdf5Id space(H5Dget_space(id), &H5Sclose);
    const int axes = space ? H5Sget_simple_extent_ndims(space.get()) : -1;
    if (axes < 0 || axes > H5S_MAX_RANK) throw LeftOut{fmt::format("its shape cannot be read ({})", hdf5Reason())};
    if (H5Sget_simple_extent_type(space.get()) == H5S_NULL) throw LeftOut{"it is empty"};
    array.dataSetShape.resize(static_cast<std::size_t>(axes));
    if (axes > 0) H5Sget_simple_extent_dims(space.get(), array.dataSetShape.data(), nullptr);
    array.info.shape.assign(array.dataSetShape.begin(), array.dataSetShape.end());
    if (axes == 0) array.info.shape = {1};
    if (std::find(array.info.shape.begin(), array.info.shape.end(), 0) != array.info.shape.end())
      throw LeftOut{"it is empty"};
  }

  /// Returns the bytes to which stored ones may unpack. Data sets are read in parts, so that the size alone is no
  /// danger.
  static std::uint64_t unpackedMost(std::uint64_t stored) {
    return std::max(kAlwaysAllowedBytes, stored * kMaxUnpackedRatio);
  }

  void checkSize(hid_t id, std::uint64_t elementBytes, const Hdf5Array& array) const {
    const std::uint64_t stored = H5Dget_storage_size(id);
    const auto bytes = bytesOfShape(array.info.shape, elementBytes);
    if (stored == 0) throw LeftOut{"no values were written to it"};
    if (!bytes || stored > m_fileBytes || *bytes > unpackedMost(stored))
      throw LeftOut{
          fmt::format("it states {} bytes, which is more than {} stored ones can hold; the file may be damaged",
                      bytes ? std::to_string(*bytes) : "more than 2^63", std::min(stored, m_fileBytes))};
  }

  static void findChunks(hid_t creation, std::uint64_t elementBytes, std::uint64_t stored, Hdf5Array& array) {
    if (H5Pget_layout(creation) != H5D_CHUNKED) return;
    bool isDeflated = false;
    const int filters = H5Pget_nfilters(creation);
    for (int i = 0; i < filters; ++i) {
      char name[64] = "";
      unsigned flags = 0, config = 0;
      std::size_t values = 0;
      const H5Z_filter_t filter =
          H5Pget_filter2(creation, static_cast<unsigned>(i), &flags, &values, nullptr, sizeof name, name, &config);
      const bool isRepeated = filter == H5Z_FILTER_DEFLATE && isDeflated;
      if (isRepeated ||
          (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_FLETCHER32))
        throw LeftOut{fmt::format("it is packed with the filter {} ({}); write it with gzip or unpacked", filter,
                                  name[0] == '\0' ? "unknown" : excerpt(name))};
      isDeflated = isDeflated || filter == H5Z_FILTER_DEFLATE;
    }
    std::vector<hsize_t> chunk(array.dataSetShape.size());
    if (chunk.empty() || H5Pget_chunk(creation, static_cast<int>(chunk.size()), chunk.data()) < 0)
      throw LeftOut{"its chunks cannot be read"};
    const std::vector<std::uint64_t> lengths(chunk.begin(), chunk.end());
    const auto bytes = bytesOfShape(lengths, elementBytes);
    if (!bytes || *bytes == 0 || *bytes > unpackedMost(stored))
      throw LeftOut{"its chunks are larger than the file can hold; the file may be damaged"};
    array.info.rowsPerChunk = std::min<std::uint64_t>(chunk.front(), array.info.rows());
    array.chunkBytes = *bytes;
    if (isDeflated) array.chunk = std::move(chunk);
  }

  std::uint64_t m_fileBytes;
  const std::string& m_source;
  Hdf5Listing m_listing;
  std::set<haddr_t> m_visited;  ///< groups
  std::size_t m_objects = 0;
};

}  // namespace

Hdf5Listing listHdf5(hid_t file, std::uint64_t fileBytes, const std::string& source) {
  const Hdf5Id root(H5Gopen2(file, "/", H5P_DEFAULT), &H5Gclose);
  if (!root) throw Error(ErrorKind::Format, fmt::format("{}: has no groups ({})", source, hdf5Reason()));
  Lister lister(fileBytes, source);
  lister.list(root.get(), "", 0);
  return lister.take();
}

}  // namespace maury::io
