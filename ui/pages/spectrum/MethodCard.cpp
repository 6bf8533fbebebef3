// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/spectrum/MethodCard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSpinBox>

#include "ui/pages/parts/SegmentedControl.h"

namespace maury::ui {

namespace {

using View = workbench::SpectrumAppearance::View;

/// Adds a row whose name fitRows() can hide together with its control.
template <typename Control>
Control* addControl(Card& card, const QString& name, Control* control, const QString& tip) {
  control->setToolTip(tip);
  control->setLocale(QLocale::c());
  card.addRow(name, control);
  return control;
}

}  // namespace

MethodCard::MethodCard(QWidget* parent)
    : Card(tr("Attribution"), parent),
      m_view(new SegmentedControl({tr("maps"), tr("star by star"), tr("inputs")})),
      m_inputAxis(new SegmentedControl({tr("coefficients"), tr("wavelength")})),
      m_method(new QComboBox),
      m_baseline(new QComboBox),
      m_twoWindows(new QCheckBox(tr("two windows"))),
      m_colour(new QCheckBox(tr("colour the spectrum"))),
      m_truth(new QCheckBox(tr("ideal response (mock only)"))) {
  m_view->setObjectName(QStringLiteral("attributionView"));
  m_method->setObjectName(QStringLiteral("attributionMethod"));
  m_baseline->setObjectName(QStringLiteral("attributionBaseline"));
  m_truth->setObjectName(QStringLiteral("attributionTruth"));
  m_twoWindows->setObjectName(QStringLiteral("twoWindows"));
  m_colour->setObjectName(QStringLiteral("colourSpectrum"));
  m_inputAxis->setObjectName(QStringLiteral("inputAxis"));
  body()->addWidget(m_view);
  body()->addWidget(m_inputAxis);
  using attribution::AttributionMethod;
  for (const auto& [name, method] : {std::pair{tr("gradient"), AttributionMethod::Gradient},
                                     std::pair{tr("SmoothGrad"), AttributionMethod::SmoothGrad},
                                     std::pair{tr("gradient × input"), AttributionMethod::GradientTimesInput},
                                     std::pair{tr("integrated gradients"), AttributionMethod::IntegratedGradients},
                                     std::pair{tr("occlusion"), AttributionMethod::Occlusion}}) {
    m_method->addItem(name, static_cast<int>(method));
  }
  addControl(
      *this, tr("method"), m_method,
      tr("gradient: ∂label/∂flux, as in Nepal+2023\nSmoothGrad: mean gradient over noisy copies\ngradient × input: "
         "gradient times difference from the baseline\nintegrated gradients: contributions that add up to the label's "
         "difference from that of the baseline\nocclusion: change of the label when a window is set to the baseline"));
  m_baseline->addItems({tr("continuum"), tr("mean of the stars")});
  addControl(*this, tr("baseline"), m_baseline, tr("Spectrum that each star is compared with"));
  m_steps = m_options.addRow(*this, "steps", QStringLiteral("attributionSteps"));
  m_samples = m_options.addRow(*this, "samples", QStringLiteral("attributionSamples"));
  m_noise = m_options.addRow(*this, "noise", QStringLiteral("attributionNoise"));
  m_window = m_options.addRow(*this, "windowNm", QStringLiteral("attributionWindow"));
  m_twoWindows->setToolTip(tr("Show two wavelength ranges side by side, each with its own zoom"));
  m_colour->setToolTip(tr("Colour the flux by the map of the label chosen below"));
  m_truth->setToolTip(
      tr("Best linear estimator for the true labels, noise and scatter of these stars; known for mock surveys only"));
  for (QCheckBox* box : {m_twoWindows, m_colour, m_truth})
    body()->addWidget(box);

  connect(m_view, &SegmentedControl::chosen, this, [this] {
    fitRows();
    Q_EMIT viewChanged();
  });
  connect(m_inputAxis, &SegmentedControl::chosen, this, &MethodCard::viewChanged);
  connect(m_method, &QComboBox::activated, this, [this] {
    fitRows();
    Q_EMIT methodChanged();
  });
  connect(m_baseline, &QComboBox::activated, this, &MethodCard::methodChanged);
  for (QSpinBox* box : findChildren<QSpinBox*>()) {
    box->setKeyboardTracking(false);
    connect(box, &QSpinBox::valueChanged, this, &MethodCard::methodChanged);
  }
  for (QDoubleSpinBox* box : findChildren<QDoubleSpinBox*>()) {
    box->setKeyboardTracking(false);
    connect(box, &QDoubleSpinBox::valueChanged, this, &MethodCard::methodChanged);
  }
  for (QCheckBox* box : {m_twoWindows, m_colour, m_truth})
    connect(box, &QCheckBox::toggled, this, &MethodCard::viewChanged);
  fitRows();
}

void MethodCard::fitRows() {
  using attribution::AttributionMethod;
  const AttributionMethod method = options().method;
  const auto show = [this](QWidget* control, bool shown) {
    control->setVisible(shown);
    for (QLabel* label : findChildren<QLabel*>())
      if (label->buddy() == control) label->setVisible(shown);
  };
  show(m_baseline, attribution::takesBaseline(method));
  show(m_steps, method == AttributionMethod::IntegratedGradients);
  show(m_samples, method == AttributionMethod::SmoothGrad);
  show(m_noise, method == AttributionMethod::SmoothGrad);
  show(m_window, method == AttributionMethod::Occlusion);
  m_inputAxis->setVisible(view() == View::Inputs);
  m_twoWindows->setVisible(view() == View::Maps);
  m_colour->setVisible(view() != View::Inputs);
  m_truth->setVisible(m_truthKnown && view() == View::Maps && attribution::isDerivative(method));
}

attribution::AttributionOptions MethodCard::options() const {
  attribution::AttributionOptions options;
  options.method = static_cast<attribution::AttributionMethod>(m_method->currentData().toInt());
  m_options.applyTo(options);
  return options;
}

MethodCard::Baseline MethodCard::baseline() const {
  return m_baseline->currentIndex() == 0 ? Baseline::Continuum : Baseline::MeanOfStars;
}
View MethodCard::view() const {
  return static_cast<View>(m_view->current());
}

workbench::SpectrumAppearance MethodCard::appearance() const {
  workbench::SpectrumAppearance appearance;
  appearance.view = view();
  appearance.twoWindows = m_twoWindows->isChecked() && view() == View::Maps;
  appearance.showsTruth =
      m_truthKnown && m_truth->isChecked() && view() == View::Maps && attribution::isDerivative(options().method);
  appearance.foldsInputs = m_foldable && view() == View::Inputs && m_inputAxis->current() == 1;
  return appearance;
}

bool MethodCard::coloursSpectrum() const {
  return m_colour->isChecked();
}

void MethodCard::setTruthKnown(bool known) {
  m_truthKnown = known;
  fitRows();
}

void MethodCard::setFoldable(bool foldable, const QString& reason) {
  m_foldable = foldable;
  m_inputAxis->setWordEnabled(1, foldable, reason);
  if (!foldable) m_inputAxis->setCurrent(0);
}

void MethodCard::setInputsKnown(bool known) {
  m_view->setWordEnabled(2, known, tr("This model has no inputs other than the spectrum."));
  if (!known && view() == View::Inputs) m_view->setCurrent(0);
}

}  // namespace maury::ui
