#include "flowlang/lower/peak_memory.h"

#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace flow::lang {

void ResetPeakMemory() {
  // 5 resets the peak of the resident set, and nothing else; see proc(5)
  std::ofstream("/proc/self/clear_refs") << "5";
}

std::optional<int64_t> PeakMemory() {
  std::ifstream status("/proc/self/status");
  // "VmHWM:    123456 kB"
  for (std::string line; std::getline(status, line);) {
    if (!absl::StartsWith(line, "VmHWM:")) continue;
    for (const absl::string_view word : absl::StrSplit(line, ' ')) {
      int64_t kilobytes = 0;
      if (absl::SimpleAtoi(word, &kilobytes)) return kilobytes * 1024;
    }
  }
  return std::nullopt;
}

}  // namespace flow::lang
