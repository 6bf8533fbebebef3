# SPDX-License-Identifier: GPL-3.0-or-later
# Adds the target `docs`, the Doxygen pages of core's public headers (`cmake -DMAURY_BUILD_DOCS=ON …`). Warnings are errors.
find_package(Doxygen REQUIRED)
set(DOXYGEN_FILE_PATTERNS *.h)
set(DOXYGEN_EXCLUDE_PATTERNS *.torch.h *.cfitsio.h *.hdf5.h)
set(DOXYGEN_USE_MDFILE_AS_MAINPAGE ${PROJECT_SOURCE_DIR}/core/README.md)
set(DOXYGEN_IMAGE_PATH ${PROJECT_SOURCE_DIR}/resources/art)
set(DOXYGEN_FILTER_PATTERNS "*.md=sed s:../resources/art/::")  # Doxygen finds an image by its file name
set(DOXYGEN_STRIP_FROM_PATH ${PROJECT_SOURCE_DIR}/core)
set(DOXYGEN_STRIP_FROM_INC_PATH ${PROJECT_SOURCE_DIR}/core)
set(DOXYGEN_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/docs)
set(DOXYGEN_EXTRACT_ALL YES)
set(DOXYGEN_JAVADOC_AUTOBRIEF YES)
set(DOXYGEN_HIDE_UNDOC_RELATIONS YES)
set(DOXYGEN_HAVE_DOT NO)
set(DOXYGEN_QUIET YES)
set(DOXYGEN_WARN_AS_ERROR FAIL_ON_WARNINGS)
doxygen_add_docs(docs ${PROJECT_SOURCE_DIR}/core ${PROJECT_SOURCE_DIR}/core/README.md
  COMMENT "Writing the documentation of core's headers to ${DOXYGEN_OUTPUT_DIRECTORY}/html/index.html")
