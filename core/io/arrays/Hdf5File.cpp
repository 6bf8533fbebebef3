// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the arrays that Hdf5Listing.hdf5.h lists.
#include "io/arrays/Hdf5File.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/Error.h"
#include "base/text/Printable.h"
#include "io/FileKind.h"
#include "io/archives/Gzip.h"
#include "io/arrays/Hdf5Listing.hdf5.h"

namespace maury::io {
namespace {

constexpr std::size_t kTextBytes = 4 << 20;  // of fixed length, read at a time
constexpr std::uint64_t kTextRows = 4096;
constexpr std::uint64_t kMostTextCopies = 16;  // texts of varying length may repeat, as a star's name for each spectrum

/// Returns true if a stream of zlib unpacks to at most `limit` bytes. Damaged streams are left to HDF5.
bool unpacksWithin(const std::vector<unsigned char>& packed, std::uint64_t limit) {
  z_stream stream = {};
  if (inflateInit(&stream) != Z_OK) return false;
  std::vector<unsigned char> piece(256 << 10);
  stream.next_in = const_cast<unsigned char*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  std::uint64_t total = 0;
  int code = Z_OK;
  while (code == Z_OK && total <= limit) {
    stream.next_out = piece.data();
    stream.avail_out = static_cast<uInt>(piece.size());
    code = inflate(&stream, Z_NO_FLUSH);
    total += piece.size() - stream.avail_out;
  }
  inflateEnd(&stream);
  return total <= limit;
}

/// Rows of a data set, selected in the file and as the memory that takes them.
struct Selection {
  Hdf5Id inFile, inMemory;
};

/// Memory of texts of varying length. A file can refer to one text many times.
struct TextBudget {
  std::uint64_t left = 0;
  bool isSpent = false;

  static void* allocate(std::size_t bytes, void* budget) noexcept {
    auto& own = *static_cast<TextBudget*>(budget);
    own.isSpent = own.isSpent || bytes > own.left;
    if (own.isSpent) return nullptr;
    own.left -= bytes;
    return std::malloc(std::max<std::size_t>(1, bytes));
  }
  static void release(void* memory, void*) noexcept { std::free(memory); }
};

class Hdf5File : public ArrayFile {
public:
  /// `bytes` is the image of a file in memory; empty: read from disk.
  Hdf5File(const std::string& source, std::string bytes, std::uint64_t fileBytes)
      : ArrayFile(source), m_bytes(std::move(bytes)) {
    const Hdf5Lock lock;
    m_textBytesMost = std::max(kAlwaysAllowedBytes, kMostTextCopies * fileBytes);
    try {
      openFile();
      list(fileBytes);
    } catch (...) {
      m_file.reset();  // while the library is locked
      throw;
    }
  }

  ~Hdf5File() override {
    const Hdf5Lock lock;
    m_file.reset();
  }
  Hdf5File(const Hdf5File&) = delete;
  Hdf5File& operator=(const Hdf5File&) = delete;

private:
  void list(std::uint64_t fileBytes) {
    Hdf5Listing listing = listHdf5(m_file.get(), fileBytes, m_source);
    m_leftOut = std::move(listing.leftOut);
    m_parts = std::move(listing.arrays);
    for (const Hdf5Array& part : m_parts)
      m_arrays.push_back(part.info);
    if (m_arrays.empty())
      throw Error(ErrorKind::Format, fmt::format("{}: no data set can be read{}", m_source,
                                                 m_leftOut.empty() ? "" : "; " + m_leftOut.front()));
  }

  void openFile() {
    constexpr std::size_t kGrowth = 1 << 20;
    const Hdf5Id access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose);
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    H5Pset_file_locking(access.get(), false, true);  // file systems without locks would refuse
    if (!m_bytes.empty()) {
      H5Pset_fapl_core(access.get(), kGrowth, false);
      H5Pset_file_image(access.get(), m_bytes.data(), m_bytes.size());
    }
    m_file = Hdf5Id(H5Fopen(m_source.c_str(), H5F_ACC_RDONLY, access.get()), &H5Fclose);
    if (!m_file)
      throw Error(ErrorKind::Format, fmt::format("{}: cannot be read as HDF5 ({}); if it was downloaded, download it "
                                                 "again",
                                                 m_source, hdf5Reason()));
    std::string().swap(m_bytes);  // HDF5 has a copy
  }

  [[noreturn]] void failReading(const Hdf5Array& part) const {
    refuse(part.info.name, fmt::format("cannot be read ({})", hdf5Reason()));
  }

  Hdf5Id openDataSet(const Hdf5Array& part) const {
    Hdf5Id id(H5Dopen2(m_file.get(), part.dataSet.c_str(), H5P_DEFAULT), &H5Dclose);
    if (!id) failReading(part);
    return id;
  }

