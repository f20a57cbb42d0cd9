#include "datasets/images/idx_array.h"

#include <zlib.h>

#include <string>

#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "datasets/images/images_testing.h"
#include "gmock/gmock.h"

namespace flow::datasets {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

absl::StatusOr<IdxArray> Read(const std::string& content, int dimensions) {
  const std::string path = JoinPath(testing::TempDir(), "a-ubyte");
  WriteFile(path, content);
  return ReadIdxArray(path, dimensions);
}

std::string Gzip(const std::string& content) {
  z_stream stream = {};
  FLOW_CHECK(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8,
                          Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(content.size() + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = content.size();
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = out.size();
  FLOW_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(IdxArrayTest, HoldsShapeAndBytesCompressedOrNot) {
  const std::string file = IdxFile({2, 1, 3}, "abcdef");
  for (const std::string& content : {file, Gzip(file)}) {
    ASSERT_OK_AND_ASSIGN(const IdxArray array, Read(content, 3));
    EXPECT_THAT(array.shape, ElementsAre(2, 1, 3));
    EXPECT_THAT(array.value.bytes, ElementsAre('a', 'b', 'c', 'd', 'e', 'f'));
  }
}

TEST(IdxArrayTest, SizesHaveTheHighestByteFirst) {
  ASSERT_OK_AND_ASSIGN(const IdxArray array,
                       Read(IdxFile({0x10203}, std::string(0x10203, 'x')), 1));
  EXPECT_THAT(array.shape, ElementsAre(0x10203));
}

TEST(IdxArrayTest, OtherFilesAreRefused) {
  const auto refused = [](const std::string& content, int dimensions,
                          const std::string& message) {
    EXPECT_THAT(Read(content, dimensions),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("a-ubyte: " + message)));
  };
  refused("", 1, "not an idx file");
  refused("P5 28 28", 1, "not an idx file");
  std::string floats = IdxFile({1}, "abcd");
  floats[2] = 0x0d;
  refused(floats, 1, "the numbers must be bytes, type 0x08; got type 0x0D");
  refused(IdxFile({2}, "ab"), 3, "the array must have 3 dimensions; got 1");
  refused(IdxFile({2, 0, 3}, ""), 3, "dimension 1 (from 0) of the array is 0");
}

TEST(IdxArrayTest, DamageIsReportedWhereverItIs) {
  const std::string whole = IdxFile({2, 3}, "abcdef");
  for (size_t size = 4; size < whole.size(); ++size) {
    EXPECT_THAT(Read(whole.substr(0, size), 2),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("a-ubyte: ")))
        << size;
  }
  EXPECT_THAT(Read(whole + "g", 2),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("a-ubyte: the header promises 2 x 3 bytes; "
                                 "the file has 7")));
  const std::string compressed = Gzip(whole);
  EXPECT_THAT(Read(compressed.substr(0, compressed.size() - 3), 2),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("a-ubyte: the compressed data is truncated")));
}

TEST(IdxArrayTest, AProductBeyondAllIntegersIsNotBelieved) {
  EXPECT_THAT(
      Read(IdxFile({0x80000000, 0x80000000, 0x80000000}, "abcd"), 3),
      StatusIs(absl::StatusCode::kDataLoss, HasSubstr("the header promises")));
}

TEST(IdxArrayTest, AMissingFileIsReported) {
  EXPECT_THAT(ReadIdxArray(JoinPath(testing::TempDir(), "absent"), 1),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent")));
}

}  // namespace
}  // namespace flow::datasets
