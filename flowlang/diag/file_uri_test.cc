#include "flowlang/diag/file_uri.h"

#include <gtest/gtest.h>

namespace flow::lang {
namespace {

TEST(FileUriTest, RelativePathsStayRelative) {
  EXPECT_EQ(FileUri("examples/moons.textproto"), "examples/moons.textproto");
  EXPECT_EQ(FileUri("./moons.textproto"), "moons.textproto");
  EXPECT_EQ(FileUri("examples/../parts/base"), "parts/base");
  EXPECT_EQ(FileUri("../base"), "../base");
}

TEST(FileUriTest, AbsolutePathsHaveAScheme) {
  EXPECT_EQ(FileUri("/tmp/a b"), "file:///tmp/a%20b");
}

TEST(FileUriTest, OtherBytesArePercentEncoded) {
  EXPECT_EQ(FileUri("a b#1?.textproto"), "a%20b%231%3F.textproto");
  EXPECT_EQ(FileUri("100%"), "100%25");
  EXPECT_EQ(FileUri("ä\xFF"), "%C3%A4%FF");
}

TEST(FileUriTest, AColonMakesNoScheme) {
  EXPECT_EQ(FileUri("c:moons"), "c%3Amoons");
}

}  // namespace
}  // namespace flow::lang
