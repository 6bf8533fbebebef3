// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock/stars/MockStar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "mock/stars/Evolution.h"
#include "support/Catch.h"

using namespace maury;

TEST_CASE("mock place: R and Z match astropy's Galactocentric frame") {
  // SkyCoord(ra, dec, distance).transform_to(Galactocentric(galcen_distance=8.122 kpc, z_sun=20.8 pc)), astropy 5.
  struct Case {
    double ra, dec, distance, R, Z;
  };
  for (const auto& c : {Case{266.4051, -28.936175, 8.0, 0.12199959993436504, 0.0003124353607487258},
                        Case{10.0, 20.0, 1.5, 8.715817537120985, -0.9967951679323973},
                        Case{200.0, 60.0, 3.0, 8.96883443802991, 2.531975503729962},
                        Case{300.0, -45.0, 5.0, 3.86188409010675, -2.5296626626559964}}) {
    mock::Place place;
    place.raDeg = c.ra, place.decDeg = c.dec, place.distanceKpc = c.distance;
    mock::setGalactocentric(place);
    CHECK(place.RKpc == Approx(c.R).margin(1e-6));
    CHECK(place.ZKpc == Approx(c.Z).margin(1e-6));
  }
}

TEST_CASE("mock chemistry: the discs form two α sequences, and the thin disc has a gradient") {
  Random random(3);
  const auto mean = [&](mock::Population population, double R, auto value) {
    double sum = 0.0;
    for (int i = 0; i < 2000; ++i)
      sum += value(mock::drawChemistry(population, R, 0.2, random)) / 2000.0;
    return sum;
  };
  const auto mh = [](const mock::Chemistry& c) { return c.mh; };
  const auto alpha = [](const mock::Chemistry& c) { return c.alpham; };
  CHECK(mean(mock::Population::ThickDisc, 8.0, alpha) - mean(mock::Population::ThinDisc, 8.0, alpha) > 0.12);
  CHECK(mean(mock::Population::ThinDisc, 6.0, mh) - mean(mock::Population::ThinDisc, 10.0, mh) ==
        Approx(0.24).margin(0.03));
  CHECK(mean(mock::Population::Halo, 8.0, mh) < -1.0);
}

TEST_CASE("mock populations: bulge in the centre, thin disc at the Sun, thick disc and halo above") {
  Random random(5);
  const auto shares = [&](double R, double Z) {
    std::array<double, 4> share{};
    for (int i = 0; i < 4000; ++i)
      share[static_cast<std::size_t>(mock::drawPopulation(R, Z, random))] += 1.0 / 4000.0;
    return share;
  };
  CHECK(shares(0.5, 0.5)[2] > 0.6);
  CHECK(shares(8.1, 0.0)[0] > 0.9);
  CHECK(shares(8.1, 2.0)[1] > 0.7);
  CHECK(shares(8.1, 9.0)[3] > 0.8);
}

TEST_CASE("mock photometry: the Sun at 10 pc has G = 4.67 and BP − RP = 0.82") {
  // Absolute solar magnitudes in Gaia DR2/EDR3: M_G 4.67, BP − RP 0.82 (Casagrande & VandenBerg 2018, MNRAS 479, L102).
  const auto sun = mock::truePhotometry({}, 1.0, 0.01, 0.0);
  CHECK(sun.g == Approx(4.67).margin(0.03));
  CHECK(sun.bp - sun.rp == Approx(0.82).margin(0.01));
  CHECK(sun.parallaxMas == Approx(100.0));
}

TEST_CASE("mock photometry: a red-clump star has M_G near 0.5") {
  // Hawkins et al. (2017, MNRAS 471, 722): 0.44 ± 0.01 mag.
  CHECK(mock::absoluteG({4800.0, 2.45, -0.1, 0.0}, 1.1) == Approx(0.44).margin(0.25));
}

TEST_CASE("mock photometry: dust dims G by 0.789 A_V and reddens") {
  const auto clear = mock::truePhotometry({}, 1.0, 1.0, 0.0), dusty = mock::truePhotometry({}, 1.0, 1.0, 2.0);
  CHECK(dusty.g - clear.g == Approx(1.578));
  CHECK((dusty.bp - dusty.rp) - (clear.bp - clear.rp) == Approx(0.826));
}

