#include "core/io/npy.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// What numpy.save writes for numpy.array([[1], [-2]], dtype="int32").
std::string Known() {
  std::string bytes("\x93NUMPY\x01\x00\x76\x00", 10);
  absl::StrAppend(&bytes,
                  "{'descr': '<i4', 'fortran_order': False, "
                  "'shape': (2, 1), }");
  bytes.resize(127, ' ');
  bytes.push_back('\n');
  bytes.append("\x01\x00\x00\x00\xfe\xff\xff\xff", 8);
  return bytes;
}

// A file of the given version and header with no data.
std::string File(char major, absl::string_view header) {
  std::string bytes = "\x93NUMPY";
  bytes.push_back(major);
  bytes.push_back('\0');
  bytes.push_back(static_cast<char>(header.size()));
  bytes.append(major == 1 ? 1 : 3, '\0');
  return absl::StrCat(bytes, header);
}

std::string WithDescr(absl::string_view descr) {
  return File(1, absl::StrCat("{'descr': '", descr,
                              "', 'fortran_order': False, 'shape': (0,)}"));
}

TEST(NpyTest, WritesTheBytesOfNumpy) {
  EXPECT_EQ(SerializeNpy(MakeArray<int32_t>({2, 1}, {1, -2})), Known());
}

TEST(NpyTest, ReadsTheBytesOfNumpy) {
  EXPECT_THAT(ParseNpy(Known(), "x.npy"),
              IsOkAndHolds(MakeArray<int32_t>({2, 1}, {1, -2})));
}

TEST(NpyTest, EveryDTypeMakesTheRoundTrip) {
  for (const Array& array : {
           MakeArray<float>({2, 2}, {1, 2, 3, -0.5f}),
           MakeArray<double>({}, {0.1}),
           MakeArray<int64_t>({1}, {-(1ll << 50)}),
           MakeArray<int32_t>({1, 1, 2}, {7, 8}),
           MakeArray<uint8_t>({0, 3}, {}),
           MakeArray<bool>({2}, {true, false}),
       }) {
    const std::string bytes = SerializeNpy(array);
    EXPECT_EQ((bytes.size() - array.bytes.size()) % 64, 0u);
    EXPECT_THAT(ParseNpy(bytes, "x.npy"), IsOkAndHolds(array));
  }
}

TEST(NpyTest, ReadsVersionsTwoAndThree) {
  const char* header =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}";
  for (const char major : {2, 3}) {
    ASSERT_OK_AND_ASSIGN(
        const Array array,
        ParseNpy(File(major, header) + std::string("\0\0\x80\x3f", 4),
                 "x.npy"));
    EXPECT_THAT(Values<float>(array), IsOkAndHolds(ElementsAre(1.0f)));
  }
}

TEST(NpyTest, RefusesWhatItDoesNotHoldWithAReason) {
  const auto refuses = [](const std::string& bytes, absl::string_view reason) {
    EXPECT_THAT(ParseNpy(bytes, "dir/x.npy"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(StartsWith("dir/x.npy: "),
                               HasSubstr(std::string(reason)))));
  };
  refuses(WithDescr(">f8"), "must be little-endian; got '>f8'");
  refuses(WithDescr("|O"), "got Python objects");
  refuses(WithDescr("<i2"), "got '<i2'");
  refuses(absl::StrReplaceAll(WithDescr("<f8"), {{"False", "True "}}),
          "must be in C order");
  refuses(File(1, "{'descr': [('a', '<f8')], 'shape': (0,)}"), "got records");
  refuses(File(4, "{}"), "version must be 1.0, 2.0 or 3.0; got 4.0");
  refuses("x,y\n1,2\n", "not an npy file");
  refuses(Known() + "more", "got 4 bytes after it");
}

TEST(NpyTest, TruncationAnywhereIsDataLoss) {
  for (size_t size = 6; size < Known().size(); ++size) {
    EXPECT_THAT(ParseNpy(Known().substr(0, size), "x.npy"),
                StatusIs(absl::StatusCode::kDataLoss,
                         "x.npy: the npy file is truncated"))
        << size;
  }
}

TEST(NpyTest, AnImpossibleHeaderIsDataLoss) {
  EXPECT_THAT(
      ParseNpy(File(1,
                    "{'descr': '<f8', 'fortran_order': False, "
                    "'shape': (4611686018427387904, 8)}"),
               "x.npy"),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("impossible shape")));
  EXPECT_THAT(ParseNpy(File(1, "not a dictionary"), "x.npy"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("malformed")));
}

TEST(NpyTest, ReadsFilesAndNamesTheMissing) {
  const std::string path = JoinPath(testing::TempDir(), "known.npy");
  ASSERT_OK(WriteFileAtomically(path, Known()));
  EXPECT_THAT(ReadNpy(path), IsOkAndHolds(MakeArray<int32_t>({2, 1}, {1, -2})));
  EXPECT_THAT(ReadNpy("/no/such.npy"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("/no/such.npy")));
}

}  // namespace
}  // namespace flow::core
