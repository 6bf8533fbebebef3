// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/columns/ApogeeVectors.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>
#include <string_view>

#include "io/fits/FitsReader.h"

namespace maury::survey {

namespace {

struct NamedVector {
  std::string_view column, symbols;
};
constexpr std::array<NamedVector, 6> kVectors = {{{"FPARAM", "PARAM_SYMBOL"},
                                                  {"PARAM", "PARAM_SYMBOL"},
                                                  {"X_H", "ELEM_SYMBOL"},
                                                  {"X_H_ERR", "ELEM_SYMBOL"},
                                                  {"X_M", "ELEM_SYMBOL"},
                                                  {"X_M_ERR", "ELEM_SYMBOL"}}};

/// Returns the words in the text column of that name, in any table HDU with a single row; none if there is no such
/// column.
std::vector<std::string> symbolsIn(SourceFile& file, std::string_view column) {
  io::FitsReader& fits = file.fits();
  for (int hdu = 2; hdu <= fits.hduCount(); ++hdu) {
    fits.moveTo(hdu);
    if (!fits.isTable() || fits.rowCount() != 1) continue;
    const std::vector<io::FitsColumn> columns = fits.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (upperCase(columns[i].name) != column || columns[i].type != 'A') continue;
      file.markUsed(hdu);
      std::istringstream words(fits.readText(static_cast<int>(i), 0, 1).front());
      return {std::istream_iterator<std::string>(words), {}};
    }
  }
  return {};
}

bool hasWidth(const io::ArrayColumn& array, std::size_t width) {
  for (std::size_t row = 0; row < array.size(); ++row)
    if (array.row(row).size() != width) return false;
  return true;
}

void split(const io::ArrayColumn& array, const std::vector<std::string>& symbols, io::Table& table) {
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    io::Column column{array.name + "_" + symbols[i], array.unit, std::vector<double>(array.size())};
    auto& values = std::get<std::vector<double>>(column.values);
    for (std::size_t row = 0; row < array.size(); ++row)
      values[row] = array.row(row)[i];
    if (table.find(column.name) == nullptr) table.columns.push_back(std::move(column));
  }
}

}  // namespace

void splitApogeeVectors(SourceFile& file, io::Table& table) {
  if (!file.isFits()) return;
  for (const NamedVector& vector : kVectors) {
    const auto array = std::find_if(table.arrays.begin(), table.arrays.end(),
                                    [&](const io::ArrayColumn& a) { return upperCase(a.name) == vector.column; });
    if (array == table.arrays.end()) continue;
    const std::vector<std::string> symbols = symbolsIn(file, vector.symbols);
    if (symbols.empty() || !hasWidth(*array, symbols.size())) continue;
    split(*array, symbols, table);
    table.arrays.erase(array);
  }
}

}  // namespace maury::survey
