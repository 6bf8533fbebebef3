// SPDX-License-Identifier: GPL-3.0-or-later
// Units of columns of positions, in files and in memory. Expected R and Z are from astropy (Galactocentric v4.0).
#include <cmath>
#include <numbers>

#include "galaxy/positions/Positions.h"
#include "galaxy/positions/Sky.h"
#include "support/Catch.h"
#include "support/ErrorOf.h"
#include "support/RealData.h"
#include "survey/dataset/Directions.h"
#include "survey/importing/Import.h"
#include "survey/names/ColumnUnits.h"

using namespace maury;
using namespace maury::galaxy;

namespace {

survey::Dataset readStars(const std::filesystem::path& path) {
  Job job;
  survey::ImportReport report;
  return survey::importSurvey({path}, {}, report, job);
}

survey::Dataset oneStar(std::vector<io::Column> columns) {
  survey::Dataset dataset;
  dataset.ids = {"star"};
  dataset.columns = std::move(columns);
  return dataset;
}

}  // namespace

TEST_CASE("units: angles, lengths and proper motions in the spellings of tables") {
  using namespace survey;
  for (const char* unit : {"deg", "Degrees", "[deg]", "'deg'", "°"})
    CHECK(degreesPerUnit(unit) == 1.0);
  for (const char* unit : {"hourangle", "h", "hr", "HMS"})
    CHECK(degreesPerUnit(unit) == 15.0);
  CHECK(*degreesPerUnit("rad") == Approx(180.0 / std::numbers::pi).epsilon(1e-15));
  CHECK(masPerUnit("arcsec") == 1000.0);
  CHECK(masPerUnit("mas") == 1.0);
  CHECK(*masPerUnit("rad") == Approx(206264806.24709633).epsilon(1e-14));  // astropy
  CHECK(*masPerUnit("uas") == Approx(1e-3));
  for (const char* unit : {"mas/yr", "mas yr-1", "mas.yr**-1", "mas yr^-1", "mas / year"})
    CHECK(masPerYearPerUnit(unit) == 1.0);
  CHECK(masPerYearPerUnit("arcsec/a") == 1000.0);
  CHECK(kpcPerUnit("pc") == 1e-3);
  CHECK(kpcPerUnit("Mpc") == 1e3);
  CHECK(*kpcPerUnit("lyr") == Approx(0.0003066013937855506).epsilon(1e-14));  // astropy
  CHECK(*kpcPerUnit("AU") == Approx(4.84813681109536e-09).epsilon(1e-14));    // astropy
  for (const char* unit : {"", "mm", "K", "mas/h"})
    CHECK_FALSE((degreesPerUnit(unit) || masPerUnit(unit) || masPerYearPerUnit(unit) || kpcPerUnit(unit)));
}

TEST_CASE("units: a unit of another quantity is refused, naming the column") {
  const auto stars = [](const char* ra, const char* parallax) {
    return oneStar(
        {{"ra", ra, std::vector{10.0}}, {"dec", "deg", std::vector{-5.0}}, {"parallax", parallax, std::vector{1.0}}});
  };
  survey::Dataset wrong = stars("deg", "pc");
  CHECK(test::errorOf([&] { ensurePositions(wrong); }).says("Column 'parallax' has the unit 'pc'"));
  wrong = stars("mag", "mas");
  CHECK(test::errorOf([&] { ensurePositions(wrong); }).says("Column 'ra' has the unit 'mag'"));
}

TEST_CASE("units: directions are found in pairs, and by UCD if their names are unknown") {
  const auto star = oneStar({{"ra_dr2", "deg", std::vector{1.0}},
                             {"target_ra", "deg", std::vector{2.0}},
                             {"target_dec", "deg", std::vector{3.0}}});
  CHECK(survey::directionNames(star).rightAscension == "target_ra");
  const auto described = oneStar({{"alpha", "rad", std::vector{0.5}, "", "pos.eq.ra;meta.main"},
                                  {"delta", "rad", std::vector{0.25}, "", "pos.eq.dec;meta.main"}});
  CHECK(survey::directionsOf(described, survey::directionNames(described)).decDeg[0] ==
        Approx(0.25 * 180.0 / std::numbers::pi));
  for (const auto& [ra, dec] :
       {std::pair{"RA", "DECLINATION"}, {"TARGRA", "TARGDEC"}, {"GAIA_RA", "GAIA_DEC"}, {"_RA.icrs", "_DE.icrs"}}) {
    const bool isKnown = std::string(ra) != "_RA.icrs";
    const auto each = oneStar({{ra, "deg", std::vector{1.0}}, {dec, "deg", std::vector{2.0}}});
    CHECK(survey::directionNames(each).complete() == isKnown);
  }
}

