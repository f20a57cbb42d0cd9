#include "flowlang/lsp/uri_path.h"

#include <gtest/gtest.h>

#include "flowlang/diag/file_uri.h"

namespace flow::lang {
namespace {

TEST(UriPathTest, UndoesFileUri) {
  for (const char* path :
       {"/a/b.textproto", "/with blank/\u00E9%20#?.x", "/"}) {
    EXPECT_EQ(PathOfUri(FileUri(path)), path);
  }
}

TEST(UriPathTest, TakesTheSpellingsOfClients) {
  EXPECT_EQ(PathOfUri("file:///a%3ab%C3%A9"), "/a:b\u00E9");
  EXPECT_EQ(PathOfUri("FILE:///a"), "/a");
  EXPECT_EQ(PathOfUri("file:/a"), "/a");
  EXPECT_EQ(PathOfUri("file://localhost/a"), "/a");
}

TEST(UriPathTest, BrokenEncodingsStandForThemselves) {
  EXPECT_EQ(PathOfUri("file:///a%2"), "/a%2");
  EXPECT_EQ(PathOfUri("file:///a%zz%"), "/a%zz%");
  EXPECT_EQ(PathOfUri("file://"), "file://");
}

TEST(UriPathTest, WhatIsNoFileIsItsOwnPath) {
  EXPECT_EQ(PathOfUri("untitled:Untitled-1"), "untitled:Untitled-1");
  EXPECT_EQ(PathOfUri(""), "");
}

}  // namespace
}  // namespace flow::lang
