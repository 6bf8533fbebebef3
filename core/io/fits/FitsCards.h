// SPDX-License-Identifier: GPL-3.0-or-later
// The cards of one FITS header, with the rules of CFITSIO 4.2: where it finds a key, which name and value it takes from
// a card. For the checks that run before CFITSIO sees a file (FitsHeaders.cpp); none of this uses CFITSIO.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace maury::io {

inline constexpr std::size_t kFitsBlockBytes = 2880;  // FITS standard 4.0, section 3.1
inline constexpr std::size_t kFitsCardBytes = 80;     // section 3.3.1

/// Keys at the start of a table's header, in this order (section 7.3.1).
inline constexpr std::array<std::string_view, 8> kTableCards = {"XTENSION", "BITPIX", "NAXIS",  "NAXIS1",
                                                                "NAXIS2",   "PCOUNT", "GCOUNT", "TFIELDS"};

/// Removes leading and trailing blanks.
std::string_view trimBlanks(std::string_view text);

/// Returns true for a card such as "HIERARCH long key = 1".
bool isHierarch(std::string_view card);

/// Returns the name of a card as CFITSIO does (ffgknm()): up to a blank or '=', or the name of a HIERARCH card. Unlike
/// the standard, CFITSIO takes "HIERARCH TTYPE1 =" and "TTYPE1=" for TTYPE1.
std::string_view cardName(std::string_view card);

/// Returns the part of a card after the '=' that begins its value, without leading and trailing blanks (ffpsvc());
/// empty if it has no value. `begin` gets the position of the value in the card.
std::string_view cardValue(std::string_view card, std::size_t& begin);
std::string_view cardValue(std::string_view card);

/// Returns the value of a card such as "KEY     =                   12 / remark"; std::nullopt if it is not an integer
/// of 64 bits.
std::optional<std::int64_t> cardInteger(std::string_view card);

/// Returns the string in quotes, without trailing blanks; a pair of quotes stands for one. Returns the text up to a
/// blank or '/' if there are no quotes.
std::string cardText(std::string_view card);

/// Returns n if `name` is `root` followed by the number n in the form that ffc2ii() reads; std::nullopt otherwise.
std::optional<std::int64_t> indexAfter(std::string_view name, std::string_view root);

/// Returns true if BITPIX or ZBITPIX may have this value.
bool isPixelSize(std::int64_t bits);

/// Returns the product or sum of non-negative numbers of bytes; std::nullopt if an argument is, or if the result is
/// beyond 2⁶⁰. With this limit, sums of a few results cannot overflow 64 bits.
std::optional<std::int64_t> multiplyBytes(std::optional<std::int64_t> first, std::int64_t second);
std::optional<std::int64_t> addBytes(std::optional<std::int64_t> first, std::optional<std::int64_t> second);

/// Header of one HDU in memory.
struct FitsCards {
  std::filesystem::path path;    ///< file, for messages
  std::uintmax_t fileBytes = 0;  ///< size of the file
  int hdu = 1;                   ///< number of the HDU, 1 = primary
  std::string name;              ///< EXTNAME of the HDU, for messages
  std::string bytes;             ///< blocks of the header, up to the one with END
  std::size_t count = 0;         ///< number of cards before END

  /// Returns the 80 characters of a card; `index` counts from 0.
  std::string_view card(std::size_t index) const;

  /// Throws Error(Format) that names file and HDU.
  [[noreturn]] void refuse(std::string_view reason) const;
  /// Throws Error(Format) that names file, HDU and card and says what is wrong with it, such as "must be …".
  [[noreturn]] void refuseCard(std::size_t index, std::string_view problem) const;

  /// Returns the value of a card that must be a whole number of at least 0 (BITPIX: of any sign). CFITSIO finds these
  /// cards by position, not by name. `place` names the kind of HDU for the message.
  std::int64_t countAt(std::size_t index, std::string_view key, std::string_view place) const;
  /// Returns the value of the last card with this name from card `from` on, which must be a whole number; std::nullopt
  /// if there is none.
  std::optional<std::int64_t> lastInteger(std::string_view key, std::size_t from) const;
};

}  // namespace maury::io