TEST_CASE("units: a distance in light-years or Mpc is converted") {
  CHECK(distancesOf(oneStar({{"distance", "lyr", std::vector{1000.0}}})).kpc[0] == Approx(0.3066013937855506));
  CHECK(distancesOf(oneStar({{"dist", "Mpc", std::vector{0.05}}})).kpc[0] == Approx(50.0));
  CHECK(distancesOf(oneStar({{"dist50", "K", std::vector{1.0}}})).source.empty());
}

TEST_CASE("units: positions in memory may have any unit, as in survey files of earlier versions") {
  const double deg = std::numbers::pi / 180.0;
  survey::Dataset dataset = oneStar({{"ra", "hourangle", std::vector{12.0}},
                                     {"dec", "rad", std::vector{-45.0 * deg}},
                                     {"parallax", "arcsec", std::vector{0.001}},
                                     {"parallax_error", "uas", std::vector{10.0}}});
  ensurePositions(dataset);
  CHECK(dataset.numeric("R_kpc")[0] == Approx(7.789895175157633).epsilon(1e-7));
  CHECK(dataset.numeric("Z_kpc")[0] == Approx(0.3109261368792074).epsilon(1e-6));
  CHECK(distancesOf(dataset).errorKpc[0] == Approx(0.01));
}

TEST_CASE("units: case positions-in-rad.ecsv", "[real]") {
  const auto path = test::realData("../cases/files/positions-in-rad.ecsv");
  if (path.empty()) return;
  survey::Dataset dataset = readStars(path);
  CHECK(dataset.unitOf("ra") == "deg");  // converted, because tables such as CSV have no units
  CHECK(dataset.numeric("dec")[1] == Approx(-0.7 * 180.0 / std::numbers::pi));
  ensurePositions(dataset);
  CHECK(dataset.numeric("R_kpc")[0] == Approx(7.773785761348464).epsilon(1e-7));
  CHECK(dataset.numeric("Z_kpc")[0] == Approx(0.39737940120540355).epsilon(1e-6));
  CHECK(dataset.numeric("R_kpc")[1] == Approx(7.235340403095613).epsilon(1e-7));
  CHECK(dataset.numeric("Z_kpc")[1] == Approx(0.7912279381700841).epsilon(1e-6));
  const Point expected = mollweide(toGalactic(3.2 * 180.0 / std::numbers::pi, -0.7 * 180.0 / std::numbers::pi));
  CHECK(skyPoints(dataset).x[0] == Approx(expected.x));
}

TEST_CASE("units: case parallax-in-arcsec.ecsv", "[real]") {
  const auto path = test::realData("../cases/files/parallax-in-arcsec.ecsv");
  if (path.empty()) return;
  survey::Dataset dataset = readStars(path);
  CHECK(dataset.numeric("parallax")[1] == Approx(2.0));  // networks expect mas
  CHECK(dataset.unitOf("parallax") == "mas");
  CHECK(distancesOf(dataset).kpc[0] == Approx(1.0));
  CHECK(distancesOf(dataset).errorKpc[1] == Approx(0.0025));  // 0.01 mas / (2 mas)²
  ensurePositions(dataset);
  CHECK(dataset.numeric("R_kpc")[0] == Approx(7.789895175157633).epsilon(1e-6));
  CHECK(dataset.numeric("Z_kpc")[0] == Approx(0.3109261368792074).epsilon(1e-6));
  CHECK(dataset.numeric("R_kpc")[1] == Approx(7.88839207789417).epsilon(1e-6));
}
