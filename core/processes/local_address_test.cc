#include "core/processes/local_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;

// A port of the loopback, which is bound, so that nobody else can be there, and
// listens when it is told to.
class Port {
 public:
  Port() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(socket_, any, size), 0);
    EXPECT_EQ(::getsockname(socket_, any, &size), 0);
    number_ = ntohs(address.sin_port);
  }
  ~Port() { ::close(socket_); }
  Port(const Port&) = delete;

  void Listen() { EXPECT_EQ(::listen(socket_, 1), 0); }
  int64_t number() const { return number_; }

 private:
  int socket_;
  int64_t number_;
};

TEST(LocalAddressTest, TowardsItselfIsTheLoopback) {
  Port port;
  port.Listen();
  EXPECT_THAT(LocalAddressTowards("127.0.0.1", port.number(), absl::Minutes(1)),
              IsOkAndHolds("127.0.0.1"));
}

TEST(LocalAddressTest, WhereNobodyListensTheTimePasses) {
  const Port port;
  EXPECT_THAT(
      LocalAddressTowards("127.0.0.1", port.number(), absl::Milliseconds(120)),
      StatusIs(absl::StatusCode::kDeadlineExceeded,
               HasSubstr("nothing listens at 127.0.0.1:")));
}

TEST(LocalAddressTest, ANameWithoutAddressIsNamed) {
  EXPECT_THAT(
      LocalAddressTowards("no such host", 29500, absl::Minutes(1)),
      StatusIs(absl::StatusCode::kUnavailable, HasSubstr("'no such host'")));
}

}  // namespace
}  // namespace flow::core
