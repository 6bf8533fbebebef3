# SPDX-License-Identifier: GPL-3.0-or-later
# Builds a Debian package: `cpack --config build/release/CPackConfig.cmake`. dpkg-shlibdeps finds the linked libraries.
include(GNUInstallDirs)
find_program(MAURY_GZIP gzip REQUIRED)
set(_debian ${PROJECT_SOURCE_DIR}/packaging/debian)
set(_doc ${CMAKE_INSTALL_DATAROOTDIR}/doc/maury)
install(FILES ${_debian}/copyright DESTINATION ${_doc})

# Debian requires these files compressed, without a name and a time stamp inside.
set(_packed "")
foreach(_file changelog maury.1 maury-cli.1)
  set(_gz ${PROJECT_BINARY_DIR}/packaging/${_file}.gz)
  add_custom_command(OUTPUT ${_gz} DEPENDS ${_debian}/${_file} VERBATIM
    COMMAND sh -c "${MAURY_GZIP} -9nc \"$1\" > \"$2\"" sh ${_debian}/${_file} ${_gz})
  list(APPEND _packed ${_gz})
endforeach()
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/packaging)
add_custom_target(maury_package_files ALL DEPENDS ${_packed})
install(FILES ${PROJECT_BINARY_DIR}/packaging/changelog.gz DESTINATION ${_doc})
install(FILES ${PROJECT_BINARY_DIR}/packaging/maury-cli.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
if(MAURY_BUILD_UI)
  install(FILES ${PROJECT_BINARY_DIR}/packaging/maury.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME maury)
set(CPACK_PACKAGE_CONTACT "Maury's authors <maury@packages.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Not linked, but needed: without it, LibTorch multiplies matrices 18 times slower.
set(CPACK_DEBIAN_PACKAGE_DEPENDS libopenblas0-openmp)
# CPack adds the leading space that Debian requires on each line; keep lines under 80 columns.
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Maury trains convolutional networks on stellar spectra, shows which
wavelengths each label comes from, and maps the labels across the Galaxy in
bins of radius and height. It has a desktop and a command-line program.")
include(CPack)
