#include "core/io/npy_header.h"

#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NpyHeaderTest, ReadsWhatNumpyWrites) {
  ASSERT_OK_AND_ASSIGN(
      const NpyHeader header,
      ParseNpyHeader("{'descr': '<f8', 'fortran_order': False, "
                     "'shape': (3, 2), }      \n"));
  EXPECT_EQ(header.descr, "<f8");
  EXPECT_FALSE(header.fortran_order);
  EXPECT_THAT(header.shape, ElementsAre(3, 2));
}

TEST(NpyHeaderTest, ReadsAnyOrderSpacingAndQuotes) {
  ASSERT_OK_AND_ASSIGN(
      const NpyHeader header,
      ParseNpyHeader("{ \"shape\":( 7 ,),'fortran_order' :True,"
                     "'descr':'|u1'}"));
  EXPECT_EQ(header.descr, "|u1");
  EXPECT_TRUE(header.fortran_order);
  EXPECT_THAT(header.shape, ElementsAre(7));
}

TEST(NpyHeaderTest, ReadsScalarsAndPython2Integers) {
  ASSERT_OK_AND_ASSIGN(NpyHeader header,
                       ParseNpyHeader("{'descr': '<f4', 'fortran_order': "
                                      "False, 'shape': (), }"));
  EXPECT_THAT(header.shape, IsEmpty());
  ASSERT_OK_AND_ASSIGN(header,
                       ParseNpyHeader("{'descr': '<f4', 'fortran_order': "
                                      "False, 'shape': (3L, 2L), }"));
  EXPECT_THAT(header.shape, ElementsAre(3, 2));
}

TEST(NpyHeaderTest, RefusesRecords) {
  EXPECT_THAT(ParseNpyHeader("{'descr': [('a', '<f8')], 'fortran_order': "
                             "False, 'shape': (3,), }"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "the array must hold plain numbers; got records"));
}

TEST(NpyHeaderTest, MalformedTextIsDataLoss) {
  for (const char* text : {
           "",
           "{",
           "{}",
           "{'descr': '<f8'}",
           "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), ",
           "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), } x",
           "{'descr': '<f8', 'fortran_order': False, 'shape': (3 2), }",
           "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
           "{'descr': '<f8', 'fortran_order': False, "
           "'shape': (99999999999999999999,), }",
           "{'descr': '<f8', 'fortran_order': 0, 'shape': (3,), }",
           "{'descr': '<f8, 'fortran_order': False, 'shape': (3,), }",
           "{'descr': '<f8' 'fortran_order': False, 'shape': (3,), }",
           "{'descr': '<f8', 'fortran_order': False, 'size': (3,), }",
       }) {
    EXPECT_THAT(ParseNpyHeader(text), StatusIs(absl::StatusCode::kDataLoss))
        << text;
  }
}

TEST(NpyHeaderTest, WritesTuplesAsPythonDoes) {
  EXPECT_EQ(FormatNpyHeader({"<f8", false, {3, 2}}),
            "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }");
  EXPECT_EQ(FormatNpyHeader({"|b1", true, {3}}),
            "{'descr': '|b1', 'fortran_order': True, 'shape': (3,), }");
  EXPECT_EQ(FormatNpyHeader({"<i4", false, {}}),
            "{'descr': '<i4', 'fortran_order': False, 'shape': (), }");
}

}  // namespace
}  // namespace flow::core
