#include "flowlang/compile/absolute_path.h"

#include <filesystem>

#include "gtest/gtest.h"

namespace flow::lang {
namespace {

TEST(AbsolutePathTest, IsRelativeToTheFileInWhichItIsWritten) {
  const SourceText own("/a/b/own.textproto", ""), base("/a/base.textproto", "");
  LocationMap locations;
  locations.SetRoot({{&own, 0, 0}, {&own, 0, 0}});
  EXPECT_EQ(AbsolutePath(locations, "target.array_file.path", "x.csv"),
            "/a/b/x.csv");
  locations.Set("target.array_file.path", {{&base, 0, 0}, {&base, 0, 0}});
  EXPECT_EQ(AbsolutePath(locations, "target.array_file.path", "x.csv"),
            "/a/x.csv");
  EXPECT_EQ(AbsolutePath(locations, "target.array_file.path", "/y/x.csv"),
            "/y/x.csv");
}

TEST(AbsolutePathTest, WhatACommandLineSetsIsRelativeToTheCurrentFolder) {
  const std::string here = std::filesystem::current_path().string();
  const SourceText set("--set", ""), near("near.textproto", "");
  LocationMap locations;
  locations.SetRoot({{&set, 0, 0}, {&set, 0, 0}});
  EXPECT_EQ(AbsolutePath(locations, "target", "x.csv"), here + "/x.csv");
  locations.SetRoot({{&near, 0, 0}, {&near, 0, 0}});
  EXPECT_EQ(AbsolutePath(locations, "target", "x.csv"), here + "/x.csv");
  EXPECT_EQ(AbsolutePath(LocationMap(), "target", "x.csv"), here + "/x.csv");
}

}  // namespace
}  // namespace flow::lang
