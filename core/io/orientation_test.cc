#include "core/io/orientation.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::ElementsAre;

std::string Bytes(std::initializer_list<int> values) {
  std::string bytes;
  for (const int value : values) bytes.push_back(static_cast<char>(value));
  return bytes;
}

// A header, a directory at 8 with the width and the orientation.
std::string BigEndian(int orientation) {
  return Bytes({'M',  'M',  0, 42, 0, 0, 0, 8,                        //
                0,    2,                                              //
                1,    0,    0, 3,  0, 0, 0, 1, 0, 9,           0, 0,  //
                0x01, 0x12, 0, 3,  0, 0, 0, 1, 0, orientation, 0, 0});
}

std::string LittleEndian(int orientation) {
  return Bytes({'I',  'I',  42, 0, 8, 0, 0, 0,  //
                1,    0,                        //
                0x12, 0x01, 3,  0, 1, 0, 0, 0, orientation, 0, 0, 0});
}

TEST(OrientationTest, IsReadInEitherOrderOfBytes) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(OrientationOf(BigEndian(orientation)), orientation);
    EXPECT_EQ(OrientationOf(LittleEndian(orientation)), orientation);
  }
}

TEST(OrientationTest, WhatCannotBeReadSaysNothing) {
  EXPECT_EQ(OrientationOf(""), 1);
  EXPECT_EQ(OrientationOf("Nikon"), 1);
  EXPECT_EQ(OrientationOf(BigEndian(0)), 1);
  EXPECT_EQ(OrientationOf(BigEndian(9)), 1);
  std::string of_longs = BigEndian(6);
  of_longs[25] = 4;  // the type of the second entry
  EXPECT_EQ(OrientationOf(of_longs), 1);
  // a file that ends before the number does
  const std::string whole = BigEndian(6);
  for (size_t size = 0; size < 32; ++size) {
    EXPECT_EQ(OrientationOf(absl::string_view(whole).substr(0, size)), 1)
        << size;
  }
  // a directory far behind the end
  std::string beyond = BigEndian(6);
  beyond[4] = beyond[5] = '\xff';
  EXPECT_EQ(OrientationOf(beyond), 1);
}

// The letter, as a viewer shows it and as the file has it when its first row is
// the side that is named and its first column the other one.
TEST(OrientationTest, PutsRowsAndColumnsWhereTheyBelong) {
  const Image file = {2,
                      3,
                      1,
                      {1, 2, 3,  //
                       4, 5, 6}};
  const auto values = [&](int orientation) {
    return Upright(file, orientation).value;
  };
  EXPECT_THAT(values(1), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(values(2), ElementsAre(3, 2, 1, 6, 5, 4));  // columns: right
  EXPECT_THAT(values(3), ElementsAre(6, 5, 4, 3, 2, 1));
  EXPECT_THAT(values(4), ElementsAre(4, 5, 6, 1, 2, 3));  // rows: bottom
  // rows are columns of the picture
  EXPECT_THAT(values(5), ElementsAre(1, 4, 2, 5, 3, 6));  // left, top
  EXPECT_THAT(values(6), ElementsAre(4, 1, 5, 2, 6, 3));  // right, top
  EXPECT_THAT(values(7), ElementsAre(6, 3, 5, 2, 4, 1));  // right, bottom
  EXPECT_THAT(values(8), ElementsAre(3, 6, 2, 5, 1, 4));  // left, bottom
  const Image upright = Upright(file, 6);
  EXPECT_EQ(upright.height, 3);
  EXPECT_EQ(upright.width, 2);
}

TEST(OrientationTest, KeepsTheChannelsOfAPixelTogether) {
  const Image file = {1, 2, 3, {1, 2, 3, 4, 5, 6}};
  EXPECT_THAT(Upright(file, 3).value, ElementsAre(4, 5, 6, 1, 2, 3));
}

}  // namespace
}  // namespace flow::core
