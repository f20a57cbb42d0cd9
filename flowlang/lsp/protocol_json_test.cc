#include "flowlang/lsp/protocol_json.h"

#include <gtest/gtest.h>

namespace flow::lang {
namespace {

using nlohmann::json;

TEST(ProtocolJsonTest, ReadsWhatIsThere) {
  const json object = json::parse(
      R"({"a": "b", "n": 7, "t": true, "p": {"line": 1, "character": 2}})");
  EXPECT_EQ(TextIn(object, "a"), "b");
  EXPECT_EQ(IntIn(object, "n"), 7);
  EXPECT_TRUE(BoolIn(object, "t"));
  EXPECT_EQ(PositionIn(object, "p"), (EditorPosition{1, 2}));
}

TEST(ProtocolJsonTest, WhatIsMissingOrOfAnotherTypeIsEmpty) {
  for (const char* text :
       {"null", "[]", "\"a\"", "7", "{}", R"({"a": null})", R"({"a": []})",
        R"({"a": {}})", R"({"a": {"line": "1", "character": 2}})",
        R"({"a": {"line": 1}})", R"({"a": 1.5})"}) {
    const json object = json::parse(text);
    EXPECT_FALSE(TextIn(object, "a")) << text;
    EXPECT_FALSE(IntIn(object, "a")) << text;
    EXPECT_FALSE(BoolIn(object, "a")) << text;
    EXPECT_FALSE(PositionIn(object, "a")) << text;
  }
}

TEST(ProtocolJsonTest, PositionsAreMovedIntoTheRangeOfInt) {
  const json object =
      json::parse(R"({"p": {"line": -1, "character": 99999999999}})");
  EXPECT_EQ(PositionIn(object, "p"), (EditorPosition{0, 2147483647}));
}

TEST(ProtocolJsonTest, OneBrokenChangeSpoilsThemAll) {
  EXPECT_EQ(
      ChangesIn(json::parse(R"({"contentChanges": [{"text": "a"}]})"))->size(),
      1);
  for (const char* list :
       {"7", "[7]", R"([{"text": 7}])", R"([{"text": "a", "range": 7}])",
        R"([{"text": "a"}, {"text": "a", "range": {"start": {}}}])"}) {
    EXPECT_FALSE(ChangesIn({{"contentChanges", json::parse(list)}})) << list;
  }
}

TEST(ProtocolJsonTest, WritesDiagnosticsAsTheProtocolHasThem) {
  EditorDiagnostic diagnostic;
  diagnostic.range = {{1, 2}, {1, 5}};
  diagnostic.severity = Severity::kWarning;
  diagnostic.code = Code::kUnusedSetting;
  diagnostic.message = "m";
  diagnostic.notes = {{{"file:///b", {{0, 0}, {0, 1}}}, "here"}};
  EXPECT_EQ(ToJson(diagnostic), json::parse(R"({
      "range": {"start": {"line": 1, "character": 2},
                "end": {"line": 1, "character": 5}},
      "severity": 2, "code": "unused-setting", "source": "flow",
      "message": "m", "relatedInformation": [{"message": "here",
        "location": {"uri": "file:///b",
          "range": {"start": {"line": 0, "character": 0},
                    "end": {"line": 0, "character": 1}}}}]})"));
}

}  // namespace
}  // namespace flow::lang
