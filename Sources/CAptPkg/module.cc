#include "captpkg.h"
