// SPDX-License-Identifier: GPL-3.0-or-later
// Writing models, checkpoints and run files is not tried: the destructor of nlohmann::json allocates, which ends the
// program if it fails, and only values that were read can avoid that (io/Json.h).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "FailingAllocation.h"
#include "io/Json.h"
#include "io/Packed.h"
#include "io/archives/Gzip.h"
#include "io/archives/ZipArchive.h"
#include "io/tables/ReadTable.h"
#include "io/tables/Table.h"
#include "io/tables/WriteTable.h"
#include "network/description/DescriptionJson.h"
#include "network/description/NetworkDescription.h"
#include "spectra/LineList.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"
#include "support/ToyModel.h"
#include "survey/file/SurveyFile.h"
#include "survey/importing/Import.h"
#include "workbench/opening/OpenFiles.h"
#include "workbench/stars/ApplyModel.h"
#include "workbench/stars/FilterStars.h"

using namespace maury;
using test::failEachAllocation;

namespace {

/// Returns a table with a real, an integer, a text and an array column, in which values are missing.
io::Table smallTable() {
  io::Table table;
  table.columns = {{"teff", "K", std::vector<double>{5000.5, NAN, 4321.25}},
                   {"source_id", "", std::vector<std::int64_t>{4268620287278693121, 2, 3}},
                   {"field", "", std::vector<std::string>{"north", "", "a name, with a comma"}, "where it lies"}};
  io::ArrayColumn flux{"flux", "", {1.0, 0.5, 0.25, 0.125, 1.5, 1.75}};
  flux.starts = {0, 2, 4, 6};
  table.arrays = {flux};
  return table;
}

/// Returns all values of a table as text.
std::string textOf(const io::Table& table) {
  std::string text;
  for (const io::Column& column : table.columns)
    text += fmt::format("{}: {}\n", column.name, fmt::join(column.asText(), ", "));
  for (const io::ArrayColumn& column : table.arrays)
    text += fmt::format("{}: {}\n", column.name, fmt::join(column.values, ", "));
  return text + fmt::format("{}", fmt::join(table.warnings, "\n"));
}

/// Returns the ids, labels and flux of a dataset as text.
std::string textOf(const survey::Dataset& stars) {
  std::string text = fmt::format("{}\n", fmt::join(stars.ids, ", "));
  for (const survey::Label& label : stars.labels)
    text += fmt::format("{}: {}\n", label.name, fmt::join(label.values, ", "));
  return text + fmt::format("{}", fmt::join(stars.flux, ", "));
}

std::vector<std::filesystem::path> filesOf(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

const std::string kSpectrum = "wavelength,flux\n850.0,1.0\n850.1,0.9\n850.2,0.8\n850.3,0.95\n";

}  // namespace

TEST_CASE("failing allocation: every format of tables reads whole or not at all") {
  const test::TemporaryFolder folder;
  for (const char* name : {"table.fits", "table.csv", "table.ecsv", "table.vot"}) {
    INFO(name);
    if (name == std::string("table.csv"))
      test::writeBytes(folder / name, "source_id,teff,flux\n1,5000,\"(1.0, 0.5)\"\n2,,\"(0.5, nan)\"\n");
    else
      io::writeTable(folder / name, smallTable());
    failEachAllocation([&] { return textOf(io::readTable(folder / name)); });
  }
}

TEST_CASE("failing allocation: every format of tables is written whole or not at all") {
  const test::TemporaryFolder folder;
  const io::Table table = smallTable();
  for (const char* name : {"table.fits", "table.csv", "table.ecsv", "table.vot"}) {
    INFO(name);
    io::Table scalars = table;
    if (name == std::string("table.csv")) scalars.arrays.clear();
    test::writeBytes(folder / name, "previous");
    const auto before = filesOf(folder.path());
    std::string complete;
    failEachAllocation([&] {
      try {
        io::writeTable(folder / name, scalars);
      } catch (...) {
        // The previous file stays, and no temporary file.
        const std::string now = test::bytesOf(folder / name);
        if (now != "previous" && now != complete) throw std::logic_error("the previous file was damaged");
        if (filesOf(folder.path()) != before) throw std::logic_error("a temporary file was left over");
        throw;
      }
      complete = test::bytesOf(folder / name);
      return complete;
    });
  }
}

TEST_CASE("failing allocation: archives and gzip streams") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "bundle.zip", test::makeZip({{"a.csv", kSpectrum}, {"b/c.csv", kSpectrum + "850.4,1\n"}}));
  failEachAllocation([&] {
    const io::ZipArchive archive(folder / "bundle.zip");
    std::string text;
    for (std::size_t i = 0; i < archive.members().size(); ++i)
      text += archive.label(i) + archive.read(i);
    return text;
  });
  test::writeBytes(folder / "spectrum.csv.gz", test::gzipBytes(kSpectrum));
  failEachAllocation([&] { return io::readBytes(folder / "spectrum.csv.gz"); });
}

