// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plot/export/FigureExport.h"

#include <QBuffer>
#include <QByteArray>
#include <QImage>
#include <QImageWriter>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>
#include <string>

#include "base/Error.h"
#include "io/AtomicFile.h"
#include "ui/plot/FigureView.h"

namespace maury::ui {

namespace {

constexpr double kMmPerInch = 25.4;
constexpr double kPointsPerInch = 72.0;
constexpr int kVectorDpi = 1200;  ///< units of PDF and SVG per inch; far finer than the width of a line
constexpr int kTextPixels = 12;   ///< default size of figureFont()

/// Guard that switches a view to the print theme during its lifetime.
class PrintTheme {
public:
  explicit PrintTheme(FigureView& view) : m_view(view) { m_view.setThemeOverride(Theme::print()); }
  ~PrintTheme() { m_view.setThemeOverride(std::nullopt); }
  PrintTheme(const PrintTheme&) = delete;
  PrintTheme& operator=(const PrintTheme&) = delete;

private:
  FigureView& m_view;
};

/// Returns the scene size at which text has the requested size on paper, but no less than the labels need.
QSizeF sceneSizeFor(const FigureView& view, const ExportOptions& options) {
  const double points = options.widthMm / kMmPerInch * kPointsPerInch;
  return view.printSize(points * kTextPixels / options.textPoints);
}

void paintOn(QPaintDevice& device, FigureView& view, const QSizeF& pixels, const QSizeF& scene,
             const std::string& name) {
  QPainter painter;
  if (!painter.begin(&device))
    throw Error(ErrorKind::File, "The figure cannot be written to " + name +
                                     ". Check that its folder is writable and the disk is not full.");
  painter.setRenderHint(QPainter::LosslessImageRendering);
  painter.fillRect(QRectF({0, 0}, pixels), Qt::white);
  view.renderAt(painter, QRectF({0, 0}, pixels), scene);
  painter.end();
}

std::string lowerSuffix(const std::filesystem::path& target) {
  std::string suffix = target.extension().string();
  std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](unsigned char c) { return std::tolower(c); });
  return suffix;
}

}  // namespace

void requireFigureSuffix(const std::filesystem::path& target) {
  const std::string suffix = lowerSuffix(target);
  if (suffix != ".pdf" && suffix != ".svg" && suffix != ".png")
    throw Error(ErrorKind::Usage,
                "A figure is exported as .pdf, .svg or .png; choose one of these suffixes instead of " +
                    target.filename().string() + ".");
}

void exportFigure(FigureView& view, const std::filesystem::path& target, const ExportOptions& options) {
  requireFigureSuffix(target);
  const std::string suffix = lowerSuffix(target);
  const PrintTheme print(view);
  const QSizeF scene = sceneSizeFor(view, options);
  const QSizeF paperMm(options.widthMm, options.widthMm * scene.height() / scene.width());
  const double dpi = suffix == ".png" ? options.dpi : kVectorDpi;
  const QSizeF pixels(std::round(paperMm.width() / kMmPerInch * dpi), std::round(paperMm.height() / kMmPerInch * dpi));
  io::AtomicFile file(target);
  // Qt reports no failed write of a PDF or SVG, so the figure is made in memory.
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  const std::string name = target.string();
  if (suffix == ".pdf") {
    QPdfWriter writer(&buffer);
    writer.setResolution(kVectorDpi);
    writer.setPageSize(QPageSize(paperMm, QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    writer.setPageMargins({0, 0, 0, 0});
    writer.setCreator(QStringLiteral("Maury"));
    writer.setTitle(QString::fromStdU16String(target.stem().u16string()));
    paintOn(writer, view, pixels, scene, name);
  } else if (suffix == ".svg") {
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kVectorDpi);
    generator.setSize(pixels.toSize());
    generator.setViewBox(QRectF({0, 0}, pixels));
    generator.setTitle(QString::fromStdU16String(target.stem().u16string()));
    paintOn(generator, view, pixels, scene, name);
  } else {
    QImage image(pixels.toSize(), QImage::Format_RGB32);
    image.setDotsPerMeterX(static_cast<int>(std::lround(dpi / kMmPerInch * 1000.0)));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    paintOn(image, view, pixels, scene, name);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image))
      throw Error(ErrorKind::File,
                  "The figure cannot be written to " + name + ": " + writer.errorString().toStdString() + ".");
  }
  file.append({bytes.constData(), static_cast<std::size_t>(bytes.size())});
  file.commit();
}

}  // namespace maury::ui
