// SPDX-License-Identifier: GPL-3.0-or-later
// Checks the headers of a FITS file before CFITSIO sees it, because CFITSIO 4.2 trusts many of their values: it keeps
// the axes of an image in an array of 99, divides by the sizes of compression tiles, and computes the address of the
// next HDU without a test for overflow. The checker reads the cards at the same positions and with the same rules as
// CFITSIO. What it cannot interpret, it refuses. Each check names the function and the limit of CFITSIO it stands for.
//
// FitsCards reads the cards; tables and compressed images have files of their own. The checks of one header take time
// linear in its size, and memory for one header of at most kMaxHeaderBytes.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <string>
#include <system_error>

#include "base/Error.h"
#include "io/fits/FitsCards.h"
#include "io/fits/FitsHeaderCompression.h"
#include "io/fits/FitsHeaderTable.h"
#include "io/fits/FitsReader.cfitsio.h"

namespace maury::io {
namespace {

/// Largest NAXIS: FITSfile::imgnaxis has 99 elements (fitsio.h), but ffgphd() accepts 999 axes and ffpinit() writes all
/// of them.
constexpr std::int64_t kMaxAxes = 99;
/// Largest header (about 50 000 cards). CFITSIO looks for END to the end of the file, however large that is, and
/// searches the header from its start for each key.
constexpr std::size_t kMaxHeaderBytes = (std::size_t{4} << 20) / kFitsBlockBytes * kFitsBlockBytes;
/// Largest number of CONTINUE cards after a key. ffgkls() appends them in time quadratic in their number.
constexpr std::size_t kMaxContinued = 10'000;
/// Largest number of HDUs. CFITSIO stores the address of each one and reads each header several times.
constexpr int kMaxHdus = 100'000;

/// Checks the headers of a file, on disk or in memory, one after another.
class HeaderChecker {
public:
  /// Checks the file in `bytes`, or the one at `path` if `bytes` is empty.
  HeaderChecker(const std::filesystem::path& path, std::string_view bytes, std::uintmax_t fileBytes) : m_bytes(bytes) {
    m_header.path = path;
    m_header.fileBytes = fileBytes;
    if (!bytes.empty()) return;
    m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (m_descriptor < 0) failReading();
  }
  ~HeaderChecker() {
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  HeaderChecker(const HeaderChecker&) = delete;
  HeaderChecker& operator=(const HeaderChecker&) = delete;

  void run() {
    std::int64_t offset = 0;
    for (m_header.hdu = 1; readHeader(offset); ++m_header.hdu) {
      if (m_header.hdu > kMaxHdus)
        m_header.refuse(fmt::format("the file has more than {} HDUs, which is unusual", kMaxHdus));
      const std::string type = extensionType();
      m_header.name.clear();
      for (std::size_t i = 1; i < m_header.count && m_header.name.empty(); ++i)
        if (m_header.card(i).starts_with("EXTNAME ")) m_header.name = cardText(m_header.card(i));
      requireValuesThatFit();
      const bool isBinary = type == "BINTABLE" || type == "A3DTABLE" || type == "3DTABLE";
      const bool isTable = isBinary || type == "TABLE";
      std::optional<std::int64_t> size;
      if (isTable) {
        checkTableColumns(m_header, isBinary);
        if (isBinary) checkCompressedImage(m_header);
        size = tableBytes(m_header);
      } else {
        size = imageBytes();
      }
      offset = endOf(offset + static_cast<std::int64_t>(m_header.bytes.size()), size);
    }
  }

private:
  /// Returns the value of XTENSION without blanks, as ffrhdu() compares it; empty for a primary HDU.
  std::string extensionType() const {
    return m_header.card(0).starts_with("XTENSION") ? std::string(trimBlanks(cardText(m_header.card(0))))
                                                    : std::string();
  }

  [[noreturn]] void failReading() const {
    const int code = errno;
    throw Error(ErrorKind::File,
                fmt::format("{}: cannot be read ({})", m_header.path.string(), std::generic_category().message(code)));
  }

  std::string block(std::int64_t offset) {
    if (!m_bytes.empty())
      return static_cast<std::size_t>(offset) < m_bytes.size()
                 ? std::string(m_bytes.substr(static_cast<std::size_t>(offset), kFitsBlockBytes))
                 : std::string();
    std::string found(kFitsBlockBytes, '\0');
    std::size_t bytes = 0;
    while (bytes < kFitsBlockBytes) {
      const ssize_t count = ::pread(m_descriptor, found.data() + bytes, kFitsBlockBytes - bytes,
                                    static_cast<off_t>(offset) + static_cast<off_t>(bytes));
      if (count < 0 && errno != EINTR) failReading();
      if (count == 0) break;
      if (count > 0) bytes += static_cast<std::size_t>(count);
    }
    found.resize(bytes);
    return found;
  }

  /// Reads the header at `offset` into m_header, up to and including the block with the card END. Returns false if no
  /// header begins there. Refuses a header without END: CFITSIO would read to the end of the file.
  bool readHeader(std::int64_t offset) {
    m_header.bytes.clear();
    m_header.name.clear();
    m_header.count = 0;
    if (static_cast<std::uintmax_t>(offset) >= m_header.fileBytes) return false;
    while (true) {
      const std::string next = block(offset + static_cast<std::int64_t>(m_header.bytes.size()));
      if (m_header.bytes.empty() && (next.size() < kFitsBlockBytes || !startsHeader(next))) return false;
      if (next.size() < kFitsBlockBytes)
        m_header.refuse("truncated or damaged: its header has no end; download the file again");
      const std::size_t begin = m_header.bytes.size();
      m_header.bytes += next;
      for (std::size_t i = 0; i < kFitsBlockBytes; i += kFitsCardBytes) {
        // ffgnky() replaces other characters; a zero byte would end the card early in CFITSIO but not here.
        const std::string_view one = std::string_view(m_header.bytes).substr(begin + i, kFitsCardBytes);
        if (one.find('\0') != std::string_view::npos)
          m_header.refuse("damaged: its header has zero bytes in place of text or has no end; download the file again");
        if (one.starts_with("END     ")) {
          m_header.count = (begin + i) / kFitsCardBytes;
          return true;
        }
      }
      if (m_header.bytes.size() >= kMaxHeaderBytes)
        m_header.refuse(fmt::format("damaged: its header has no end within {} bytes; download the file again",
                                    m_header.bytes.size()));
    }
  }

  static bool startsHeader(std::string_view bytes) {
    return bytes.starts_with("SIMPLE  ") || bytes.starts_with("XTENSION");
  }

  /// Refuses values that overflow `char value[FLEN_VALUE]` (71): ffpsvc() checks the length before it copies a pair of
  /// quotes, so a long string whose value begins before column 11 writes past the end. Refuses long chains of CONTINUE.
  void requireValuesThatFit() const {
    std::size_t continued = 0;
    for (std::size_t i = 0; i < m_header.count; ++i) {
      continued = m_header.card(i).starts_with("CONTINUE") ? continued + 1 : 0;
      if (continued > kMaxContinued)
        m_header.refuse(fmt::format("a key is continued on more than {} cards, which is unusual", kMaxContinued));
      std::size_t begin = 0;
      const std::string_view value = cardValue(m_header.card(i), begin);
      constexpr std::size_t kStandardBegin = 10;
      if (begin < kStandardBegin && value.starts_with('\'') && value.find("''", 1) != std::string_view::npos &&
          value.size() > kFitsCardBytes - kStandardBegin - 2)
        m_header.refuseCard(i, "has a value that does not begin in column 11 and is too long");
    }
  }

  /// Returns the size of the data of an image or of an unknown extension as ffpinit() computes it (bytes, without
  /// padding; FITS standard 4.0, equations 1 and 2); std::nullopt if it is beyond all files.
  std::optional<std::int64_t> imageBytes() const {
    const std::int64_t bits = m_header.countAt(1, "BITPIX", "an HDU");
    if (!isPixelSize(bits))
      m_header.refuse(fmt::format("damaged: BITPIX is {}, but must be 8, 16, 32, 64, −32 or −64", bits));
    const std::int64_t axes = m_header.countAt(2, "NAXIS", "an HDU");
    if (axes > kMaxAxes)
      m_header.refuse(fmt::format("the image has {} axes (NAXIS), but at most {} can be read", axes, kMaxAxes));
    std::optional<std::int64_t> values = axes == 0 ? 0 : 1;
    bool isEmptyGroup = false;  // NAXIS1 = 0 marks random groups (section 6)
    for (std::int64_t axis = 1; axis <= axes; ++axis) {
      const std::int64_t length =
          m_header.countAt(static_cast<std::size_t>(2 + axis), fmt::format("NAXIS{}", axis), "an HDU");
      if (axis == 1 && length == 0) {
        isEmptyGroup = isRandomGroups();
        if (isEmptyGroup) continue;
      }
      values = multiplyBytes(values, length);
    }
    const std::int64_t parameters = m_header.lastInteger("PCOUNT", 3).value_or(0),
                       groups = m_header.lastInteger("GCOUNT", 3).value_or(1);
    if (parameters < 0 || groups < 0) m_header.refuse("damaged: PCOUNT or GCOUNT is negative");
    return multiplyBytes(multiplyBytes(addBytes(values, parameters), groups), std::abs(bits) / 8);
  }

  bool isRandomGroups() const {
    for (std::size_t i = 3; i < m_header.count; ++i) {
      if (cardName(m_header.card(i)) != "GROUPS") continue;
      const std::string_view value = cardValue(m_header.card(i));
      if (!value.starts_with('T') && !value.starts_with('F')) m_header.refuseCard(i, "must be GROUPS with T or F");
      return value.starts_with('T');
    }
    return false;
  }

  /// Returns the offset at which the next HDU begins (bytes). Refuses data that the file cannot hold, with their
  /// padding: CFITSIO would wrap around to an earlier HDU and never end, and would take a file in memory to be larger
  /// than it is (mem_truncate()).
  std::int64_t endOf(std::int64_t data, std::optional<std::int64_t> size) const {
    const auto step = static_cast<std::int64_t>(kFitsBlockBytes);
    const auto end = size ? addBytes(data, (*size + step - 1) / step * step) : std::nullopt;
    if (!end) m_header.refuse("damaged: its header states more data than any file can hold; download the file again");
    if (static_cast<std::uintmax_t>(*end) > m_header.fileBytes)
      m_header.refuse(fmt::format("truncated: its header states {} bytes, the file has {}; download the file again",
                                  *end, m_header.fileBytes));
    return *end;
  }

  std::string_view m_bytes;
  int m_descriptor = -1;  ///< descriptor of the file, if m_bytes is empty
  FitsCards m_header;     ///< header of the current HDU
};

}  // namespace

void FitsReader::Impl::checkHeaders() const {
  HeaderChecker(path, bytes, fileBytes).run();
}

}  // namespace maury::io
