#include "core/io/npz.h"

#include <string>

#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npy.h"
#include "core/io/zip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

NpzArrays Samples() {
  return {{"target", MakeArray<float>({2, 2}, {1, 2, 3, 4})},
          {"labels", MakeArray<int64_t>({3}, {0, 1, 2})},
          {"empty", MakeArray<bool>({0}, {})}};
}

TEST(NpzTest, FilesMakeTheRoundTripInOrder) {
  const std::string path = JoinPath(testing::TempDir(), "samples.npz");
  ASSERT_OK(WriteNpz(path, Samples()));
  EXPECT_THAT(ReadNpz(path), IsOkAndHolds(Samples()));
}

TEST(NpzTest, IsAZipOfNpyFiles) {
  const Array array = MakeArray<float>({1}, {2});
  ASSERT_OK_AND_ASSIGN(const std::string bytes, SerializeNpz({{"x", array}}));
  EXPECT_THAT(
      ParseZip(bytes),
      IsOkAndHolds(ElementsAre(ZipEntry{"x.npy", SerializeNpy(array)})));
}

TEST(NpzTest, EqualArraysGiveEqualBytes) {
  EXPECT_EQ(*SerializeNpz(Samples()), *SerializeNpz(Samples()));
}

TEST(NpzTest, ANameComesOnce) {
  const Array array = MakeArray<float>({1}, {2});
  EXPECT_THAT(WriteNpz("dir/x.npz", {{"x", array}, {"x", array}}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "dir/x.npz: the entry 'x.npy' comes twice"));
}

TEST(NpzTest, TruncationIsDataLossThatNamesThePath) {
  ASSERT_OK_AND_ASSIGN(const std::string bytes, SerializeNpz(Samples()));
  EXPECT_THAT(ParseNpz(bytes.substr(0, bytes.size() / 2), "x.npz"),
              StatusIs(absl::StatusCode::kDataLoss, StartsWith("x.npz: ")));
}

TEST(NpzTest, AChangedNumberIsDataLossThatNamesTheArray) {
  ASSERT_OK_AND_ASSIGN(std::string bytes, SerializeNpz(Samples()));
  bytes[170] ^= 1;  // in the data of the first array, at 168 to 183
  EXPECT_THAT(ParseNpz(bytes, "x.npz"),
              StatusIs(absl::StatusCode::kDataLoss,
                       "x.npz: in the entry 'target.npy': the checksum does "
                       "not match"));
}

TEST(NpzTest, RefusesOtherEntriesAndArrays) {
  ASSERT_OK_AND_ASSIGN(std::string bytes, SerializeZip({{"readme", "hello"}}));
  EXPECT_THAT(ParseNpz(bytes, "x.npz"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(StartsWith("x.npz: readme: "),
                             HasSubstr("npy files only"))));
  ASSERT_OK_AND_ASSIGN(bytes, SerializeZip({{"a.npy", "hello"}}));
  EXPECT_THAT(ParseNpz(bytes, "x.npz"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "x.npz: a.npy: not an npy file"));
}

}  // namespace
}  // namespace flow::core
