// SPDX-License-Identifier: GPL-3.0-or-later
// Labels are never shown under the name of a model that did not predict them.
#include <QSignalSpy>

#include "Program.h"
#include "support/ToyModel.h"

using namespace maury;
using namespace maury::ui;
using maury::test::waitFor;

namespace {

constexpr std::size_t kStars = 5000;

struct Predicting {
  Predicting() {
    session.setSurvey(std::make_shared<const survey::Dataset>(stars), "/somewhere/toy.fits");
    session.setModel(first, "first.safetensors");
  }
  bool isIdle() {
    return waitFor([&] { return session.jobs().current() == nullptr; }, 60000);
  }

  const survey::Dataset stars = test::toySurvey(kStars);
  const network::Model first = test::toyModel(stars, 2);
  const network::Model second = test::onePixelModel(stars, 3, 2000.0);
  Session session;
};

}  // namespace

TEST_CASE("predicting: the result is dropped if another model is opened meanwhile") {
  Predicting p;
  p.session.commands().predict.start();
  REQUIRE(p.session.commands().predict.running());
  p.session.setModel(p.second, "second.safetensors");
  REQUIRE(p.isIdle());
  CHECK(p.session.catalogue() == nullptr);
  CHECK(p.session.modelName() == "second");
  p.session.commands().predict.start();
  REQUIRE(p.isIdle());
  REQUIRE(p.session.catalogue() != nullptr);
  CHECK(p.session.catalogue()->findLabel("alpham_cnn") == nullptr);  // the second model predicts teff only
}

TEST_CASE("predicting: a result that has already arrived is dropped too if its model is no longer open") {
  Predicting p;
  auto predicted = std::make_shared<const survey::Dataset>(p.stars);
  p.session.setModel(p.second, "second.safetensors");
  p.session.setPredictions(predicted, p.first);
  CHECK(p.session.catalogue() == nullptr);
  p.session.setPredictions(predicted, p.second);
  CHECK(p.session.catalogue() == predicted);
}

TEST_CASE("predicting: saving the model meanwhile does not stop it") {
  Predicting p;
  p.session.commands().predict.start();
  p.session.setModel(p.first, "elsewhere.safetensors");
  REQUIRE(p.isIdle());
  CHECK(p.session.catalogue() != nullptr);
}

TEST_CASE("predicting: labels disappear with their model, but those of an opened catalogue stay") {
  Predicting p;
  p.session.commands().predict.start();
  REQUIRE(p.isIdle());
  REQUIRE(p.session.catalogue() != nullptr);
  QSignalSpy changed(&p.session, &Session::catalogueChanged);
  p.session.setModel(p.second, "second.safetensors");
  CHECK(p.session.catalogue() == nullptr);
  CHECK(p.session.stars() == p.session.survey());
  CHECK(changed.count() == 1);

  auto opened = std::make_shared<const survey::Dataset>(p.stars);
  p.session.setCatalogue(opened);
  p.session.setModel(p.first, "first.safetensors");
  CHECK(p.session.catalogue() == opened);
}
