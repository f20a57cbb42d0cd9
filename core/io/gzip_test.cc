#include "core/io/gzip.h"

#include <zlib.h>

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

constexpr int kGzip = 15 + 16;
constexpr int kRaw = -15;

std::string Deflate(absl::string_view text, int window) {
  z_stream stream = {};
  FLOW_CHECK(deflateInit2(&stream, 6, Z_DEFLATED, window, 8,
                          Z_DEFAULT_STRATEGY) == Z_OK)
      << "zlib";
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  FLOW_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END) << "zlib";
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// What `printf hello | gzip -n` prints.
std::string HelloGz() {
  return std::string(
      "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
      "\xcb\x48\xcd\xc9\xc9\x07\x00"
      "\x86\xa6\x10\x36\x05\x00\x00\x00",
      25);
}

// Longer than the buffer that the decompressor writes through.
std::string LongText() {
  std::string text;
  for (int i = 0; i < 50000; ++i) absl::StrAppend(&text, int64_t{i} * i, ",");
  return text;
}

TEST(GunzipTest, ReadsKnownBytes) {
  EXPECT_THAT(Gunzip(HelloGz()), IsOkAndHolds("hello"));
}

TEST(GunzipTest, ReadsLongAndEmptyContents) {
  EXPECT_THAT(Gunzip(Deflate(LongText(), kGzip)), IsOkAndHolds(LongText()));
  EXPECT_THAT(Gunzip(Deflate("", kGzip)), IsOkAndHolds(""));
}

TEST(GunzipTest, JoinsMembers) {
  EXPECT_THAT(Gunzip(HelloGz() + Deflate(" world", kGzip)),
              IsOkAndHolds("hello world"));
}

TEST(GunzipTest, TruncationAnywhereIsDataLoss) {
  const std::string bytes = HelloGz();
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_THAT(Gunzip(bytes.substr(0, size)),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("truncated")))
        << size;
  }
}

// Bytes 4 to 9 are a time stamp and a hint about the system: no part of it.
TEST(GunzipTest, AFlippedBitInTheContentIsDataLoss) {
  for (size_t i = 10; i < HelloGz().size(); ++i) {
    std::string bytes = HelloGz();
    bytes[i] ^= 1;
    EXPECT_THAT(Gunzip(bytes), StatusIs(absl::StatusCode::kDataLoss)) << i;
  }
}

TEST(GunzipTest, WhatIsNotGzipIsDataLoss) {
  EXPECT_THAT(Gunzip("1,2,3\n"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("corrupt")));
  EXPECT_THAT(Gunzip(HelloGz() + "garbage"),
              StatusIs(absl::StatusCode::kDataLoss));
}

TEST(InflateTest, ReadsABareStreamOfTheStatedSize) {
  const std::string text = LongText();
  EXPECT_THAT(Inflate(Deflate(text, kRaw), text.size()), IsOkAndHolds(text));
}

TEST(InflateTest, AnotherSizeOrTrailingBytesAreDataLoss) {
  const std::string bytes = Deflate("hello", kRaw);
  EXPECT_THAT(Inflate(bytes, 4),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("too long")));
  EXPECT_THAT(Inflate(bytes, 6),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("too short")));
  EXPECT_THAT(Inflate(bytes + "x", 5),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("follow")));
  EXPECT_THAT(Inflate(bytes.substr(0, 3), 5),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("truncated")));
}

}  // namespace
}  // namespace flow::core
