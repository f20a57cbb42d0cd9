#ifndef FLOWLANG_LOWER_PEAK_MEMORY_H_
#define FLOWLANG_LOWER_PEAK_MEMORY_H_

#include <cstdint>
#include <optional>

namespace flow::lang {

/// Begins a new measurement: from now on PeakMemory() is of what follows. Where
/// the system does not allow it, PeakMemory() stays the peak of the process.
void ResetPeakMemory();

/// The most bytes of memory that the process has held at once, in which its
/// libraries are included; empty where the system does not tell. Linux only.
std::optional<int64_t> PeakMemory();

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_PEAK_MEMORY_H_
