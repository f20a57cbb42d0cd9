#include "flowlang/lsp/open_documents.h"

#include <algorithm>
#include <utility>

#include "flowlang/load/file_identity.h"
#include "flowlang/lsp/uri_path.h"

namespace flow::lang {

void OpenDocuments::Open(const std::string& uri, std::string text,
                         std::optional<int64_t> version) {
  const std::string path = PathOfUri(uri);
  overlay_.Set(path, text);
  entries_.insert_or_assign(
      uri, Entry{Document(uri, path, std::move(text), encoding_), version});
  // others may have missed it
  MarkAllDue();
}

bool OpenDocuments::Change(const std::string& uri,
                           absl::Span<const TextChange> changes,
                           std::optional<int64_t> version) {
  const auto found = entries_.find(uri);
  if (found == entries_.end()) return false;
  Entry& entry = found->second;
  for (const TextChange& change : changes) {
    if (change.range) {
      entry.document.Edit(*change.range, change.text);
    } else {
      entry.document.Replace(change.text);
    }
  }
  entry.version = version;
  entry.due = true;
  overlay_.Set(entry.document.path(), entry.document.source().text());
  MarkDue(FileIdentity(entry.document.path()));
  return true;
}

bool OpenDocuments::Close(const std::string& uri) {
  const auto found = entries_.find(uri);
  if (found == entries_.end()) return false;
  overlay_.Remove(found->second.document.path());
  entries_.erase(found);
  // the disk counts again
  MarkAllDue();
  return true;
}

const Document* OpenDocuments::Find(const std::string& uri) const {
  const auto found = entries_.find(uri);
  return found == entries_.end() ? nullptr : &found->second.document;
}

std::optional<int64_t> OpenDocuments::VersionOf(const std::string& uri) const {
  const auto found = entries_.find(uri);
  return found == entries_.end() ? std::nullopt : found->second.version;
}

std::vector<std::string> OpenDocuments::TakeDue() {
  std::vector<std::string> due;
  for (auto& [uri, entry] : entries_) {
    if (std::exchange(entry.due, false)) due.push_back(uri);
  }
  return due;
}

void OpenDocuments::SetFilesOf(const std::string& uri,
                               std::vector<std::string> files) {
  const auto found = entries_.find(uri);
  if (found == entries_.end()) return;
  std::sort(files.begin(), files.end());
  found->second.files = std::move(files);
}

void OpenDocuments::MarkAllDue() {
  for (auto& [uri, entry] : entries_) entry.due = true;
}

void OpenDocuments::MarkDue(const std::string& identity) {
  for (auto& [uri, entry] : entries_) {
    entry.due |=
        std::binary_search(entry.files.begin(), entry.files.end(), identity);
  }
}

}  // namespace flow::lang
