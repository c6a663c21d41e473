/* libapt-pkg behind one C face. */
#ifndef DEBVOUCH_CAPTPKG_H
#define DEBVOUCH_CAPTPKG_H
#endif
