#include "flowlang/lsp/server.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "flowlang/lsp/message_stream.h"
#include "flowlang/lsp/protocol_json.h"

namespace flow::lang {
namespace {

using nlohmann::json;

// Of JSON-RPC 2.0, section 5.1, and of LSP 3.17, "ErrorCodes".
constexpr int kParseError = -32700;
constexpr int kInvalidRequest = -32600;
constexpr int kMethodNotFound = -32601;
constexpr int kInvalidParams = -32602;
constexpr int kServerNotInitialized = -32002;

json Capabilities(const ClientOptions& options) {
  const bool utf8 = options.encoding == PositionEncoding::kUtf8;
  return {{"positionEncoding", utf8 ? "utf-8" : "utf-16"},
          {"textDocumentSync",
           {{"openClose", true},
            {"change", 2},  // incremental
            {"save", {{"includeText", false}}}}},
          {"completionProvider",
           {{"triggerCharacters", json::array({"\"", ".", "/"})}}},
          {"definitionProvider", true},
          {"documentFormattingProvider", true},
          {"documentSymbolProvider", true},
          {"hoverProvider", true}};
}

bool IsId(const json& id) { return id.is_string() || id.is_number_integer(); }

}  // namespace

void LanguageServer::Receive(absl::string_view content) {
  const json message = json::parse(content.begin(), content.end(), nullptr,
                                   /*allow_exceptions=*/false);
  if (message.is_discarded()) {
    return SendError(nullptr, kParseError, "the message is no JSON");
  }
  const json& id = MemberOf(message, "id");
  const auto method = TextIn(message, "method");
  if (!method) {
    // an answer to something that was never asked
    if (message.is_object() &&
        (message.contains("result") || message.contains("error"))) {
      return;
    }
    return SendError(IsId(id) ? id : json(), kInvalidRequest,
                     "the message has no method");
  }
  const json& params = MemberOf(message, "params");
  if (IsId(id)) return ReceiveRequest(id, *method, params);
  if (message.contains("id")) {
    return SendError(nullptr, kInvalidRequest,
                     "'id' must be a whole number or a string");
  }
  ReceiveNotification(*method, params);
}

void LanguageServer::Refuse(const absl::Status& reason) {
  SendError(nullptr, kParseError, std::string(reason.message()));
}

void LanguageServer::PublishDiagnostics() {
  if (!service_) return;
  for (json& params : service_->TakeDiagnostics()) {
    Send({{"jsonrpc", "2.0"},
          {"method", "textDocument/publishDiagnostics"},
          {"params", std::move(params)}});
  }
}

void LanguageServer::ReceiveRequest(const json& id, const std::string& method,
                                    const json& params) {
  if (shut_down_) {
    return SendError(id, kInvalidRequest, "the server is shut down");
  }
  if (method == "initialize") {
    if (service_) {
      return SendError(id, kInvalidRequest, "'initialize' may come once");
    }
    return SendResult(id, Initialize(params));
  }
  if (!service_) {
    return SendError(id, kServerNotInitialized, "'initialize' comes first");
  }
  if (method == "shutdown") {
    shut_down_ = true;
    service_.reset();
    return SendResult(id, nullptr);
  }
  auto result = service_->Answer(method, params);
  if (!result) {
    return SendError(id, kMethodNotFound,
                     absl::StrCat("there is no method '", method, "'"));
  }
  if (!result->ok()) {
    return SendError(id, kInvalidParams,
                     std::string(result->status().message()));
  }
  SendResult(id, **std::move(result));
}

void LanguageServer::ReceiveNotification(const std::string& method,
                                         const json& params) {
  if (method == "exit") {
    exit_code_ = shut_down_ ? 0 : 1;
  } else if (service_) {
    service_->Notice(method, params);
  }
}

json LanguageServer::Initialize(const json& params) {
  const ClientOptions options = ClientOptionsIn(params);
  service_.emplace(options);
  return {{"capabilities", Capabilities(options)},
          {"serverInfo", {{"name", "flow"}}}};
}

void LanguageServer::Send(const json& message) {
  // paths and values may hold bytes that are no text
  send_(message.dump(-1, ' ', false, json::error_handler_t::replace));
}

void LanguageServer::SendResult(const json& id, json result) {
  Send({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

void LanguageServer::SendError(const json& id, int code,
                               const std::string& message) {
  Send({{"jsonrpc", "2.0"},
        {"id", id},
        {"error", {{"code", code}, {"message", message}}}});
}

int Serve(std::istream* in, std::ostream* out) {
  MessageReader reader(in);
  LanguageServer server(
      [out](const std::string& content) { WriteMessage(content, out); });
  while (!server.exit_code()) {
    const auto content = reader.Next();
    if (content.ok()) {
      server.Receive(*content);
    } else if (absl::IsOutOfRange(content.status())) {
      return 1;
    } else {
      server.Refuse(content.status());
    }
    if (!reader.MoreIsWaiting()) server.PublishDiagnostics();
  }
  return *server.exit_code();
}

}  // namespace flow::lang
