// SPDX-License-Identifier: GPL-3.0-or-later
#include "survey/importing/ReadFiles.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/Error.h"
#include "base/Parallel.h"
#include "spectra/Resample.h"
#include "survey/importing/readers/Format.h"
#include "survey/importing/readers/WavelengthScale.h"
#include "survey/importing/readers/Wavelengths.h"

namespace maury::survey {

namespace {

/// Size of a batch of files that are read in parallel before their spectra are collected: enough to keep every thread
/// busy, and small enough to fit in memory. A large file forms its own batch and is collected while it is read.
constexpr std::size_t kFilesPerBatch = 256;
constexpr std::uint64_t kBytesPerBatch = std::uint64_t{128} << 20;

/// Content of one file, or the reason why it has none.
struct FileResult {
  std::vector<SpectraBlock> spectra;
  std::vector<StarInputs> inputs;
  std::vector<std::string> notes;
  std::string refusal;  ///< reason why the file is not a spectrum; empty if it is
  std::exception_ptr error;
};

/// Returns the reason in an error message, without the leading file name and the trailing full stop.
std::string reasonIn(std::string sentence, const std::string& source) {
  if (sentence.starts_with(source)) sentence.erase(0, source.size());
  sentence.erase(0, sentence.find_first_not_of(":, "));
  while (!sentence.empty() && sentence.back() == '.')
    sentence.pop_back();
  return sentence;
}

void rebinTo(const std::shared_ptr<const spectra::WavelengthGrid>& grid, SpectraBlock& block) {
  for (Spectrum& spectrum : block.spectra) {
    if (spectrum.grid == grid || spectrum.grid->matches(*grid)) continue;
    std::vector<float> flux(grid->size()), errors(spectrum.fluxError.empty() ? 0 : grid->size());
    spectra::rebin(*spectrum.grid, spectrum.flux, spectrum.fluxError, *grid, flux, errors);
    spectrum.flux = std::move(flux);
    spectrum.fluxError = std::move(errors);
    spectrum.grid = grid;
  }
}

/// Collects the notes of many files. Of notes that differ only in numbers and the file's name, the first is kept, with
/// the number of the others.
class FileNotes {
public:
  void add(std::string&& note, const std::string& source) {
    std::string kind;
    for (const char c : note.substr(note.starts_with(source) ? source.size() : 0))
      if (c < '0' || c > '9') kind += c;
    const auto [place, isNew] = m_places.emplace(std::move(kind), m_notes.size());
    if (isNew)
      m_notes.push_back({std::move(note), 0});
    else
      ++m_notes[place->second].repeats;
  }

  void moveTo(std::vector<std::string>& notes) {
    for (Note& note : m_notes) {
      if (note.repeats > 0)
        note.text += fmt::format(" ({} more {} of this kind)", note.repeats, note.repeats == 1 ? "note" : "notes");
      notes.push_back(std::move(note.text));
    }
    m_notes.clear();
    m_places.clear();
  }

private:
  struct Note {
    std::string text;
    std::size_t repeats;
  };
  std::vector<Note> m_notes;
  std::unordered_map<std::string, std::size_t> m_places;  ///< by the text without digits and the file
};

class FilesReader {
public:
  FilesReader(const std::vector<ImportFile>& files, const ImportOptions& options,
              const std::vector<std::string>* alignedIds, RoleMap& roles, SpectraCollector& collector,
              ImportReport& report, Job& job)
      : m_files(files), m_roles(roles), m_collector(collector), m_report(report), m_context{options,
                                                                                            m_grids,
                                                                                            m_wavelengthNotes,
                                                                                            job,
                                                                                            files.size() == 1,
                                                                                            alignedIds} {
    if (options.grid) m_target = std::make_shared<const spectra::WavelengthGrid>(options.grid->grid());
  }

  void run() {
    std::optional<ProgressMeter> meter;
    if (!m_context.isOnlyFile) meter.emplace(m_context.job, "reading", "files", m_files.size());
    for (std::size_t first = 0; first < m_files.size();) {
      const std::size_t count = batchFrom(first);
      if (count == 1)
        readAlone(m_files[first]);
      else
        readBatch(first, count, *meter);
      if (count == 1 && meter) meter->advance();
      first += count;
    }
    for (std::string& note : m_wavelengthNotes.sentences())
      m_report.notes.push_back(std::move(note));
    m_notes.moveTo(m_report.notes);
  }

private:
  std::size_t batchFrom(std::size_t first) const {
    // The grid of the first spectrum must be known before the others can be rebinned to it.
    if (m_context.options.usesFirstGrid && !m_target) return 1;
    std::size_t count = 0;
    std::uint64_t bytes = 0;
    while (first + count < m_files.size() && count < kFilesPerBatch) {
      bytes += m_files[first + count].bytes;
      if (count > 0 && bytes > kBytesPerBatch) break;
      ++count;
    }
    return count;
  }

