// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/ExceptionText.h"

#include <QCoreApplication>
#include <exception>
#include <new>

namespace maury::ui {

namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("maury::ui::ExceptionText", text);
}

}  // namespace

ExceptionText describeException() {
  try {
    throw;
  } catch (const Error& error) {
    return {QString::fromUtf8(error.what()), error.kind()};
  } catch (const std::bad_alloc&) {
    return {tr("There is not enough memory for this. Use fewer stars or close other programs.")};
  } catch (const std::exception& error) {
    return {tr("An unexpected error stopped this: %1. Report it with the diagnostics in the help menu.")
                .arg(QString::fromUtf8(error.what()))};
  } catch (...) {
    return {tr("An unexpected error stopped this. Report it with the diagnostics in the help menu.")};
  }
}

}  // namespace maury::ui
