// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/outputs/OutputFiles.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "io/FileKind.h"
#include "io/SameFile.h"
#include "io/fits/FitsReader.h"
#include "io/tables/Table.h"
#include "io/tables/WriteTable.h"
#include "survey/file/SurveyReader.h"

namespace maury::workbench {
namespace {

namespace fs = std::filesystem;

/// Kind of contents of an existing file. Only kinds that an output may or may not replace are distinguished.
enum class Content {
  Empty,
  Survey,
  Catalogue,
  FitsTable,
  OtherFits,
  VoTable,
  Tensors,
  Text,
  Json,
  Pdf,
  Png,
  Svg,
  Other
};

std::string wordsFor(Content content) {
  switch (content) {
    case Content::Survey:
      return "a survey file with spectra";
    case Content::Catalogue:
      return "a survey file without spectra";
    case Content::FitsTable:
      return "a FITS table for other programs";
    case Content::OtherFits:
      return "a FITS file from another program";
    case Content::VoTable:
      return "a VOTable";
    case Content::Tensors:
      return "a model or another file of tensors";
    case Content::Text:
      return "a text file";
    case Content::Json:
      return "a JSON file";
    case Content::Pdf:
      return "a PDF file";
    case Content::Png:
      return "a PNG image";
    case Content::Svg:
      return "an SVG image";
    case Content::Empty:
    case Content::Other:
      break;
  }
  return "a file of another kind";
}

std::string wordsFor(OutputKind kind) {
  switch (kind) {
    case OutputKind::Survey:
      return "a survey file";
    case OutputKind::Catalogue:
      return "a catalogue";
    case OutputKind::Table:
      return "a table";
    case OutputKind::Model:
      return "a model";
    case OutputKind::Network:
      return "a description of a network";
    case OutputKind::Figure:
      break;
  }
  return "a figure";
}

std::string lowerSuffix(const fs::path& path) {
  std::string suffix = path.extension().string();
  std::transform(suffix.begin(), suffix.end(), suffix.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return suffix;
}

Content contentOfFits(const fs::path& path) {
  try {
    const survey::SurveyReader reader(path);
    return reader.schema().pixelCount() > 0 ? Content::Survey : Content::Catalogue;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::File) throw;
    // Otherwise it is not a survey file.
  }
  try {
    io::FitsReader reader(path);
    // The names of the first tables that io::writeTable() and galaxy::writePanels() write.
    return reader.hasHdu("TABLE") || reader.hasHdu("PANELS") ? Content::FitsTable : Content::OtherFits;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::File) throw;
    return Content::OtherFits;
  }
}

[[noreturn]] void failReading(const fs::path& path, int code) {
  throw Error(ErrorKind::File, fmt::format("{}: the existing file cannot be read ({})", path.string(),
                                           std::generic_category().message(code)));
}

Content contentOf(const fs::path& path) {
  constexpr std::size_t kProbeBytes = 1024;
  constexpr std::size_t kLengthBytes = 8;  // the file begins with the length of its header, which is JSON
  std::string start(kProbeBytes, '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file) failReading(path, errno);
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  if (file.bad()) failReading(path, errno);
  start.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  if (start.empty()) return Content::Empty;
  if (start.starts_with("%PDF")) return Content::Pdf;
  if (start.starts_with("\x89PNG")) return Content::Png;
  switch (io::kindOf(start)) {
    case io::FileKind::Fits:
      return contentOfFits(path);
    case io::FileKind::VoTable:
      return Content::VoTable;
    case io::FileKind::Xml:
      return start.find("<svg") != std::string::npos ? Content::Svg : Content::Other;
    case io::FileKind::Text:
      return start[std::min(start.find_first_not_of(" \t\r\n"), start.size() - 1)] == '{' ? Content::Json
                                                                                          : Content::Text;
    case io::FileKind::Binary:
      return start.size() > kLengthBytes && start[kLengthBytes] == '{' ? Content::Tensors : Content::Other;
    default:
      return Content::Other;
  }
}

Content contentOfTable(const fs::path& path) {
  switch (io::tableFormatOf(path)) {
    case io::TableFormat::Fits:
      return Content::FitsTable;
    case io::TableFormat::VoTable:
      return Content::VoTable;
    default:
      return Content::Text;
  }
}

Content contentOfFigure(const fs::path& path) {
  const std::string suffix = lowerSuffix(path);
  if (suffix == ".pdf") return Content::Pdf;
  return suffix == ".svg" ? Content::Svg : Content::Png;
}

/// Returns true if the output may replace a file with this content.
bool mayReplace(const OutputFile& output, Content content) {
  switch (output.kind) {
    case OutputKind::Survey:
      return content == Content::Survey || content == Content::Catalogue;
    case OutputKind::Catalogue:
      return content == Content::Catalogue;
    case OutputKind::Table:
      return content == contentOfTable(output.path);
    case OutputKind::Model:
      return content == Content::Tensors;
    case OutputKind::Network:
      return content == Content::Json;
    case OutputKind::Figure:
      return content == contentOfFigure(output.path);
  }
  return false;
}

/// Refuses a suffix that promises another format. Tables and figures take their format from the suffix, so it must be
/// known; a survey or a model may have any name that does not mislead.
void requireSuffix(const OutputFile& output) {
  if (output.kind == OutputKind::Figure || output.kind == OutputKind::Network) return;  // their writers check it
  if (output.kind == OutputKind::Table) {
    io::tableFormatOf(output.path);
    return;
  }
  constexpr std::array<const char*, 14> kOthers{".csv", ".ecsv", ".vot", ".votable", ".xml", ".json",       ".zip",
                                                ".gz",  ".txt",  ".pdf", ".svg",     ".png", ".checkpoint", ".hdf5"};
  const bool isModel = output.kind == OutputKind::Model;
  const std::string suffix = lowerSuffix(output.path);
  const bool isOther = std::find(kOthers.begin(), kOthers.end(), suffix) != kOthers.end() ||
                       (isModel ? suffix == ".fits" || suffix == ".fit" : suffix == ".safetensors");
  if (!isOther) return;
  throw Error(ErrorKind::Usage,
              fmt::format("{}: {} is written as {}; choose a name that ends in {}", output.path.string(),
                          wordsFor(output.kind), isModel ? "safetensors" : "FITS", isModel ? ".safetensors" : ".fits"),
              isModel ? "" : "To convert it to another format, use maury-cli export.");
}

/// Refuses an output that is an input, or an existing file in a folder that is read.
void requireNoInput(const OutputFile& output, const fs::path& input) {
  io::requireOtherFile(output.path, input);
  std::error_code code;
  if (!fs::is_directory(input, code) || !fs::exists(output.path, code)) return;
  const auto skip = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator entry(input, skip, code), end; !code && entry != end; entry.increment(code))
    io::requireOtherFile(output.path, entry->path());
}

void requireKind(const OutputFile& output) {
  std::error_code code;
  if (!fs::is_regular_file(output.path, code)) return;
  const Content content = contentOf(output.path);
  if (content == Content::Empty || mayReplace(output, content)) return;
  throw Error(ErrorKind::Usage,
              fmt::format("{}: already exists and is {}, which {} would replace; choose another file name",
                          output.path.string(), wordsFor(content), wordsFor(output.kind)),
              "To replace it, use --overwrite.");
}

}  // namespace

const OptionTable<OutputOptions>& outputOptionTable() {
  static const OptionTable<OutputOptions> table{
      describe("overwrite", &OutputOptions::overwrite,
               {.flag = "--overwrite",
                .help = "Replace an existing file even if it is of another kind, such as a survey by a model"}),
  };
  return table;
}

void requireWritableOutputs(const std::vector<OutputFile>& outputs, const std::vector<fs::path>& inputs,
                            const OutputOptions& options) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    requireSuffix(outputs[i]);
    for (const fs::path& input : inputs)
      requireNoInput(outputs[i], input);
    for (std::size_t j = 0; j < i; ++j)
      if (io::isSameFile(outputs[i].path, outputs[j].path))
        throw Error(ErrorKind::Usage,
                    fmt::format("{}: two outputs would be written to this file; choose another name for one of them",
                                outputs[i].path.string()));
  }
  for (const OutputFile& output : outputs) {
    const io::AtomicFile writable(output.path);
    if (!options.overwrite) requireKind(output);
  }
}

}  // namespace maury::workbench
