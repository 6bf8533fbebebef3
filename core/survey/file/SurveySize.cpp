// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/file/SurveySize.h"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "io/DiskSpace.h"

namespace maury::survey {

namespace {

constexpr std::uint64_t kHeaderBytes = 4 * 2880;  // primary HDU, stars, wavelengths and the padding of both tables
constexpr std::uint64_t kTableBytes = 2 * 2880;   // header and padding of a further table

std::size_t longestText(const std::vector<std::string>& texts, std::size_t atLeast) {
  for (const std::string& text : texts)
    atLeast = std::max(atLeast, text.size());
  return atLeast;
}

}  // namespace

std::uint64_t surveyFileBytes(const Dataset& example, std::size_t stars, std::size_t textWidth) {
  const std::size_t pixels = example.pixelCount();
  std::uint64_t rowBytes = longestText(example.ids, textWidth);
  rowBytes += sizeof(float) * pixels * (example.fluxError.empty() ? 1 : 2);
  for (const AuxiliaryInput& input : example.inputs)
    rowBytes += sizeof(float) * input.width;
  for (const Label& label : example.labels)
    rowBytes += sizeof(float) * (label.errors.empty() ? 1 : 2);
  for (const io::Column& column : example.columns) {
    const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
    rowBytes += texts == nullptr ? sizeof(double) : longestText(*texts, textWidth);
  }
  const std::vector<std::string>& reading = example.provenance.reading;
  const std::uint64_t readingBytes = reading.empty() ? 0 : kTableBytes + reading.size() * longestText(reading, 1);
  return kHeaderBytes + readingBytes + sizeof(double) * pixels + rowBytes * stars;
}

std::uint64_t requireSurveySpace(const std::filesystem::path& path, const Dataset& example, std::size_t stars,
                                 std::size_t textWidth) {
  const std::uint64_t bytes = surveyFileBytes(example, stars, textWidth);
  io::requireSpace(path, bytes);
  return bytes;
}

}  // namespace maury::survey
