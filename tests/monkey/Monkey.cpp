// SPDX-License-Identifier: GPL-3.0-or-later
#include "Monkey.h"

#include <fmt/core.h>

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QSpinBox>
#include <QTest>
#include <QTimer>
#include <QWheelEvent>
#include <algorithm>
#include <array>
#include <utility>

#include "ui/pages/Page.h"
#include "ui/plot/FigureView.h"
#include "ui/session/Session.h"
#include "ui/session/commands/Commands.h"
#include "ui/shell/Closing.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/bars/FilterField.h"
#include "ui/shell/bars/Rail.h"

namespace maury::test {

namespace {

constexpr long long kPatienceMs = 60000;

const std::array kTexts = {"",
                           "snr > 15 && snr < 25",
                           "logg < 2.2",
                           "teff > 4000 || mh < -1",
                           "abs(mh + 0.4) < 0.1 && alpham > 0.2",
                           "snr > 1e999",
                           "mh < 1e-320",
                           "((((",
                           "id ~ \"mock*\"",
                           "-1",
                           "0",
                           "1e6",
                           "nan",
                           "6,7,8,9",
                           "9,8,7",
                           "αβγ <b>x</b>",
                           "out.fits",
                           "out.pdf",
                           "out.csv",
                           "model.safetensors",
                           "/nowhere/out.fits"};

constexpr std::array kKeys = {Qt::Key_Tab,   Qt::Key_Return, Qt::Key_Escape,    Qt::Key_Up,
                              Qt::Key_Down,  Qt::Key_Left,   Qt::Key_Home,      Qt::Key_End,
                              Qt::Key_Space, Qt::Key_F1,     Qt::Key_Backspace, Qt::Key_Delete,
                              Qt::Key_Plus,  Qt::Key_Minus,  Qt::Key_PageUp,    Qt::Key_Right};

std::string named(const char* verb, const QString& object) {
  return fmt::format("{} {}", verb, object.simplified().left(60).toStdString());
}

}  // namespace

Monkey::Monkey(MonkeyOptions options, std::function<void()> finished)
    : m_options(std::move(options)), m_finished(std::move(finished)), m_random(m_options.seed) {}

Monkey::~Monkey() {
  if (m_session) m_session->discardUnsaved();
}

void Monkey::start() {
  openWindow();
  m_sinceStep.start();
  QTimer::singleShot(0, this, &Monkey::step);
}

void Monkey::noteException(const QString& sentence) {
  m_faults.push_back(fmt::format("action {}, {}: {}", m_done, m_last, sentence.toStdString()));
}

void Monkey::openWindow() {
  m_session = std::make_unique<ui::Session>();
  m_window = std::make_unique<ui::MainWindow>(*m_session);
  m_window->closing().setFileQuestion([](const ui::UnsavedItem&) { return QString(); });
  m_window->resize(1280, 800);
  m_window->show();
}

/// Does one action and schedules the next one first, because an action may open a dialog with an event loop of its own.
void Monkey::step() {
  const long long sinceMs = m_sinceStep.restart();
  if (sinceMs > m_longestMs) {
    m_longestMs = sinceMs;
    m_longestAction = m_last;
  }
  if (sinceMs > kPatienceMs)
    m_faults.push_back(fmt::format("action {}, {}: no answer for {} ms", m_done, m_last, sinceMs));
  if (m_done >= m_options.actions) {
    if (QWidget* dialog = QApplication::activeModalWidget()) dialog->close();
    if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
    if (QApplication::activeModalWidget() == nullptr) {
      m_finished();
      return;
    }
    QTimer::singleShot(10, this, &Monkey::step);
    return;
  }
  ++m_done;
  // Sometimes a user waits, so that jobs and delayed updates go on.
  QTimer::singleShot(below(4) == 0 ? below(40) : 0, this, &Monkey::step);
  ++m_depth;
  m_last = act();
  --m_depth;
  ++m_counts[m_last.substr(0, m_last.find(' '))];
}

int Monkey::below(int limit) {
  return limit > 0 ? std::uniform_int_distribution<int>(0, limit - 1)(m_random) : 0;
}

QString Monkey::randomText() {
  if (below(3) > 0) return QString::fromUtf8(kTexts[static_cast<std::size_t>(below(static_cast<int>(kTexts.size())))]);
  QString text;
  const int length = below(10) == 0 ? 20000 : below(30);
  for (int i = 0; i < length; ++i)
    text += QChar(below(20) == 0 ? 0x80 + below(0x2000) : 0x20 + below(0x5f));
  return text;
}

template <typename Widget>
Widget* Monkey::pick(QWidget& parent) {
  std::vector<Widget*> usable;
  for (Widget* widget : parent.findChildren<Widget*>())
    if (widget->isVisible() && widget->isEnabled()) usable.push_back(widget);
  return usable.empty() ? nullptr : usable[static_cast<std::size_t>(below(static_cast<int>(usable.size())))];
}

std::string Monkey::act() {
  if (QWidget* popup = QApplication::activePopupWidget()) {
    const Qt::Key key = below(3) == 0 ? Qt::Key_Return : below(2) == 0 ? Qt::Key_Down : Qt::Key_Escape;
    if (m_options.printsActions) fmt::print("{}: key {} in a popup\n", m_done, static_cast<int>(key));
    QTest::keyClick(popup, key);
    return "answer a popup";
  }
  if (QWidget* dialog = QApplication::activeModalWidget()) return answerDialog(*dialog);
  if (!m_window->isVisible()) {
    if (m_depth > 1) return "wait for a dialog";  // it belongs to the window
    m_session->discardUnsaved();
    m_window.reset();
    m_session.reset();
    openWindow();
    return "restart the window";
  }
  const int choice = below(200);
  if (choice < 12) return openFile();
  if (choice < 24) return typeFilter();
  if (choice < 44) return clickButton(*m_window->findChild<ui::Rail*>());
  if (choice < 90) return clickButton(*m_window);
  if (choice < 120) return changeValue(*m_window);
  if (choice < 160) return useFigure();
  if (choice < 174) return triggerAction();
  if (choice < 190) return pressKey();
  if (choice < 199) return resizeWindow();
  return closeWindow();
}

std::string Monkey::answerDialog(QWidget& dialog) {
  const QString title = dialog.windowTitle();
  if (m_options.printsActions) fmt::print("{}: dialog {}\n", m_done, title.toStdString());
  const int choice = below(10);
  if (choice < 2) {
    QTest::keyClick(&dialog, Qt::Key_Escape);
  } else if (choice < 4) {
    changeValue(dialog);
  } else if (auto* files = qobject_cast<QFileDialog*>(&dialog); files != nullptr && choice < 7) {
    if (!m_options.files.isEmpty() && below(2) == 0)
      files->selectFile(m_options.files[below(static_cast<int>(m_options.files.size()))]);
    QTest::keyClick(&dialog, Qt::Key_Return);
  } else {
    clickButton(dialog);
  }
  return named("answer", title);
}

std::string Monkey::openFile() {
  if (m_options.files.isEmpty()) return "open nothing";
  QStringList paths;
  for (int i = 0; i < (below(6) == 0 ? 2 : 1); ++i)
    paths << m_options.files[below(static_cast<int>(m_options.files.size()))];
  if (m_options.printsActions) fmt::print("{}: open {}\n", m_done, paths.join(", ").toStdString());
  m_session->commands().open.start(paths);
  return named("open", paths.join(", "));
}

std::string Monkey::typeFilter() {
  auto* field = m_window->findChild<ui::FilterField*>();
  if (field == nullptr || !field->isVisible()) return "filter nothing";
  const QString text = randomText();
  if (m_options.printsActions) fmt::print("{}: filter {}\n", m_done, text.left(80).toStdString());
  field->setText(text);
  QTest::keyClick(field, Qt::Key_Return);
  return named("filter", text);
}

std::string Monkey::clickButton(QWidget& parent) {
  QPointer<QAbstractButton> button = pick<QAbstractButton>(parent);
  if (button == nullptr) return "click nothing";
  const QString text = button->text().isEmpty() ? button->objectName() : button->text();
  if (m_options.printsActions) fmt::print("{}: click {}\n", m_done, text.toStdString());
  QTest::mouseClick(button, Qt::LeftButton);
  return named("click", text);
}

std::string Monkey::changeValue(QWidget& parent) {
  std::string changed = "change nothing";
  const int kind = below(5);
  if (auto* box = kind == 0 ? pick<QSpinBox>(parent) : nullptr) {
    changed = named("change", box->objectName());
    box->setValue(below(8) == 0 ? box->minimum()
                                : box->minimum() + below(std::min(box->maximum() - box->minimum(), 12) + 1));
  } else if (auto* real = kind == 1 ? pick<QDoubleSpinBox>(parent) : nullptr) {
    changed = named("change", real->objectName());
    real->setValue(real->minimum() + (real->maximum() - real->minimum()) * below(1001) / 1000.0);
  } else if (auto* list = kind == 2 ? pick<QComboBox>(parent) : nullptr) {
    changed = named("change", list->objectName());
    list->setCurrentIndex(below(list->count()));
  } else if (auto* slider = kind == 3 ? pick<QAbstractSlider>(parent) : nullptr) {
    changed = named("change", slider->objectName());
    slider->setValue(slider->minimum() + below(slider->maximum() - slider->minimum() + 1));
  } else if (auto* field = kind == 4 ? pick<QLineEdit>(parent) : nullptr) {
    changed = named("change", field->objectName());
    field->setText(randomText());
    QTest::keyClick(field, Qt::Key_Return);
  }
  if (m_options.printsActions) fmt::print("{}: {}\n", m_done, changed);
  return changed;
}

std::string Monkey::useFigure() {
  QPointer<ui::FigureView> view = pick<ui::FigureView>(*m_window);
  if (view == nullptr) return "use no figure";
  QWidget* target = view->viewport();
  const auto point = [&] { return QPoint(below(target->width()), below(target->height())); };
  const int choice = below(6);
  if (m_options.printsActions) fmt::print("{}: figure, way {}\n", m_done, choice);
  if (choice == 0) {
    QTest::mouseClick(target, Qt::LeftButton, {}, point());
  } else if (choice == 1) {
    QTest::mouseDClick(target, Qt::LeftButton, {}, point());
  } else if (choice == 2) {
    const QPoint at = point();
    QWheelEvent wheel(at, target->mapToGlobal(at), {}, {0, below(2) == 0 ? 120 : -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(target, &wheel);
  } else if (choice == 3) {
    QContextMenuEvent menu(QContextMenuEvent::Mouse, point(), target->mapToGlobal(point()));
    QApplication::sendEvent(target, &menu);
  } else {
    const Qt::MouseButton button = below(4) == 0 ? Qt::MiddleButton : Qt::LeftButton;
    QTest::mousePress(target, button, {}, point());
    for (int i = below(6); i >= 0 && view != nullptr; --i)
      QTest::mouseMove(target, point());
    if (view != nullptr) QTest::mouseRelease(target, button, {}, point());
  }
  return "figure";
}

std::string Monkey::triggerAction() {
  std::vector<QAction*> usable;
  for (QAction* action : m_window->findChildren<QAction*>())
    if (action->isEnabled() && action->isVisible() && action->menu() == nullptr && !action->isSeparator())
      usable.push_back(action);
  if (usable.empty()) return "trigger nothing";
  QAction* action = usable[static_cast<std::size_t>(below(static_cast<int>(usable.size())))];
  const QString text = action->text();
  if (m_options.printsActions) fmt::print("{}: trigger {}\n", m_done, text.toStdString());
  action->trigger();
  return named("trigger", text);
}

std::string Monkey::pressKey() {
  QWidget* target = QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : m_window.get();
  const Qt::Key key = kKeys[static_cast<std::size_t>(below(static_cast<int>(kKeys.size())))];
  const Qt::KeyboardModifiers modifiers = below(4) == 0   ? Qt::ControlModifier
                                          : below(6) == 0 ? Qt::AltModifier
                                                          : Qt::NoModifier;
  if (m_options.printsActions) fmt::print("{}: key {}\n", m_done, static_cast<int>(key));
  QTest::keyClick(target, key, modifiers);
  return "key";
}

std::string Monkey::resizeWindow() {
  m_window->resize(200 + below(2000), 150 + below(1400));
  return "resize";
}

std::string Monkey::closeWindow() {
  if (m_options.printsActions) fmt::print("{}: close the window\n", m_done);
  if (below(2) == 0)
    m_window->closing().closeAndKeep();
  else
    m_window->close();
  return "close the window";
}

}  // namespace maury::test