TEST_CASE("failing allocation: line lists") {
  const test::TemporaryFolder folder;
  test::writeBytes(folder / "lines.csv", "vacuum_nm,species,depth\n850.1,Ca II,0.5\n854.4,Fe I,0.1\n");
  failEachAllocation([&] {
    std::string text;
    for (const auto& line : spectra::readLineList(folder / "lines.csv"))
      text += fmt::format("{} {} {}\n", line.vacuumNm, line.species, line.depth);
    return text;
  });
}

TEST_CASE("failing allocation: JSON documents, models and descriptions of networks") {
  const test::TemporaryFolder folder;
  failEachAllocation([] {
    // Arrays and objects with children at every depth, whose destructors would allocate.
    return io::parseJson(R"({"a":[1,[2,3,{"b":[4]}],{}],"c":{"d":{"e":[[],["text"]]},"f":null}})")->dump();
  });
  failEachAllocation([] { return test::refusalOf([] { io::parseJson(R"({"a":[1,[2,3,{"b":[4]}],{}],"a":1})"); }); });
  const network::Model model = test::toyModel(test::toySurvey(12), 2);
  model.save(folder / "model.safetensors");
  failEachAllocation([&] {
    const network::Model loaded = network::Model::load(folder / "model.safetensors");
    // Writing JSON from initialiser lists is not tried, because its destructors allocate (Json.h).
    return fmt::format("{}, {} members", loaded.info().network.preset, loaded.info().members);
  });
  const std::string description = network::toJson(model.info().network);
  failEachAllocation([&] { return network::descriptionFromJson(description).preset; });
}

TEST_CASE("failing allocation: folders") {
  const test::TemporaryFolder folder;
  for (const char* name : {"a.csv", "b.csv", "c.csv"})
    test::writeBytes(folder / name, kSpectrum);
  failEachAllocation([&] {
    survey::ImportOptions options;
    options.medium = survey::ImportOptions::Medium::Vacuum;
    survey::ImportReport report;
    Job importing;
    const survey::Dataset stars = survey::importSurvey({folder.path()}, options, report, importing);
    return textOf(stars) + fmt::format("{} left out", report.leftOut.size());
  });
}

TEST_CASE("failing allocation: survey files and imported spectra") {
  const test::TemporaryFolder folder;
  Job job;
  survey::writeSurvey(folder / "survey.fits", test::toySurvey(5), job);
  failEachAllocation([&] {
    Job reading;
    return textOf(survey::readSurvey(folder / "survey.fits", reading));
  });

  std::vector<std::filesystem::path> files;
  for (const char* name : {"a.csv", "b.csv", "c.csv"})
    files.push_back(test::writeBytes(folder / name, kSpectrum));
  test::writeBytes(folder / "labels.csv", "id,teff\na,5000\nb,5100\nc,4900\n");
  failEachAllocation([&] {
    survey::ImportOptions options;
    options.medium = survey::ImportOptions::Medium::Vacuum;
    options.labels = folder / "labels.csv";
    survey::ImportReport report;
    Job importing;
    const survey::Dataset stars = survey::importSurvey(files, options, report, importing);
    return textOf(stars) + fmt::format("{} left out", report.leftOut.size());
  });
}

TEST_CASE("failing allocation: opening and filtering stars") {
  const test::TemporaryFolder folder;
  Job job;
  const survey::Dataset stars = test::toySurvey(20);
  survey::writeSurvey(folder / "survey.fits", stars, job);
  failEachAllocation([&] {
    Job opening;
    const auto opened = workbench::openStars({folder / "survey.fits"}, "snr > 0 && field ~ '*'", opening);
    return textOf(*opened.survey) + fmt::format("{}", fmt::join(opened.rows, ", "));
  });
  failEachAllocation([&] {
    const workbench::FilterResult result = workbench::filterStars(stars, "abs(teff - 5000) < 800 && id != 'toy3'");
    return result.problem ? result.problem->message : fmt::format("{}", fmt::join(*result.rows, ", "));
  });
}

TEST_CASE("failing allocation: predicting in memory and from file to file") {
  const test::TemporaryFolder folder;
  const survey::Dataset stars = test::toySurvey(12);
  const network::Model model = test::toyModel(stars, 2);
  Job job;
  survey::writeSurvey(folder / "survey.fits", stars, job);
  failEachAllocation(
      [&] {
        Job predicting;
        return textOf(*workbench::applyModel(model, stars, predicting));
      },
      300);
  failEachAllocation(
      [&] {
        Job predicting;
        workbench::applyModel(model, {folder / "survey.fits", folder / "labels.fits"}, predicting);
        return test::bytesOf(folder / "labels.fits");
      },
      300);
}
