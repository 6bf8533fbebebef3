// SPDX-License-Identifier: GPL-3.0-or-later
#include "workbench/opening/KnownForms.h"

#include <string>

#include "support/Catch.h"
#include "support/Files.h"
#include "support/TemporaryFolder.h"
#include "workbench/opening/FileReview.h"

using namespace maury;
using namespace maury::workbench;
using survey::ImportOptions;

namespace {

ImportOptions everything() {
  ImportOptions options;
  options.roles = {{"x", "wavelength", "Angstrom"}, {"a,b = c", "flux", ""}};
  options.medium = ImportOptions::Medium::Air;
  options.unit = survey::kLog10Angstrom;
  options.hdu = "3";
  options.idColumn = "star";
  options.maskBits = 0b1001;
  options.keepSentinels = true;
  return options;
}

}  // namespace

TEST_CASE("known forms: everything that was stated comes back for the same form only") {
  const test::TemporaryFolder folder;
  const auto file = folder / "new/folder/forms.json";
  CHECK_FALSE(optionsOfForm(file, "one"));
  keepOptionsOfForm(file, "one", everything());
  const auto known = optionsOfForm(file, "one");
  REQUIRE(known);
  REQUIRE(known->roles.size() == 2);
  CHECK(known->roles[0].column == "x");
  CHECK(known->roles[0].role == "wavelength");
  CHECK(known->roles[0].unit == "Angstrom");
  CHECK(known->roles[1].column == "a,b = c");
  CHECK(known->medium == ImportOptions::Medium::Air);
  CHECK(known->unit == survey::kLog10Angstrom);
  CHECK(known->hdu == "3");
  CHECK(known->idColumn == "star");
  CHECK(known->maskBits == std::uint64_t{9});
  CHECK(known->keepSentinels);
  CHECK_FALSE(optionsOfForm(file, "two"));
  CHECK_FALSE(optionsOfForm(file, ""));
}

TEST_CASE("known forms: files are not kept, and a form is forgotten if nothing is stated about it") {
  const test::TemporaryFolder folder;
  const auto file = folder / "forms.json";
  ImportOptions options;
  options.labels = "labels.csv";
  options.wavelengths = "wave.fits";
  keepOptionsOfForm(file, "one", options);
  CHECK_FALSE(std::filesystem::exists(file));
  options.hdu = "2";
  keepOptionsOfForm(file, "one", options);
  REQUIRE(optionsOfForm(file, "one"));
  CHECK(optionsOfForm(file, "one")->labels.empty());
  keepOptionsOfForm(file, "one", {});
  CHECK_FALSE(optionsOfForm(file, "one"));
}

TEST_CASE("known forms: the last 200 forms are kept") {
  const test::TemporaryFolder folder;
  const auto file = folder / "forms.json";
  ImportOptions options;
  for (int i = 0; i <= 200; ++i) {
    options.hdu = std::to_string(i);
    keepOptionsOfForm(file, "form " + std::to_string(i), options);
  }
  CHECK_FALSE(optionsOfForm(file, "form 0"));
  REQUIRE(optionsOfForm(file, "form 1"));
  CHECK(optionsOfForm(file, "form 200")->hdu == "200");
}

TEST_CASE("known forms: a damaged or hostile file is no error and is replaced") {
  const test::TemporaryFolder folder;
  const auto file = folder / "forms.json";
  const std::string start = R"({"version":1,"forms":[{"form":"one","options":)";
  for (const std::string& text :
       {std::string("no JSON"), std::string(1000, '['), std::string(R"({"version":99,"forms":[]})"),
        start + R"({"roles":["x"]}}]})", start + R"({"roles":["x=nonsense"]}}]})",
        start + R"({"labels":["/etc/passwd"]}}]})", start + R"({"unit":"nm"}}]})", start + R"({"maskBits":["99"]}}]})",
        start + R"([]}]})"}) {
    test::writeBytes(file, text);
    INFO(text.substr(0, 80));
    CHECK_FALSE(optionsOfForm(file, "one"));
  }
  test::writeBytes(file, start + R"({"hdu":["2"]}}]})");
  CHECK(optionsOfForm(file, "one")->hdu == "2");
  test::writeBytes(file, "no JSON");
  ImportOptions options;
  options.hdu = "4";
  keepOptionsOfForm(file, "one", options);
  CHECK(optionsOfForm(file, "one")->hdu == "4");
}

TEST_CASE("known forms: a file of a known form is read as last time, unless that fails") {
  const test::TemporaryFolder folder;
  const auto forms = folder / "forms.json";
  const auto first = test::writeBytes(folder / "a.csv", "id,zeta\ns1,0.5\n");
  const auto second = test::writeBytes(folder / "b.csv", "id,zeta\nt1,0.25\nt2,-0.5\n");
  Job job;
  const FilesToRead files{{first}};
  FileReview review = reviewFiles(files, {}, job, forms);
  CHECK_FALSE(review.isRemembered);
  ImportOptions options;
  stateRole(options, "zeta", "mh");
  keepOptionsOfForm(forms, review.form, options);

  review = reviewFiles({{second}}, {}, job, forms);
  CHECK(review.isRemembered);
  CHECK(review.needsAttention());
  REQUIRE(review.opened);
  CHECK(review.opened->survey->numeric("mh")[1] == Approx(-0.5));
  CHECK_FALSE(reviewFiles({{second}}, {}, job).isRemembered);

  ImportOptions wrong;
  stateRole(wrong, "absent", "mh");
  keepOptionsOfForm(forms, review.form, wrong);
  review = reviewFiles({{second}}, {}, job, forms);
  CHECK_FALSE(review.isRemembered);
  CHECK(review.problem.empty());
  REQUIRE(review.opened);
  CHECK(review.options.roles.empty());
}
