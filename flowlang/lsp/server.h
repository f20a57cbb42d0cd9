#ifndef FLOWLANG_LSP_SERVER_H_
#define FLOWLANG_LSP_SERVER_H_

/// The Language Server Protocol 3.17 over JSON-RPC 2.0: the life of a server,
/// and who answers what.

#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "flowlang/lsp/text_service.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// Takes messages one by one and answers each before the next. No message makes
/// it fail: what it cannot read it answers with an error, or passes over where
/// the protocol forbids an answer. Not thread-safe.
class LanguageServer {
 public:
  /// `send` takes the content of one message.
  explicit LanguageServer(std::function<void(const std::string&)> send)
      : send_(std::move(send)) {}

  /// One message's content.
  void Receive(absl::string_view content);

  /// Tells the client that a message could not be read.
  void Refuse(const absl::Status& reason);

  /// Sends the diagnostics of what has changed. To be called when no message is
  /// waiting: compiling a text that is already out of date helps nobody.
  void PublishDiagnostics();

  /// Set when the client said `exit`: 0 after `shutdown`, 1 without it.
  std::optional<int> exit_code() const { return exit_code_; }

 private:
  void ReceiveRequest(const nlohmann::json& id, const std::string& method,
                      const nlohmann::json& params);
  void ReceiveNotification(const std::string& method,
                           const nlohmann::json& params);
  nlohmann::json Initialize(const nlohmann::json& params);
  void Send(const nlohmann::json& message);
  void SendResult(const nlohmann::json& id, nlohmann::json result);
  void SendError(const nlohmann::json& id, int code,
                 const std::string& message);

  std::function<void(const std::string&)> send_;
  std::optional<TextService> service_;  // between initialize and shutdown
  bool shut_down_ = false;
  std::optional<int> exit_code_;
};

/// Serves until the client says `exit` or the input ends, which is an exit
/// without a shutdown. Returns the exit code of the program.
int Serve(std::istream* in, std::ostream* out);

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_SERVER_H_
