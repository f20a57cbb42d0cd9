#include "flowlang/source/location_map.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace flow::lang {
namespace {

// The part of a path before its last step: "a.b[1]" -> "a.b" -> "a" -> "".
absl::string_view WithoutLastStep(absl::string_view path) {
  const size_t cut = path.find_last_of(".[");
  return cut == absl::string_view::npos ? "" : path.substr(0, cut);
}

// Whether `path` is `prefix` or lies inside it.
bool IsWithin(absl::string_view path, absl::string_view prefix) {
  if (!absl::StartsWith(path, prefix)) return false;
  if (path.size() == prefix.size() || prefix.empty()) return true;
  return path[prefix.size()] == '.' || path[prefix.size()] == '[';
}

}  // namespace

void LocationMap::Set(absl::string_view path, FieldLocation location) {
  entries_.insert_or_assign(std::string(path), location);
}

const FieldLocation* LocationMap::Find(absl::string_view path) const {
  if (path.empty()) return &root_;
  auto found = entries_.find(path);
  return found == entries_.end() ? nullptr : &found->second;
}

const FieldLocation& LocationMap::FindNearest(absl::string_view path) const {
  while (!path.empty()) {
    if (const FieldLocation* found = Find(path)) return *found;
    path = WithoutLastStep(path);
  }
  return root_;
}

void LocationMap::Overlay(const LocationMap& other) {
  root_ = other.root_;
  for (const auto& [path, location] : other) Set(path, location);
}

void LocationMap::Erase(absl::string_view path) {
  auto entry = entries_.lower_bound(path);
  while (entry != entries_.end() && absl::StartsWith(entry->first, path)) {
    entry =
        IsWithin(entry->first, path) ? entries_.erase(entry) : std::next(entry);
  }
}

std::string JoinFieldPath(absl::string_view path, absl::string_view field) {
  return path.empty() ? std::string(field) : absl::StrCat(path, ".", field);
}

std::string IndexedPath(absl::string_view path, int index) {
  return absl::StrCat(path, "[", index, "]");
}

}  // namespace flow::lang
