#include "core/processes/sigpipe_blocked.h"

#include <errno.h>
#include <unistd.h>

#include <optional>
#include <thread>

#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Writes into a pipe that nobody reads; the error, if this process lives on.
int WriteToNobody() {
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  ::close(ends[0]);
  const ssize_t written = ::write(ends[1], "x", 1);
  const int error = errno;
  ::close(ends[1]);
  return written < 0 ? error : 0;
}

TEST(SigpipeBlockedDeathTest, WithoutItAWriteToNobodyIsTheEnd) {
  EXPECT_EXIT(WriteToNobody(), testing::KilledBySignal(SIGPIPE), "");
}

TEST(SigpipeBlockedDeathTest, AfterItAWriteToNobodyIsTheEndAgain) {
  EXPECT_EXIT(
      {
        { const SigpipeBlocked blocked; }
        WriteToNobody();
      },
      testing::KilledBySignal(SIGPIPE), "");
}

// Would end the test at its end if the signal were kept.
TEST(SigpipeBlockedTest, AWriteToNobodyIsAnError) {
  const SigpipeBlocked blocked;
  EXPECT_EQ(WriteToNobody(), EPIPE);
}

TEST(SigpipeBlockedTest, AThreadThatBeganMeanwhileKeepsIt) {
  std::optional<SigpipeBlocked> blocked;
  blocked.emplace();
  int error = 0;
  int go[2];
  ASSERT_EQ(::pipe(go), 0);
  std::thread thread([&] {
    char byte;
    EXPECT_EQ(::read(go[0], &byte, 1), 1);
    error = WriteToNobody();
  });
  blocked.reset();
  EXPECT_EQ(::write(go[1], "x", 1), 1);
  thread.join();
  EXPECT_EQ(error, EPIPE);
  ::close(go[0]);
  ::close(go[1]);
}

}  // namespace
}  // namespace flow::core