TEST_CASE("mock XP: a spectrum synthesised from coefficients has its features at the basis' wavelengths") {
  survey::Provenance survey;
  CHECK_FALSE(mock::xpBasis(survey, mock::kBpInput));  // real coefficients refer to Gaia's own functions
  survey.isMock = true;
  CHECK_FALSE(mock::xpBasis(survey, "parallax"));
  std::vector<float> bp(mock::kXpCoefficients), rp(mock::kXpCoefficients), plainBp(bp), plainRp(rp);
  mock::StellarParameters star{4500.0, 2.5, 0.0, 0.0};
  mock::trueXpCoefficients(star, 0.0, plainBp, plainRp);
  star.alpham = 0.3;
  mock::trueXpCoefficients(star, 0.0, bp, rp);
  const auto deepest = [&](std::string_view input, const std::vector<float>& rich, const std::vector<float>& plain) {
    const auto basis = mock::xpBasis(survey, input).value();
    REQUIRE(basis.coefficients() == mock::kXpCoefficients);
    std::vector<double> ratio(basis.nm.size());
    for (std::size_t i = 0; i < ratio.size(); ++i) {
      double withAlpha = 0.0, without = 0.0;
      for (std::size_t k = 0; k < mock::kXpCoefficients; ++k) {
        withAlpha += static_cast<double>(rich[k]) * basis.functions[k * ratio.size() + i];
        without += static_cast<double>(plain[k]) * basis.functions[k * ratio.size() + i];
      }
      ratio[i] = withAlpha / without;
    }
    return basis.nm[static_cast<std::size_t>(std::min_element(ratio.begin(), ratio.end()) - ratio.begin())];
  };
  CHECK(deepest(mock::kBpInput, bp, plainBp) == Approx(517.0).margin(4.0));  // Mg b and MgH
  CHECK(deepest(mock::kRpInput, rp, plainRp) == Approx(857.0).margin(4.0));  // Ca II triplet
}

TEST_CASE("mock XP: coefficients are divided by the first, converge, and distinguish cool from hot stars") {
  Random random(9);
  const auto coefficients = [&](double teff) {
    const mock::StellarParameters star{teff, 2.5, 0.0, 0.0};
    std::vector<float> both(2 * mock::kXpCoefficients);
    const std::span<float> all(both);
    mock::xpCoefficients(star, mock::truePhotometry(star, 1.0, 1.0, 0.0), random, all.first(55), all.last(55));
    return both;
  };
  const auto cool = coefficients(4000.0), hot = coefficients(6500.0);
  CHECK(cool[0] == 1.0F);
  CHECK(cool[55] == 1.0F);
  CHECK(cool[1] > hot[1] + 0.1F);  // the second coefficient moves light to the red end of BP
  for (std::size_t n = 45; n < 55; ++n)
    CHECK(std::abs(hot[n]) < 0.01F);
}

TEST_CASE("mock stars: giants are favoured, and a star's magnitude fits its S/N") {
  int giants = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    Random random(7, i);
    const auto star = mock::drawStar(0.4, 0.0, random);
    giants += star.parameters.logg < 3.6 ? 1 : 0;
    const bool low = star.snr < 25.0;
    CHECK(star.photometry.g < (low ? 14.0 : 12.8));
    CHECK(star.photometry.g > (low ? 12.3 : 6.0));
  }
  CHECK(giants > 700);
  CHECK(giants < 980);
}

TEST_CASE(
    "mock stars: the share of odd stars is as requested, half of them binaries, and wrong labels are another star's") {
  int kinds[4] = {};
  double wrong = 0.0, right = 0.0;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    Random random(11, i);
    const auto star = mock::drawStar(0.4, 0.2, random);
    ++kinds[static_cast<int>(star.oddity)];
    const double deviation = std::abs(star.labels[0] - star.parameters.teff);
    if (!std::isfinite(deviation)) continue;
    (star.oddity == mock::Oddity::WrongLabels ? wrong : right) += deviation;
    if (star.oddity == mock::Oddity::Binary) CHECK((star.companionLight >= 0.1 && std::abs(star.companionKmS) <= 35.0));
    CHECK((star.emission > 0.0) == (star.oddity == mock::Oddity::Emission));
  }
  CHECK(kinds[0] == Approx(3200).margin(101));  // four standard deviations
  CHECK(kinds[1] == Approx(400).margin(76));
  CHECK(kinds[2] == Approx(200).margin(55));
  CHECK(kinds[3] == Approx(200).margin(55));
  CHECK(wrong / kinds[3] > 150.0);
  CHECK(right / (kinds[0] + kinds[1] + kinds[2]) < 60.0);
}

TEST_CASE("mock stars: the cross-match favours giants and thins out the metal-poor tail") {
  int giants = 0, training = 0, poor = 0, poorTraining = 0, all = 0;
  double lowestTraining = 1.0, lowest = 1.0;
  for (std::uint64_t i = 0; i < 6000; ++i) {
    Random random(12, i);
    const auto star = mock::drawStar(0.4, 0.0, random);
    const auto& p = star.parameters;
    ++all;
    poor += p.mh < -1.0 ? 1 : 0;
    lowest = std::min(lowest, p.mh);
    if (!star.inTraining) continue;
    ++training;
    giants += p.logg < 3.6 ? 1 : 0;
    poorTraining += p.mh < -1.0 ? 1 : 0;
    lowestTraining = std::min(lowestTraining, p.mh);
  }
  CHECK(training > all / 4);
  CHECK(static_cast<double>(giants) / training > 0.85);
  CHECK(static_cast<double>(poorTraining) / training < 0.7 * poor / all);
  CHECK(lowest < lowestTraining);
}
