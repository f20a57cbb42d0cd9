#include "core/base/keep_freed_memory.h"

#include <sys/resource.h>

#include <cstdlib>
#include <thread>

#include "gtest/gtest.h"

namespace flow {
namespace {

long PageFaults() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_minflt;
}

// Of a block that is written to and freed.
long FaultsOfBlock() {
  constexpr size_t kBytes = size_t{256} << 20, kPage = 4096;
  const long before = PageFaults();
  auto* block = static_cast<volatile char*>(std::malloc(kBytes));
  for (size_t i = 0; i < kBytes; i += kPage) block[i] = 1;
  const long faults = PageFaults() - before;
  std::free(const_cast<char*>(block));
  return faults;
}

// Pages are of 4 KiB or, where the system makes them so, of 2 MiB: the first
// time there are 128 faults at least.
TEST(KeepFreedMemoryTest, ABlockIsTouchedForTheFirstTimeOnce) {
#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "another malloc";
#endif
  KeepFreedMemory();
  EXPECT_GE(FaultsOfBlock(), 128);
  EXPECT_LE(FaultsOfBlock(), 16);
  long of_thread = 0;
  std::thread([&] { of_thread = FaultsOfBlock(); }).join();
  EXPECT_LE(of_thread, 16);
}

}  // namespace
}  // namespace flow