  Selection select(hid_t dataSet, const Hdf5Array& part, std::uint64_t firstRow, std::uint64_t rows) const {
    Selection selection{Hdf5Id(H5Dget_space(dataSet), &H5Sclose), {}};
    hsize_t elements = 1;
    if (!part.dataSetShape.empty()) {
      std::vector<hsize_t> start(part.dataSetShape.size(), 0), count = part.dataSetShape;
      start.front() = firstRow;
      count.front() = rows;
      for (const hsize_t length : count)
        elements *= length;
      if (H5Sselect_hyperslab(selection.inFile.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) < 0)
        failReading(part);
    }
    selection.inMemory = Hdf5Id(H5Screate_simple(1, &elements, nullptr), &H5Sclose);
    if (!selection.inMemory) failReading(part);
    return selection;
  }

  /// Returns the type in memory: `element`, in an array and in compound types with only this field if it is a field.
  static Hdf5Id memoryType(const Hdf5Array& part, hid_t element) {
    Hdf5Id type(H5Tcopy(element), &H5Tclose);
    if (!part.fieldShape.empty())
      type = Hdf5Id(H5Tarray_create2(type.get(), static_cast<unsigned>(part.fieldShape.size()), part.fieldShape.data()),
                    &H5Tclose);
    for (auto field = part.fields.rbegin(); field != part.fields.rend(); ++field) {
      Hdf5Id compound(H5Tcreate(H5T_COMPOUND, H5Tget_size(type.get())), &H5Tclose);
      H5Tinsert(compound.get(), field->c_str(), 0, type.get());
      type = std::move(compound);
    }
    return type;
  }

  /// Returns the type of the elements in the file.
  Hdf5Id elementType(hid_t dataSet, const Hdf5Array& part) const {
    Hdf5Id type(H5Dget_type(dataSet), &H5Tclose);
    for (const std::string& field : part.fields) {
      const int index = H5Tget_member_index(type.get(), field.c_str());
      if (index < 0) failReading(part);
      type = Hdf5Id(H5Tget_member_type(type.get(), static_cast<unsigned>(index)), &H5Tclose);
    }
    if (!part.fieldShape.empty()) type = Hdf5Id(H5Tget_super(type.get()), &H5Tclose);
    return type;
  }

  void read(std::size_t array, hid_t element, std::uint64_t firstRow, std::uint64_t rows, void* values) const {
    const Hdf5Array& part = m_parts[array];
    const Hdf5Id dataSet = openDataSet(part);
    checkChunks(dataSet.get(), part, firstRow, rows);
    const Selection selection = select(dataSet.get(), part, firstRow, rows);
    const Hdf5Id type = memoryType(part, element);
    if (H5Dread(dataSet.get(), type.get(), selection.inMemory.get(), selection.inFile.get(), H5P_DEFAULT, values) < 0)
      failReading(part);
  }

  /// HDF5 unpacks a chunk to whatever it contains. Refuses chunks that would unpack to more than they state, which only
  /// files made to exhaust memory contain; chunks that are too small for harm are not tried.
  void checkChunks(hid_t dataSet, const Hdf5Array& part, std::uint64_t firstRow, std::uint64_t rows) const {
    if (part.chunk.empty()) return;
    const std::size_t axes = part.chunk.size();
    std::vector<hsize_t> first(axes, 0), offset(axes);
    first.front() = firstRow / part.chunk.front() * part.chunk.front();
    std::vector<hsize_t> end = part.dataSetShape;
    end.front() = firstRow + rows;
    for (offset = first; offset.front() < end.front();) {
      checkChunk(dataSet, part, offset);
      for (std::size_t axis = axes; axis-- > 0;) {
        offset[axis] += part.chunk[axis];
        if (offset[axis] < end[axis] || axis == 0) break;
        offset[axis] = first[axis];
      }
    }
  }

  void checkChunk(hid_t dataSet, const Hdf5Array& part, const std::vector<hsize_t>& offset) const {
    constexpr std::uint64_t kHarmless = 256 << 10;  // packed bytes; DEFLATE's largest ratio is 1032
    constexpr std::uint64_t kMargin = 4096;         // checksum and headers of zlib
    hsize_t stored = 0;
    if (H5Dget_chunk_storage_size(dataSet, offset.data(), &stored) < 0 || stored == 0) return;  // not written
    const auto refuseChunk = [&] {
      refuse(part.info.name,
             "a packed chunk is larger than it states; the file is damaged or was made to exhaust memory");
    };
    if (stored > part.chunkBytes + part.chunkBytes / 8 + kMargin) refuseChunk();
    if (stored <= kHarmless) return;
    std::vector<unsigned char> packed(stored);
    std::uint32_t skipped = 0;
    if (H5Dread_chunk(dataSet, H5P_DEFAULT, offset.data(), &skipped, packed.data()) < 0) failReading(part);
    if (!unpacksWithin(packed, part.chunkBytes + kMargin)) refuseChunk();
  }

