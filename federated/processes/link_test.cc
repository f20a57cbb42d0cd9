#include "federated/processes/link.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "ATen/ops/arange.h"
#include "absl/strings/string_view.h"
#include "core/base/status_testing.h"
#include "federated/processes/message_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr absl::Duration kTimeout = absl::Seconds(5);

// What a channel did, seen from the test; it gives what `coming` has, then
// fails.
struct Wire {
  std::deque<std::string> coming;
  std::vector<std::string> sent;
  absl::Status failure;  // of a send; and of a receive when nothing comes
  bool closed = false;
};

class FakeChannel : public ByteChannel {
 public:
  explicit FakeChannel(Wire& wire) : wire_(wire) {}
  ~FakeChannel() override { wire_.closed = true; }

  absl::Status Send(const at::Tensor& bytes, absl::Duration timeout) override {
    EXPECT_LE(timeout, kTimeout);
    if (!wire_.failure.ok()) return wire_.failure;
    wire_.sent.emplace_back(ViewOf(bytes));
    return absl::OkStatus();
  }

  absl::Status Receive(at::Tensor& bytes, absl::Duration timeout) override {
    EXPECT_LE(timeout, kTimeout);
    if (wire_.coming.empty()) return wire_.failure;
    const std::string next = wire_.coming.front();
    wire_.coming.pop_front();
    EXPECT_EQ(next.size(), bytes.numel());
    std::copy(next.begin(), next.end(), bytes.mutable_data_ptr<uint8_t>());
    return absl::OkStatus();
  }

 private:
  Wire& wire_;
};

Link LinkOf(Wire& wire) {
  return Link("worker 2", std::make_unique<FakeChannel>(wire));
}

std::string LengthOf(int64_t length) {
  std::string bytes(8, 0);
  std::memcpy(bytes.data(), &length, 8);
  return bytes;
}

Message Small() {
  return {.kind = 3, .numbers = {5}, .tensors = {at::arange(4, at::kDouble)}};
}

TEST(LinkTest, AMessageIsItsLengthAndItsBytes) {
  Wire wire;
  Link link = LinkOf(wire);
  ASSERT_OK(link.Send(Small(), kTimeout));
  const std::string bytes = BytesOf(Small());
  EXPECT_THAT(wire.sent, ElementsAre(LengthOf(bytes.size()), bytes));
}

TEST(LinkTest, ReceivesWhatWasSent) {
  Wire wire = {.coming = {LengthOf(BytesOf(Small()).size()), BytesOf(Small())}};
  Link link = LinkOf(wire);
  ASSERT_OK_AND_ASSIGN(const Message message, link.Receive(kTimeout));
  EXPECT_EQ(BytesOf(message), BytesOf(Small()));
  EXPECT_OK(link.status());
  EXPECT_FALSE(wire.closed);
}

TEST(LinkTest, TheFirstErrorClosesAndStays) {
  Wire wire = {.failure = absl::UnavailableError("connection reset")};
  Link link = LinkOf(wire);
  const auto gone = StatusIs(absl::StatusCode::kUnavailable,
                             "worker 2 has gone: connection reset");
  EXPECT_THAT(link.Receive(kTimeout), gone);
  EXPECT_TRUE(wire.closed);
  EXPECT_THAT(link.Send(Small(), kTimeout), gone);
  EXPECT_THAT(link.Receive(kTimeout), gone);
  link.Close();
  EXPECT_THAT(link.status(), gone);
}

TEST(LinkTest, ATimeoutInASendCloses) {
  Wire wire = {.failure = absl::DeadlineExceededError("5 s")};
  Link link = LinkOf(wire);
  EXPECT_THAT(link.Send(Small(), kTimeout),
              StatusIs(absl::StatusCode::kDeadlineExceeded,
                       "worker 2 did not answer in time: 5 s"));
  EXPECT_TRUE(wire.closed);
}

TEST(LinkTest, ALengthThatIsNoneIsDataLoss) {
  for (const int64_t length : {int64_t{-1}, int64_t{0}, int64_t{39},
                               (int64_t{1} << 40) + 1, int64_t{1} << 62}) {
    SCOPED_TRACE(length);
    Wire wire = {.coming = {LengthOf(length)}};
    Link link = LinkOf(wire);
    EXPECT_THAT(link.Receive(kTimeout),
                StatusIs(absl::StatusCode::kDataLoss,
                         HasSubstr(std::to_string(length))));
    EXPECT_TRUE(wire.closed);
  }
}

TEST(LinkTest, BytesThatAreNoMessageAreDataLoss) {
  Wire wire = {.coming = {LengthOf(40), std::string(40, 'x')}};
  Link link = LinkOf(wire);
  EXPECT_THAT(link.Receive(kTimeout),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("worker 2: ")));
  EXPECT_TRUE(wire.closed);
}

TEST(LinkTest, AClosedLinkIsOfNoMoreUse) {
  Wire wire;
  Link link = LinkOf(wire);
  link.Close();
  EXPECT_TRUE(wire.closed);
  EXPECT_THAT(link.Send(Small(), kTimeout),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(wire.sent, SizeIs(0));
}

}  // namespace
}  // namespace flow::federated
