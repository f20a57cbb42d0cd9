#include "core/io/zip.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// From Python's zipfile: a.txt holding "hello", stored, dated 1980-01-01.
std::string Stored() {
  return absl::HexStringToBytes(
      "504b03041400000000000000210086a61036050000000500000005000000"
      "612e747874"
      "68656c6c6f"
      "504b010214031400000000000000210086a6103605000000050000000500"
      "00000000000000000000a48100000000"
      "612e747874"
      "504b0506000000000100010033000000280000000000");
}

// From Python's zipfile: b.txt holding twenty times "a", deflated, with zip64
// fields in the local header alone (as numpy writes them), and a comment.
std::string Deflated() {
  return absl::HexStringToBytes(
      "504b03042d000000080000002100ce8b6f26ffffffffffffffff05001400"
      "622e747874"
      "0100100014000000000000000500000000000000"
      "4b4cc40400"
      "504b01022d032d000000080000002100ce8b6f2605000000140000000500"
      "0000000000000000000080010000"
      "0000622e747874"
      "504b05060000000001000100330000003c0000000300"
      "776879");
}

std::string With(std::string bytes, size_t at, char value) {
  bytes.at(at) = value;
  return bytes;
}

TEST(ZipTest, WritesKnownBytes) {
  EXPECT_THAT(SerializeZip({{"a.txt", "hello"}}), IsOkAndHolds(Stored()));
}

TEST(ZipTest, ReadsStoredAndDeflatedEntries) {
  EXPECT_THAT(ParseZip(Stored()),
              IsOkAndHolds(ElementsAre(ZipEntry{"a.txt", "hello"})));
  EXPECT_THAT(
      ParseZip(Deflated()),
      IsOkAndHolds(ElementsAre(ZipEntry{"b.txt", std::string(20, 'a')})));
}

TEST(ZipTest, ManyEntriesMakeTheRoundTripInOrder) {
  const std::vector<ZipEntry> entries = {
      {"z", std::string("\0\1", 2)}, {"a", ""}, {"d/caf\xc3\xa9", "PK\5\6"}};
  ASSERT_OK_AND_ASSIGN(const std::string bytes, SerializeZip(entries));
  EXPECT_THAT(ParseZip(bytes), IsOkAndHolds(entries));
}

TEST(ZipTest, AnArchiveMayBeEmpty) {
  ASSERT_OK_AND_ASSIGN(const std::string bytes, SerializeZip({}));
  EXPECT_EQ(bytes.size(), 22u);
  EXPECT_THAT(ParseZip(bytes), IsOkAndHolds(IsEmpty()));
}

TEST(ZipTest, ANameComesOnce) {
  EXPECT_THAT(SerializeZip({{"a", "1"}, {"a", "2"}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "the entry 'a' comes twice"));
}

TEST(ZipTest, TruncationAnywhereIsDataLoss) {
  for (const std::string& bytes : {Stored(), Deflated()}) {
    for (size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_THAT(ParseZip(bytes.substr(0, size)),
                  StatusIs(absl::StatusCode::kDataLoss))
          << size;
    }
  }
}

// The content of a.txt lies at 35 to 39.
TEST(ZipTest, AChangedContentIsDataLossThatNamesTheEntry) {
  EXPECT_THAT(ParseZip(With(Stored(), 36, 'E')),
              StatusIs(absl::StatusCode::kDataLoss,
                       "in the entry 'a.txt': the checksum does not match"));
}

// The directory of a.txt begins at 40, the end record at 91.
TEST(ZipTest, AMalformedDirectoryIsDataLoss) {
  EXPECT_THAT(
      ParseZip(With(Stored(), 40, 'X')),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("malformed directory")));
  EXPECT_THAT(ParseZip(With(Stored(), 91 + 8 + 2, 2)),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("short")));
  EXPECT_THAT(ParseZip(With(Stored(), 40 + 28, 60)),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("short")));
  EXPECT_THAT(ParseZip(With(Stored(), 40 + 42, 1)),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("outside")));
  EXPECT_THAT(ParseZip(With(Stored(), 40 + 20, 100)),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("outside")));
  EXPECT_THAT(ParseZip(With(Stored(), 40 + 24, 4)),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("checksum")));
}

TEST(ZipTest, RefusesWhatItDoesNotRead) {
  EXPECT_THAT(
      ParseZip(With(Stored(), 40 + 8, 1)),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("encrypted")));
  EXPECT_THAT(
      ParseZip(With(Stored(), 40 + 10, 12)),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("method 12")));
}

const std::vector<ZipEntry>& Three() {
  static const auto& three = *new std::vector<ZipEntry>{
      {"a.txt", "hello"}, {"b", std::string(200, 'b')}, {"empty", ""}};
  return three;
}

// As for archives of gigabytes, from 40 bytes on: the second entry has a size
// that is too large, the third an offset, the end both.
TEST(ZipTest, LargeNumbersAreInRecordsOfZip64) {
  ASSERT_OK_AND_ASSIGN(const std::string small, SerializeZip(Three()));
  ASSERT_OK_AND_ASSIGN(const std::string large,
                       internal::SerializeZip(Three(), 40));
  // b: 20 before the content; its directory entry 28 with the offset, the
  // third's 12; the record and its locator 76
  EXPECT_EQ(large.size(), small.size() + 20 + 28 + 12 + 76);
  EXPECT_THAT(ParseZip(large), IsOkAndHolds(Three()));
}

TEST(ZipTest, ManyEntriesNeedZip64) {
  std::vector<ZipEntry> entries;
  for (int i = 0; i < 65536; ++i) entries.push_back({absl::StrCat(i), ""});
  ASSERT_OK_AND_ASSIGN(const std::string bytes, SerializeZip(entries));
  EXPECT_THAT(ParseZip(bytes), IsOkAndHolds(entries));
}

TEST(ZipTest, WhatZip64LeavesOutIsDataLoss) {
  // says that there is a record, and has none
  EXPECT_THAT(ParseZip(With(With(Stored(), 91 + 10, '\xff'), 91 + 11, '\xff')),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("locator")));
  std::string unsized = Stored();
  for (int i = 0; i < 4; ++i) unsized[40 + 24 + i] = '\xff';
  EXPECT_THAT(ParseZip(unsized), StatusIs(absl::StatusCode::kDataLoss,
                                          HasSubstr("no zip64 field")));
  ASSERT_OK_AND_ASSIGN(const std::string large,
                       internal::SerializeZip(Three(), 40));
  for (size_t size = 0; size < large.size(); ++size) {
    EXPECT_THAT(ParseZip(large.substr(0, size)),
                StatusIs(absl::StatusCode::kDataLoss))
        << size;
  }
}

// No single changed byte may crash the parser or slip a wrong content through.
TEST(ZipTest, EveryChangedByteIsHarmless) {
  for (const std::string& bytes :
       {Stored(), Deflated(), *internal::SerializeZip(Three(), 40)}) {
    const std::vector<ZipEntry> entries = *ParseZip(bytes);
    for (size_t i = 0; i < bytes.size(); ++i) {
      for (const char value : {'\0', '\1', '\x7f', '\xff'}) {
        const auto changed = ParseZip(With(bytes, i, value));
        if (changed.ok() && !changed->empty()) {
          EXPECT_EQ(changed->front().content, entries.front().content) << i;
        }
      }
    }
  }
}

}  // namespace
}  // namespace flow::core