  void collect(SpectraBlock&& block) {
    if (m_context.options.usesFirstGrid && !m_target && !block.isFallback) m_target = block.spectra.front().grid;
    if (m_target) rebinTo(m_target, block);
    m_collector.add(std::move(block));
  }

  /// Reads a file. Returns the reason if it is not a spectrum, otherwise an empty string. Throws the errors of the
  /// reader.
  std::string readTo(const ImportFile& file, const FormatOutput& output) {
    SourceFile source = file.open();
    source.useRoles(m_roles);
    source.verifyChecksums(m_context.job);
    const Format* format = formatOf(source);
    if (format == nullptr) return refusalReason(source);
    format->read(source, m_context, output);
    return {};
  }

  void readAlone(const ImportFile& file) {
    const FormatOutput output = {[&](SpectraBlock&& block) { collect(std::move(block)); },
                                 [&](StarInputs&& stars) { m_collector.add(std::move(stars)); },
                                 [&](std::string&& note) { m_notes.add(std::move(note), file.source()); }};
    try {
      const std::string refusal = readTo(file, output);
      if (!refusal.empty()) leaveOut(file, refusal, ErrorKind::Format);
    } catch (const Error&) {
      handleError(file, std::current_exception());
    }
  }

  void readBatch(std::size_t first, std::size_t count, ProgressMeter& meter) {
    std::vector<FileResult> results(count);
    parallelChunks(count, 1, m_context.options.threads, [&](std::size_t begin, std::size_t, unsigned) {
      FileResult& result = results[begin];
      const FormatOutput output = {[&](SpectraBlock&& block) {
                                     if (m_target) rebinTo(m_target, block);
                                     result.spectra.push_back(std::move(block));
                                   },
                                   [&](StarInputs&& stars) { result.inputs.push_back(std::move(stars)); },
                                   [&](std::string&& note) { result.notes.push_back(std::move(note)); }};
      try {
        result.refusal = readTo(m_files[first + begin], output);
      } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled) throw;
        result.error = std::current_exception();
      }
      meter.advance();
    });
    for (std::size_t i = 0; i < count; ++i)
      collect(m_files[first + i], std::move(results[i]));
  }

  void collect(const ImportFile& file, FileResult&& result) {
    if (result.error) {
      handleError(file, result.error);
      return;
    }
    if (!result.refusal.empty()) leaveOut(file, result.refusal, ErrorKind::Format);
    for (SpectraBlock& block : result.spectra)
      m_collector.add(std::move(block));
    for (StarInputs& stars : result.inputs)
      m_collector.add(std::move(stars));
    for (std::string& note : result.notes)
      m_notes.add(std::move(note), file.source());
  }

  /// Leaves out a file that is damaged or in a wrong format. Rethrows the error if the user named the file or must
  /// state the medium or the unit, or if the error concerns more than this file.
  void handleError(const ImportFile& file, const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const MediumUnknown&) {
      throw;
    } catch (const UnitUnknown& unknown) {
      // A question to the user, unless no unit or a single one is possible, as in a foreign file.
      if (unknown.choices().size() > 1 || file.isNamed) throw;
      leaveOut(file, reasonIn(unknown.what(), file.source()), unknown.kind());
    } catch (const Error& error) {
      const bool isOfOneFile = error.kind() == ErrorKind::Format || error.kind() == ErrorKind::File;
      if (!isOfOneFile || file.isNamed) throw;
      leaveOut(file, reasonIn(error.what(), file.source()), error.kind());
    }
  }

  void leaveOut(const ImportFile& file, const std::string& reason, ErrorKind kind) {
    if (file.isNamed)
      throw Error(kind, fmt::format("{} is not a spectrum: {}.", file.source(), reason),
                  "Use --labels to name a label table.");
    m_report.leftOut.push_back({file.source(), reason});
  }

  const std::vector<ImportFile>& m_files;
  RoleMap& m_roles;
  SpectraCollector& m_collector;
  ImportReport& m_report;
  FileNotes m_notes;
  GridStore m_grids;
  WavelengthNotes m_wavelengthNotes;
  ReadContext m_context;
  std::shared_ptr<const spectra::WavelengthGrid> m_target;
};

}  // namespace

void readFiles(const std::vector<ImportFile>& files, const ImportOptions& options,
               const std::vector<std::string>* alignedIds, RoleMap& roles, SpectraCollector& collector,
               ImportReport& report, Job& job) {
  FilesReader(files, options, alignedIds, roles, collector, report, job).run();
}

}  // namespace maury::survey
