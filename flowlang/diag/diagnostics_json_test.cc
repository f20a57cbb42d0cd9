#include "flowlang/diag/diagnostics_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flowlang/diag/report.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using nlohmann::json;

TEST(DiagnosticsJsonTest, AnEmptySinkIsAnEmptyList) {
  EXPECT_EQ(json::parse(RenderDiagnosticsJson({})),
            json::parse(R"({"diagnostics": [], "errors": 0, "warnings": 0})"));
}

TEST(DiagnosticsJsonTest, TellsEverythingThatADiagnosticHolds) {
  const SourceText source("moons.textproto", "a: 1\nbatch: 0\n");
  DiagnosticSink sink;
  ReportError(&sink, Code::kOutOfRange, {&source, 12, 13}, "must be >= 1",
              "256 is usual", {{"first set here", {&source, 0, 1}}});
  EXPECT_EQ(RenderDiagnosticsJson(sink), R"({
  "diagnostics": [
    {
      "severity": "error",
      "code": "out-of-range",
      "message": "must be >= 1",
      "file": "moons.textproto",
      "start": {
        "line": 2,
        "column": 8
      },
      "end": {
        "line": 2,
        "column": 9
      },
      "help": "256 is usual",
      "notes": [
        {
          "message": "first set here",
          "file": "moons.textproto",
          "start": {
            "line": 1,
            "column": 1
          },
          "end": {
            "line": 1,
            "column": 2
          }
        }
      ]
    }
  ],
  "errors": 1,
  "warnings": 0
}
)");
}

TEST(DiagnosticsJsonTest, CountsErrorsAndWarnings) {
  DiagnosticSink sink;
  ReportError(&sink, Code::kSyntax, {}, "a");
  ReportWarning(&sink, Code::kUnusedSetting, {}, "b");
  ReportWarning(&sink, Code::kUnusedSetting, {}, "c");
  const json document = json::parse(RenderDiagnosticsJson(sink));
  EXPECT_EQ(document["errors"], 1);
  EXPECT_EQ(document["warnings"], 2);
  EXPECT_EQ(document["diagnostics"][1]["severity"], "warning");
}

TEST(DiagnosticsJsonTest, WhatHasNoPlaceHasNulls) {
  DiagnosticSink sink;
  ReportError(&sink, Code::kSyntax, {}, "a");
  const json document = json::parse(RenderDiagnosticsJson(sink));
  const json& diagnostic = document["diagnostics"][0];
  for (const char* key : {"file", "start", "end"}) {
    EXPECT_TRUE(diagnostic[key].is_null()) << key;
  }
}

TEST(DiagnosticsJsonTest, ReplacesBytesThatAreNotUtf8) {
  const SourceText source("b\xFF.textproto", "\xFF\xFE");
  DiagnosticSink sink;
  ReportError(&sink, Code::kSyntax, {&source, 1, 2}, "got '\xFE'");
  const json document = json::parse(RenderDiagnosticsJson(sink));
  const json& diagnostic = document["diagnostics"][0];
  EXPECT_EQ(diagnostic["message"], "got '\uFFFD'");
  EXPECT_EQ(diagnostic["file"], "b\uFFFD.textproto");
  EXPECT_EQ(diagnostic["start"]["column"], 2);
}

}  // namespace
}  // namespace flow::lang
