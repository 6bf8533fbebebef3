# SPDX-License-Identifier: GPL-3.0-or-later
# Pages of core's public headers: `cmake -DMAURY_BUILD_DOCS=ON …`, then the target `docs`. A warning of Doxygen is an error.
find_package(Doxygen REQUIRED)
set(DOXYGEN_FILE_PATTERNS *.h)
set(DOXYGEN_EXCLUDE_PATTERNS *.torch.h *.cfitsio.h)
set(DOXYGEN_USE_MDFILE_AS_MAINPAGE ${PROJECT_SOURCE_DIR}/core/README.md)
set(DOXYGEN_IMAGE_PATH ${PROJECT_SOURCE_DIR}/resources/art)
set(DOXYGEN_FILTER_PATTERNS "*.md=sed s:../resources/art/::")  # an image is found by its name alone
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
  COMMENT "Pages of core's headers in ${DOXYGEN_OUTPUT_DIRECTORY}/html/index.html")
