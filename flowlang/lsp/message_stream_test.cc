#include "flowlang/lsp/message_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status_testing.h"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;

constexpr auto kBroken = absl::StatusCode::kInvalidArgument;
constexpr auto kEnd = absl::StatusCode::kOutOfRange;

TEST(MessageStreamTest, ReadsWhatItWrites) {
  std::stringstream stream;
  for (const char* content : {"{}", "", "{\"a\":\"\xC3\xA9\r\n\r\n\"}"}) {
    WriteMessage(content, &stream);
  }
  MessageReader reader(&stream);
  EXPECT_THAT(reader.Next(), IsOkAndHolds("{}"));
  EXPECT_THAT(reader.Next(), IsOkAndHolds(""));
  EXPECT_THAT(reader.Next(), IsOkAndHolds("{\"a\":\"\xC3\xA9\r\n\r\n\"}"));
  EXPECT_THAT(reader.Next(), StatusIs(kEnd, HasSubstr("at its end")));
}

TEST(MessageStreamTest, CountsBytesAndEndsLinesAsTheProtocolSays) {
  std::stringstream stream;
  WriteMessage("\xC3\xA9", &stream);
  EXPECT_EQ(stream.str(), "Content-Length: 2\r\n\r\n\xC3\xA9");
}

TEST(MessageStreamTest, TakesOtherHeadersAndOtherSpellings) {
  std::istringstream in(
      "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n"
      "content-length:2\r\n\r\n{}\r\n"
      "CONTENT-LENGTH:   3  \n\n[1]");
  MessageReader reader(&in);
  EXPECT_THAT(reader.Next(), IsOkAndHolds("{}"));
  EXPECT_THAT(reader.Next(), IsOkAndHolds("[1]"));
}

TEST(MessageStreamTest, ABrokenHeaderCostsOneMessage) {
  for (const char* header :
       {"Content-Length: two", "Content-Length: -1",
        "Content-Length:", "Content-Length: 99999999999999999999",
        "Content-Width: 2", "no colon"}) {
    std::istringstream in(
        absl::StrCat(header, "\r\n\r\n{}Content-Length: 3\r\n\r\n[1]"));
    MessageReader reader(&in);
    EXPECT_THAT(reader.Next(), StatusIs(kBroken, HasSubstr("Content-Length")))
        << header;
    EXPECT_THAT(reader.Next(), IsOkAndHolds("[1]")) << header;
  }
}

TEST(MessageStreamTest, FindsAHeaderBehindAVeryLongLine) {
  std::istringstream in(absl::StrCat("no header\r\n\r\n",
                                     std::string(100'000, 'x'),
                                     "Content-Length: 2\r\n\r\n{}"));
  MessageReader reader(&in);
  EXPECT_THAT(reader.Next(), StatusIs(kBroken, HasSubstr("no Content-Length")));
  EXPECT_THAT(reader.Next(), IsOkAndHolds("{}"));
}

TEST(MessageStreamTest, PassesOverWhatIsTooLong) {
  const int64_t length = MessageReader::kMaxLength + 1;
  std::istringstream in(absl::StrCat("Content-Length: ", length, "\r\n\r\n",
                                     std::string(length, ' '),
                                     "Content-Length: 2\r\n\r\n{}"));
  MessageReader reader(&in);
  EXPECT_THAT(reader.Next(), StatusIs(absl::StatusCode::kResourceExhausted,
                                      HasSubstr("16777217")));
  EXPECT_THAT(reader.Next(), IsOkAndHolds("{}"));
}

TEST(MessageStreamTest, EndsWhereverTheInputEnds) {
  const std::string whole = "Content-Length: 4\r\n\r\n{  }";
  for (size_t length = 0; length < whole.size(); ++length) {
    std::istringstream in(whole.substr(0, length));
    EXPECT_THAT(MessageReader(&in).Next(),
                StatusIs(kEnd, HasSubstr("at its end")))
        << length;
  }
}

TEST(MessageStreamTest, SaysWhetherMoreIsWaiting) {
  std::istringstream in("Content-Length: 2\r\n\r\n{}Content-");
  MessageReader reader(&in);
  EXPECT_TRUE(reader.MoreIsWaiting());
  EXPECT_OK(reader.Next());
  EXPECT_TRUE(reader.MoreIsWaiting());
  EXPECT_FALSE(reader.Next().ok());
  EXPECT_FALSE(reader.MoreIsWaiting());
}

}  // namespace
}  // namespace flow::lang
