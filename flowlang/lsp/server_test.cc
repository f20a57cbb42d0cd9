#include "flowlang/lsp/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_testing.h"
#include "flowlang/lsp/lsp_testing.h"
#include "flowlang/lsp/message_stream.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using nlohmann::json;

class ServerTest : public LspTest {
 protected:
  json Ask(const std::string& method, json params = json::object()) {
    return Tell({{"jsonrpc", "2.0"},
                 {"id", ++last_id_},
                 {"method", method},
                 {"params", std::move(params)}});
  }
  void Notify(const std::string& method, json params = json::object()) {
    Tell({{"jsonrpc", "2.0"},
          {"method", method},
          {"params", std::move(params)}});
  }
  // The answer, or null.
  json Tell(const json& message) { return TellText(message.dump()); }
  json TellText(const std::string& content) {
    sent_.clear();
    server_.Receive(content);
    return sent_.empty() ? json() : sent_.back();
  }
  // The error code of an answer, 0 without one.
  static int ErrorOf(const json& answer) {
    return answer.contains("error") ? answer["error"]["code"].get<int>() : 0;
  }

  void Initialize(const char* capabilities = "{}") {
    Ask("initialize", {{"capabilities", json::parse(capabilities)}});
    Notify("initialized");
  }
  std::string Uri(const std::string& name) { return "file://" + Path(name); }
  void OpenFile(const std::string& name, const std::string& text) {
    Notify("textDocument/didOpen",
           {{"textDocument",
             {{"uri", Uri(name)}, {"version", 1}, {"text", text}}}});
  }
  json AskAt(const std::string& method, const std::string& name, int line,
             int character) {
    return Ask(method,
               {{"textDocument", {{"uri", Uri(name)}}},
                {"position", {{"line", line}, {"character", character}}}});
  }
  // What is published now.
  std::vector<json> Published() {
    sent_.clear();
    server_.PublishDiagnostics();
    std::vector<json> params;
    for (const json& message : sent_) {
      EXPECT_EQ(message["method"], "textDocument/publishDiagnostics");
      params.push_back(message["params"]);
    }
    return params;
  }

  std::vector<json> sent_;
  LanguageServer server_{[this](const std::string& content) {
    sent_.push_back(json::parse(content));
  }};
  int last_id_ = 0;
};

TEST_F(ServerTest, SaysWhatItCanDo) {
  const json answer = Ask("initialize");
  EXPECT_EQ(answer["id"], 1);
  const json& capabilities = answer["result"]["capabilities"];
  EXPECT_EQ(capabilities["positionEncoding"], "utf-16");
  EXPECT_EQ(capabilities["textDocumentSync"]["change"], 2);
  EXPECT_EQ(capabilities["hoverProvider"], true);
  EXPECT_EQ(answer["result"]["serverInfo"]["name"], "flow");
}

TEST_F(ServerTest, AgreesOnUtf8WhenItIsOffered) {
  const json answer =
      Ask("initialize",
          {{"capabilities",
            {{"general", {{"positionEncodings", {"utf-16", "utf-8"}}}}}}});
  EXPECT_EQ(answer["result"]["capabilities"]["positionEncoding"], "utf-8");
  OpenFile("a", "# \u20AC\nseed: 1 # \u20AC\nseed: 2");
  const json hover = AskAt("textDocument/hover", "a", 2, 2)["result"];
  EXPECT_EQ(hover["range"]["start"]["line"], 2);
}

TEST_F(ServerTest, WantsToBeInitializedOnce) {
  EXPECT_EQ(ErrorOf(Ask("textDocument/hover")), -32002);
  EXPECT_EQ(ErrorOf(Ask("shutdown")), -32002);
  Notify("textDocument/didOpen");
  EXPECT_THAT(sent_, testing::IsEmpty());
  Initialize();
  EXPECT_EQ(ErrorOf(Ask("initialize")), -32600);
}

TEST_F(ServerTest, EndsAsTheProtocolSays) {
  Initialize();
  EXPECT_EQ(Ask("shutdown")["result"], json());
  EXPECT_EQ(ErrorOf(Ask("textDocument/hover")), -32600);
  EXPECT_FALSE(server_.exit_code());
  Notify("exit");
  EXPECT_EQ(server_.exit_code(), 0);
}

TEST_F(ServerTest, AnExitWithoutAShutdownIsNoGoodOne) {
  Initialize();
  Notify("exit");
  EXPECT_EQ(server_.exit_code(), 1);
}