  void readRealRows(std::size_t array, std::uint64_t firstRow, std::span<double> values) override {
    if (m_parts[array].isBitField) {
      std::vector<std::int64_t> bits(values.size());
      readIntegerRows(array, firstRow, bits);
      std::copy(bits.begin(), bits.end(), values.begin());
      return;
    }
    const Hdf5Lock lock;
    read(array, H5T_NATIVE_DOUBLE, firstRow, values.size() / m_arrays[array].width(), values.data());
  }

  void readIntegerRows(std::size_t array, std::uint64_t firstRow, std::span<std::int64_t> values) override {
    const Hdf5Lock lock;
    const std::uint64_t rows = values.size() / m_arrays[array].width();
    if (m_parts[array].isBitField) {
      std::vector<std::uint8_t> bytes(values.size());
      read(array, H5T_NATIVE_B8, firstRow, rows, bytes.data());
      std::copy(bytes.begin(), bytes.end(), values.begin());
      return;
    }
    const bool isUnsigned = m_arrays[array].type == ElementType::Unsigned;
    read(array, isUnsigned ? H5T_NATIVE_UINT64 : H5T_NATIVE_INT64, firstRow, rows, values.data());
  }

  void readTextRows(std::size_t array, std::uint64_t firstRow, std::span<std::string> values) override {
    const Hdf5Lock lock;
    const Hdf5Array& part = m_parts[array];
    const Hdf5Id dataSet = openDataSet(part);
    const Hdf5Id element = elementType(dataSet.get(), part);
    const bool varies = H5Tis_variable_str(element.get()) > 0;
    const std::uint64_t width = m_arrays[array].width();
    const std::uint64_t rowBytes = width * part.info.elementBytes;
    TextBudget budget{m_textBytesMost};
    const std::uint64_t rowsAtOnce =
        varies ? std::max<std::uint64_t>(1, kTextRows / width) : std::max<std::uint64_t>(1, kTextBytes / rowBytes);
    for (std::uint64_t done = 0, rows = values.size() / width; done < rows;) {
      const std::uint64_t now = std::min(rowsAtOnce, rows - done);
      const std::span<std::string> piece = values.subspan(done * width, now * width);
      if (varies)
        readVaryingTexts(array, dataSet.get(), element.get(), firstRow + done, piece, budget);
      else
        readFixedTexts(array, element.get(), firstRow + done, piece);
      done += now;
    }
  }

  void readFixedTexts(std::size_t array, hid_t element, std::uint64_t firstRow, std::span<std::string> values) const {
    const std::size_t length = m_parts[array].info.elementBytes;
    std::string buffer(values.size() * length, '\0');
    read(array, element, firstRow, values.size() / m_arrays[array].width(), buffer.data());
    const bool isSpacePadded = H5Tget_strpad(element) == H5T_STR_SPACEPAD;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const char* begin = buffer.data() + i * length;
      values[i].assign(begin, ::strnlen(begin, length));
      if (isSpacePadded) values[i].resize(values[i].find_last_not_of(' ') + 1);
    }
  }

  void readVaryingTexts(std::size_t array, hid_t dataSet, hid_t element, std::uint64_t firstRow,
                        std::span<std::string> values, TextBudget& budget) const {
    const Hdf5Array& part = m_parts[array];
    const std::uint64_t rows = values.size() / m_arrays[array].width();
    checkChunks(dataSet, part, firstRow, rows);
    const Selection selection = select(dataSet, part, firstRow, rows);
    const Hdf5Id type = memoryType(part, element);
    const Hdf5Id transfer(H5Pcreate(H5P_DATASET_XFER), &H5Pclose);
    H5Pset_vlen_mem_manager(transfer.get(), &TextBudget::allocate, &budget, &TextBudget::release, nullptr);
    std::vector<char*> texts(values.size(), nullptr);
    const herr_t code =
        H5Dread(dataSet, type.get(), selection.inMemory.get(), selection.inFile.get(), transfer.get(), texts.data());
    const std::string reason = budget.isSpent ? "its texts are longer than the file can hold"
                               : code < 0     ? hdf5Reason()
                                              : "";
    for (std::size_t i = 0; i < values.size() && code >= 0; ++i)
      values[i] = texts[i] == nullptr ? std::string() : std::string(texts[i]);
    H5Dvlen_reclaim(type.get(), selection.inMemory.get(), transfer.get(), texts.data());
    if (code < 0) refuse(part.info.name, fmt::format("cannot be read ({})", reason));
  }

  std::string m_bytes;
  Hdf5Id m_file;
  std::uint64_t m_textBytesMost = 0;  ///< limit for texts of varying length in one call
  std::vector<Hdf5Array> m_parts;     ///< structured parts of m_arrays
};

}  // namespace

std::unique_ptr<ArrayFile> openHdf5(const std::filesystem::path& path) {
  return std::make_unique<Hdf5File>(path.string(), std::string(), requireReadableFile(path));
}

std::unique_ptr<ArrayFile> openHdf5(std::string bytes, const std::string& source) {
  const std::uint64_t count = bytes.size();
  return std::make_unique<Hdf5File>(source, std::move(bytes), count);
}

}  // namespace maury::io
