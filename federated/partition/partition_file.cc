#include "federated/partition/partition_file.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"

namespace flow::federated {
namespace {

absl::Status WrongLine(const std::string& path, int64_t line,
                       const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(path, ":", line, ": ", what));
}

absl::StatusOr<int64_t> ParseClient(const std::string& path, int64_t line,
                                    absl::string_view text, int64_t clients) {
  constexpr int kShown = 40;  // a file of another kind may have long lines
  int64_t client = 0;
  if (absl::SimpleAtoi(text, &client) && client >= 0 && client < clients) {
    return client;
  }
  return WrongLine(path, line,
                   absl::StrCat("must be a whole number from 0 to ",
                                clients - 1, ", a client; got '",
                                absl::CHexEscape(text.substr(0, kShown)), "'"));
}

absl::Status CheckNobodyIsEmpty(const std::string& path,
                                const Partition& partition) {
  for (int64_t i = 0; i < partition.size(); ++i) {
    if (!partition[i].empty()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": client ", i, " of ", partition.size(),
                     " must have a row; no line names it"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Partition> ReadPartition(const std::string& path,
                                        int64_t clients, int64_t rows) {
  if (clients < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": 'clients' must be >= 1; got ", clients));
  }
  FLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
  std::vector<absl::string_view> lines = absl::StrSplit(content, '\n');
  if (lines.back().empty()) lines.pop_back();  // after the last end of line
  std::vector<int64_t> client_of_row;
  for (int64_t k = 0; k < lines.size(); ++k) {
    if (k == rows) {
      return WrongLine(path, k + 1,
                       absl::StrCat("must have a line for each of ", rows,
                                    " rows; got ", lines.size(), " lines"));
    }
    FLOW_ASSIGN_OR_RETURN(const int64_t client,
                          ParseClient(path, k + 1, lines[k], clients));
    client_of_row.push_back(client);
  }
  if (client_of_row.size() < rows) {
    return WrongLine(path, lines.size() + 1,
                     absl::StrCat("must have a line for each of ", rows,
                                  " rows; the file ends after ", lines.size()));
  }
  Partition partition = RowsByClient(client_of_row, clients);
  FLOW_RETURN_IF_ERROR(CheckNobodyIsEmpty(path, partition));
  return partition;
}

absl::Status WritePartition(const std::string& path,
                            const Partition& partition) {
  FLOW_ASSIGN_OR_RETURN(const std::vector<int64_t> client_of_row,
                        ClientOfRow(partition));
  FLOW_RETURN_IF_ERROR(CheckNobodyIsEmpty(path, partition));
  std::string content;
  for (const int64_t client : client_of_row) {
    absl::StrAppend(&content, client, "\n");
  }
  return WriteFileAtomically(path, content);
}

}  // namespace flow::federated
