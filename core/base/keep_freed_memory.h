#ifndef CORE_BASE_KEEP_FREED_MEMORY_H_
#define CORE_BASE_KEEP_FREED_MEMORY_H_

namespace flow {

/// From now on memory that is freed stays with the process, for whichever
/// thread asks next. A training step asks for megabytes at a time and frees
/// them again; glibc would give them back to the system each time, and the
/// system clear every page anew. A process holds what it held at most; it was
/// never meant to hold less. For main(), before there are threads; does nothing
/// where the C library is not glibc.
void KeepFreedMemory();

}  // namespace flow

#endif  // CORE_BASE_KEEP_FREED_MEMORY_H_
