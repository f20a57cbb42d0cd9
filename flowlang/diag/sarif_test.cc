#include "flowlang/diag/sarif.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "flowlang/diag/code.h"
#include "flowlang/diag/report.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

json RunOf(const DiagnosticSink& sink) {
  return json::parse(RenderSarif(sink))["runs"][0];
}

// What the schema and GitHub's code scanning ask of a location.
void ExpectValidLocation(const json& location) {
  const json& physical = location.at("physicalLocation");
  const std::string uri = physical.at("artifactLocation").at("uri");
  EXPECT_FALSE(uri.empty());
  EXPECT_EQ(uri.find_first_of(" \\\"<>"), std::string::npos) << uri;
  const json& region = physical.at("region");
  for (const char* key : {"startLine", "startColumn", "endLine", "endColumn"}) {
    EXPECT_GE(region.at(key).get<int>(), 1) << key;
  }
  EXPECT_LE(region["startLine"], region["endLine"]);
  if (region["startLine"] == region["endLine"]) {
    EXPECT_LE(region["startColumn"], region["endColumn"]);
  }
}

// ... of a result, which must be one of the rules.
void ExpectValidResult(const json& result, const json& rules) {
  EXPECT_FALSE(result.at("message").at("text").get<std::string>().empty());
  EXPECT_EQ(rules.at(result.at("ruleIndex").get<size_t>()).at("id"),
            result.at("ruleId"));
  const std::set<std::string> levels = {"none", "note", "warning", "error"};
  EXPECT_EQ(levels.count(result.at("level")), 1u);
  for (const json& location : result.at("locations")) {
    ExpectValidLocation(location);
  }
  std::set<int> ids;
  for (const json& location : result.value("relatedLocations", json::array())) {
    EXPECT_TRUE(ids.insert(location.at("id").get<int>()).second);
    EXPECT_FALSE(location.at("message").at("text").empty());
    ExpectValidLocation(location);
  }
}

// ... of a log.
void ExpectValidLog(const json& log) {
  EXPECT_THAT(log.at("$schema").get<std::string>(), HasSubstr("sarif"));
  EXPECT_EQ(log.at("version"), "2.1.0");
  ASSERT_EQ(log.at("runs").size(), 1u);
  const json& run = log["runs"][0];
  EXPECT_EQ(run.at("columnKind"), "unicodeCodePoints");
  const json& driver = run.at("tool").at("driver");
  EXPECT_EQ(driver.at("name"), "flow");
  for (const json& result : run.at("results")) {
    ExpectValidResult(result, driver.at("rules"));
  }
}

TEST(SarifTest, AnEmptySinkIsALogWithRulesAndWithoutResults) {
  const json log = json::parse(RenderSarif({}));
  ExpectValidLog(log);
  EXPECT_EQ(log["runs"][0]["results"], json::array());
  EXPECT_EQ(log["runs"][0]["tool"]["driver"]["rules"].size(),
            AllCodes().size());
}

TEST(SarifTest, EveryRuleIsDescribed) {
  std::set<std::string> ids;
  const json run = RunOf({});
  for (const json& rule : run["tool"]["driver"]["rules"]) {
    EXPECT_TRUE(ids.insert(rule.at("id")).second) << rule;
    for (const char* key : {"shortDescription", "fullDescription", "help"}) {
      const std::string text = rule.at(key).at("text");
      EXPECT_FALSE(text.empty()) << rule;
      if (key != std::string("help")) {
        EXPECT_LE(text.size(), 1024u) << rule;
      }
    }
    EXPECT_FALSE(rule["help"].at("markdown").get<std::string>().empty());
  }
}

TEST(SarifTest, TheHelpShowsTheExample) {
  const json rule =
      RunOf({})["tool"]["driver"]["rules"][static_cast<int>(Code::kOutOfRange)];
  EXPECT_EQ(rule["id"], "out-of-range");
  EXPECT_THAT(rule["help"]["markdown"].get<std::string>(),
              HasSubstr("```textproto\ntrain { batch: 0 }\n```"));
}

TEST(SarifTest, AResultHasPlaceHelpAndNotes) {
  const SourceText source("ex amples/./moons.textproto", "a: 1\nbatch: 0\n");
  DiagnosticSink sink;
  ReportError(&sink, Code::kOutOfRange, {&source, 12, 13}, "must be >= 1",
              "256 is usual", {{"first set here", {&source, 0, 1}}});
  ExpectValidLog(json::parse(RenderSarif(sink)));
  EXPECT_EQ(RunOf(sink)["results"][0], json::parse(R"({
    "ruleId": "out-of-range",
    "ruleIndex": 6,
    "level": "error",
    "message": {"text": "must be >= 1\nhelp: 256 is usual"},
    "locations": [{
      "physicalLocation": {
        "artifactLocation": {"uri": "ex%20amples/moons.textproto"},
        "region": {"startLine": 2, "startColumn": 8,
                   "endLine": 2, "endColumn": 9}}}],
    "relatedLocations": [{
      "id": 1,
      "message": {"text": "first set here"},
      "physicalLocation": {
        "artifactLocation": {"uri": "ex%20amples/moons.textproto"},
        "region": {"startLine": 1, "startColumn": 1,
                   "endLine": 1, "endColumn": 2}}}]})"));
}

TEST(SarifTest, ColumnsCountCodePoints) {
  // ä takes two bytes, the face four, and \xFF is no character
  const SourceText source("a", "x\n\"ä😀\xFF\" batch: 0");
  const int begin = static_cast<int>(source.text().find("batch"));
  DiagnosticSink sink;
  ReportWarning(&sink, Code::kSyntax, {&source, begin, begin + 5}, "m");
  const json run = RunOf(sink);
  const json& physical = run["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(physical["region"], json::parse(R"({
    "startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 12})"));
}

TEST(SarifTest, ARegionMayBeEmptyOrReachOverLines) {
  const SourceText empty("empty", ""), lines("lines", "a {\n}\n");
  DiagnosticSink sink;
  ReportError(&sink, Code::kSyntax, {&empty, 0, 0}, "the file is empty");
  ReportError(&sink, Code::kMissingRequired, {&lines, 0, lines.size()}, "m");
  ExpectValidLog(json::parse(RenderSarif(sink)));
}

TEST(SarifTest, WhatHasNoPlaceHasNoLocation) {
  DiagnosticSink sink;
  ReportError(&sink, Code::kSyntax, {}, "a", "", {{"b", {}}});
  const json run = RunOf(sink);
  const json& result = run["results"][0];
  EXPECT_EQ(result["locations"], json::array());
  EXPECT_EQ(result["relatedLocations"][0]["message"]["text"], "b");
}

TEST(SarifTest, EveryCodeIsTheRuleOfItsResults) {
  const SourceText source("a", "text");
  DiagnosticSink sink;
  for (const CodeEntry& entry : AllCodes()) {
    ReportError(&sink, entry.code, {&source, 0, 1}, "m");
  }
  ExpectValidLog(json::parse(RenderSarif(sink)));
}

TEST(SarifTest, ReplacesBytesThatAreNotUtf8) {
  const SourceText source("b\xFF", "\xFE");
  DiagnosticSink sink;
  ReportError(&sink, Code::kSyntax, {&source, 0, 1}, "got '\xFE'");
  const json run = RunOf(sink);
  const json& result = run["results"][0];
  EXPECT_EQ(result["message"]["text"], "got '\uFFFD'");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"],
            json::parse(R"({"uri": "b%FF"})"));
}

}  // namespace
}  // namespace flow::lang