TEST_F(ServerTest, RefusesWhatItCannotReadAndGoesOn) {
  Initialize();
  EXPECT_EQ(ErrorOf(TellText("{")), -32700);
  EXPECT_EQ(ErrorOf(TellText("\xFF")), -32700);
  EXPECT_EQ(ErrorOf(TellText("")), -32700);
  EXPECT_EQ(ErrorOf(TellText(std::string(100'000, '['))), -32700);
  EXPECT_EQ(ErrorOf(TellText("[]")), -32600);
  EXPECT_EQ(ErrorOf(TellText("7")), -32600);
  EXPECT_EQ(ErrorOf(TellText(R"({"id": 7, "method": 7})")), -32600);
  EXPECT_EQ(ErrorOf(TellText(R"({"id": [], "method": "x"})")), -32600);
  EXPECT_EQ(ErrorOf(Ask("textDocument/nonsense")), -32601);
  EXPECT_EQ(ErrorOf(Ask("$/nonsense")), -32601);
  EXPECT_EQ(ErrorOf(Ask("textDocument/hover", 7)), -32602);
  EXPECT_EQ(ErrorOf(AskAt("textDocument/hover", "none", 0, 0)), -32602);
  EXPECT_EQ(Ask("shutdown")["result"], json());
}

TEST_F(ServerTest, SaysNothingToNotificationsAndAnswers) {
  Initialize();
  for (const char* text :
       {R"({"method": "$/cancelRequest", "params": {"id": 1}})",
        R"({"method": "nonsense"})", R"({"id": 1, "result": null})",
        R"({"method": "textDocument/didOpen", "params": [1]})",
        R"({"method": "textDocument/didChange"})"}) {
    EXPECT_EQ(TellText(text), json()) << text;
    EXPECT_THAT(sent_, testing::IsEmpty()) << text;
  }
}

TEST_F(ServerTest, PublishesWhatAKeystrokeChanges) {
  Initialize();
  OpenFile("a", std::string(kFineExperiment) + "train { batch: 0 }");
  auto published = Published();
  ASSERT_EQ(published.size(), 1);
  EXPECT_EQ(published[0]["uri"], Uri("a"));
  EXPECT_EQ(published[0]["version"], 1);
  ASSERT_EQ(published[0]["diagnostics"].size(), 1);
  EXPECT_EQ(published[0]["diagnostics"][0]["code"], "out-of-range");
  EXPECT_TRUE(Published().empty());
  const json range = {{"start", {{"line", 1}, {"character", 15}}},
                      {"end", {{"line", 1}, {"character", 15}}}};
  Notify("textDocument/didChange",
         {{"textDocument", {{"uri", Uri("a")}, {"version", 2}}},
          {"contentChanges", {{{"range", range}, {"text", "1"}}}}});
  published = Published();
  ASSERT_EQ(published.size(), 1);
  EXPECT_EQ(published[0]["version"], 2);
  EXPECT_TRUE(published[0]["diagnostics"].empty()) << published[0];
}

TEST_F(ServerTest, ClosingTakesTheDiagnosticsBack) {
  Initialize();
  OpenFile("a", "nme: 1");
  EXPECT_FALSE(Published()[0]["diagnostics"].empty());
  Notify("textDocument/didClose", {{"textDocument", {{"uri", Uri("a")}}}});
  const auto published = Published();
  ASSERT_EQ(published.size(), 1);
  EXPECT_EQ(published[0]["diagnostics"], json::array());
}

TEST_F(ServerTest, AChangeOfABaseReachesWhatExtendsIt) {
  Initialize();
  OpenFile("base", kFineExperiment);
  OpenFile("top", "extends: 'base'");
  EXPECT_EQ(Published().size(), 2);
  Notify("textDocument/didChange",
         {{"textDocument", {{"uri", Uri("base")}, {"version", 2}}},
          {"contentChanges", {{{"text", "nme: 1"}}}}});
  const auto published = Published();
  ASSERT_EQ(published.size(), 2);
  EXPECT_FALSE(published[1]["diagnostics"].empty());
}

TEST_F(ServerTest, AnswersAboutDocuments) {
  Initialize(
      R"({"textDocument": {"completion": {"completionItem":
          {"snippetSupport": true}}}})");
  Write("base", kFineExperiment);
  OpenFile("a", "extends: 'base'\ntrain{ ba");
  const json items =
      AskAt("textDocument/completion", "a", 1, 9)["result"]["items"];
  ASSERT_FALSE(items.empty());
  for (const json& item : items) {
    EXPECT_EQ(item["insertTextFormat"], 2) << item;
    if (item["label"] == "batch") {
      EXPECT_EQ(item["textEdit"]["newText"], "batch: $0");
    }
  }
  EXPECT_EQ(AskAt("textDocument/definition", "a", 0, 12)["result"]["uri"],
            Uri("base"));
  EXPECT_EQ(
      AskAt("textDocument/hover", "a", 1, 2)["result"]["contents"]["kind"],
      "markdown");
  EXPECT_EQ(AskAt("textDocument/hover", "a", 9, 9)["result"], json());
  EXPECT_EQ(AskAt("textDocument/documentSymbol", "a", 0, 0)["result"].size(),
            2);
  EXPECT_TRUE(AskAt("textDocument/formatting", "a", 0, 0)["result"].empty());
}

TEST_F(ServerTest, EveryByteStreamComesToAnEnd) {
  std::stringstream whole;
  for (const char* content :
       {R"({"id": 1, "method": "initialize"})", R"({"method": "exit"})"}) {
    WriteMessage(content, &whole);
  }
  const std::string bytes = whole.str();
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    std::istringstream in(bytes.substr(0, cut));
    std::ostringstream out;
    EXPECT_EQ(Serve(&in, &out), 1) << cut;
    std::istringstream rest(bytes.substr(cut));
    Serve(&rest, &out);
  }
}

TEST_F(ServerTest, PublishesOnceForManyKeystrokes) {
  std::stringstream in;
  WriteMessage(R"({"id": 1, "method": "initialize"})", &in);
  const std::string name = R"("textDocument": {"uri": "file:///none/a"})";
  WriteMessage(absl::StrCat(R"({"method": "textDocument/didOpen", "params": {)",
                            name, "}}"),
               &in);
  for (int i = 0; i < 10; ++i) {
    WriteMessage(
        absl::StrCat(R"({"method": "textDocument/didChange", "params": {)",
                     name, R"(, "contentChanges": [{"text": "a"}]}})"),
        &in);
  }
  WriteMessage(R"({"id": 2, "method": "nonsense"})", &in);
  std::stringstream out;
  EXPECT_EQ(Serve(&in, &out), 1);
  MessageReader reader(&out);
  int published = 0;
  for (auto content = reader.Next(); content.ok(); content = reader.Next()) {
    published += json::parse(*content).contains("params");
  }
  EXPECT_EQ(published, 1);
}

}  // namespace
}  // namespace flow::lang
