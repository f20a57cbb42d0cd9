#include "core/base/keep_freed_memory.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace flow {

void KeepFreedMemory() {
#ifdef __GLIBC__
  mallopt(M_TRIM_THRESHOLD, -1);  // never
  mallopt(M_MMAP_MAX, 0);         // no block is a mapping of its own
  // the heaps of other threads hold no large blocks, which would be mappings
  mallopt(M_ARENA_MAX, 1);
#endif
}

}  // namespace flow
