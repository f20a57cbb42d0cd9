#ifndef FLOWLANG_LSP_TEXT_SERVICE_H_
#define FLOWLANG_LSP_TEXT_SERVICE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/lsp/open_documents.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// What client and server agree on at the beginning.
struct ClientOptions {
  PositionEncoding encoding = PositionEncoding::kUtf16;
  bool snippets = false;
};

/// From the parameters of `initialize`.
ClientOptions ClientOptionsIn(const nlohmann::json& params);

/// The methods `textDocument/...` of the protocol. Not thread-safe.
class TextService {
 public:
  explicit TextService(const ClientOptions& options)
      : options_(options), documents_(options.encoding) {}

  /// The result of a request. Empty for a method that is not known;
  /// InvalidArgument for parameters that it cannot read, or a document that is
  /// not open.
  std::optional<absl::StatusOr<nlohmann::json>> Answer(
      const std::string& method, const nlohmann::json& params) const;

  /// Takes a notification; those that it does not know or cannot read change
  /// nothing.
  void Notice(const std::string& method, const nlohmann::json& params);

  /// The parameters of the `publishDiagnostics` that are due: of documents that
  /// changed, or were compiled with one that did, and of closed ones, which
  /// have none any more.
  std::vector<nlohmann::json> TakeDiagnostics();

 private:
  ClientOptions options_;
  OpenDocuments documents_;
  std::vector<std::string> closed_;  // whose diagnostics are still shown
};

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_TEXT_SERVICE_H_
