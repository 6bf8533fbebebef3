// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/galaxy/CutsCard.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/Statistics.h"
#include "survey/dataset/NumericView.h"
#include "ui/models/StarColumns.h"
#include "ui/session/Session.h"

namespace maury::ui {

namespace {

constexpr std::size_t kBins = 44;
constexpr std::size_t kMaxTrackSample = 1 << 16;  ///< stars
constexpr double kOuterShare = 0.005;             ///< fraction of the stars beyond each end of the track
constexpr int kMaxWaitMs = 400;                   ///< longest wait for a figure before the next step of a drag is sent
const std::string kLimits = "in_limits";

/// Returns the slider's step: a power of ten between 1/500 and 1/50 of the track.
double stepOf(const Distribution& distribution) {
  return std::pow(10.0, std::floor(std::log10((distribution.high - distribution.low) / 50.0)));
}

/// Returns the histogram of the values between the ends of the track, which exclude kOuterShare of the stars on each
/// side. The ends are found from every k-th star if there are more than kMaxTrackSample.
Distribution distributionOf(const survey::NumericView& values) {
  std::vector<double> finite;
  const std::size_t stride = 1 + values.size() / (kMaxTrackSample + 1);
  for (std::size_t star = 0; star < values.size(); star += stride)
    if (const double value = values[star]; std::isfinite(value)) finite.push_back(value);
  Distribution distribution;
  if (finite.empty()) return distribution;
  const auto outer = static_cast<std::size_t>(kOuterShare * static_cast<double>(finite.size()));
  std::tie(distribution.low, distribution.high) = innerRange(finite, outer);
  if (!(distribution.high > distribution.low)) distribution.high = distribution.low + 1.0;
  const double step = stepOf(distribution);
  distribution.low = std::floor(distribution.low / step) * step;
  distribution.high = std::ceil(distribution.high / step) * step;
  distribution.counts.assign(kBins, 0.0F);
  const double scale = static_cast<double>(kBins) / (distribution.high - distribution.low);
  values.visit([&](auto all) {
    for (const auto value : all) {
      const double bin = (static_cast<double>(value) - distribution.low) * scale;
      if (bin >= 0.0 && bin < static_cast<double>(kBins)) ++distribution.counts[static_cast<std::size_t>(bin)];
    }
  });
  return distribution;
}

QString boundsText(const survey::Bounds& bounds, double step) {
  const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  const bool low = std::isfinite(bounds.low), high = std::isfinite(bounds.high);
  if (low && high)
    return QStringLiteral("%1 – %2").arg(valueText(bounds.low, decimals), valueText(bounds.high, decimals));
  if (low) return QStringLiteral("> %1").arg(valueText(bounds.low, decimals));
  return high ? QStringLiteral("< %1").arg(valueText(bounds.high, decimals)) : CutsCard::tr("all");
}

}  // namespace

CutsCard::CutsCard(Session& session, QWidget* parent) : Card(tr("Cuts"), parent), m_session(session) {
  addRow({{"snr", tr("S/N")}});
  addRow({{"logg_cnn", tr("CNN log g")}, {"logg", tr("log g")}});
  addRow({{"sigma_mh_cnn", tr("uncertainty of CNN [M/H] (dex)")},
          {"sigma_feh_cnn", tr("uncertainty of CNN [Fe/H] (dex)")},
          {"e_mh", tr("error of [M/H] (dex)")},
          {"e_feh", tr("error of [Fe/H] (dex)")}});
  m_limits = new QCheckBox(tr("within the training limits"));
  m_limits->setObjectName(QStringLiteral("cutLimits"));
  connect(m_limits, &QCheckBox::clicked, this, [this](bool on) {
    survey::FilterTerms terms(m_session.filterText().toStdString());
    terms.setFlag(kLimits, on);
    request(terms.text());
  });
  body()->addWidget(m_limits);
  m_waitTimer = new QTimer(this);
  m_waitTimer->setSingleShot(true);
  m_waitTimer->setInterval(kMaxWaitMs);
  connect(m_waitTimer, &QTimer::timeout, this, &CutsCard::cutShown);
  connect(&m_session, &Session::filterChanged, this, &CutsCard::showFilter);
}

void CutsCard::addRow(std::vector<Column> columns) {
  Row row;
  row.columns = std::move(columns);
  row.box = new QWidget;
  auto* column = new QVBoxLayout(row.box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  auto* line = new QHBoxLayout;
  row.value = new QLabel;
  row.value->setProperty("role", "number");
  row.title = new QLabel;
  line->addWidget(row.title, 1);
  line->addWidget(row.value);
  row.slider = new HistogramSlider;
  row.slider->setObjectName(QStringLiteral("cut_%1").arg(QString::fromStdString(row.columns.back().name)));
  column->addLayout(line);
  column->addWidget(row.slider);
  body()->addWidget(row.box);
  connect(row.slider, &HistogramSlider::edited, this, [this, index = m_rows.size()](const survey::Bounds& bounds) {
    const std::string& name = m_rows[index].name;
    survey::FilterTerms terms(m_waitTimer->isActive() ? m_requested : m_session.filterText().toStdString());
    terms.setBounds(name, bounds);
    request(terms.text());
  });
  m_rows.push_back(row);
}

void CutsCard::setStars(std::shared_ptr<const survey::Dataset> stars) {
  std::vector<std::string> names;
  for (Row& row : m_rows) {
    const auto known = std::find_if(row.columns.begin(), row.columns.end(),
                                    [&stars](const Column& column) { return stars->hasNumeric(column.name); });
    const bool found = known != row.columns.end();
    row.name = found ? known->name : std::string();
    row.box->setVisible(found);
    if (!found) continue;
    row.title->setText(known->title);
    row.slider->setAccessibleName(known->title);
    names.push_back(row.name);
  }
  m_limits->setVisible(stars->hasNumeric(kLimits));
  setVisible(!names.empty() || stars->hasNumeric(kLimits));
  m_runner.run(
      tr("distributions"),
      [stars, names](Job& job) {
        std::vector<std::pair<std::string, Distribution>> found;
        for (const std::string& name : names) {
          job.checkpoint();
          found.emplace_back(name, distributionOf(survey::viewOf(*stars, name)));
        }
        return found;
      },
      [this](const std::vector<std::pair<std::string, Distribution>>& found) {
        for (const auto& [name, distribution] : found)
          for (const Row& row : m_rows)
            if (row.name == name) row.slider->setDistribution(distribution, stepOf(distribution));
        showFilter();
      });
}

void CutsCard::showFilter() {
  const std::string text = m_session.filterText().toStdString();
  if (text != m_sent) m_waitTimer->stop();                     // text typed during a drag takes precedence
  if (m_waitTimer->isActive() && text != m_requested) return;  // the slider has moved on since
  const survey::FilterTerms terms(text);
  for (const Row& row : m_rows) {
    if (row.name.empty()) continue;
    row.slider->setBounds(terms.boundsOf(row.name));
    row.value->setText(boundsText(row.slider->bounds(), row.slider->step()));
  }
  m_limits->setChecked(terms.hasFlag(kLimits));
}

void CutsCard::request(const std::string& text) {
  m_requested = text;
  for (const Row& row : m_rows)
    row.value->setText(boundsText(row.slider->bounds(), row.slider->step()));
  if (m_waitTimer->isActive()) return;  // cutShown() will send it
  m_waitTimer->start();
  m_sent = text;
  m_session.setFilter(QString::fromStdString(text));
}

void CutsCard::cutShown() {
  const bool further = m_waitTimer->isActive() || sender() == m_waitTimer;
  m_waitTimer->stop();
  if (further && m_requested != m_session.filterText().toStdString()) request(m_requested);
}

}  // namespace maury::ui
