#ifndef FLOWLANG_SOURCE_LOCATION_MAP_H_
#define FLOWLANG_SOURCE_LOCATION_MAP_H_

/// Where each setting of a description was written.
///
/// A setting is named by its path from the root message: field names joined by
/// dots, a repeated field always with its index and a singular one never:
/// `train.optimizer.adam.learning_rate`, `evaluate[0].metric[1].w2`,
/// `gaussian_mixture.component[1].mean[0]`. The root itself is the path "".

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {

/// The two places of one setting.
struct FieldLocation {
  /// The field's name token; elements of one list share it.
  Span name;
  /// The value's tokens: of a message from its opening brace to its closing
  /// one, of a list element the element alone.
  Span value;

  friend bool operator==(const FieldLocation&, const FieldLocation&) = default;
};

/// Locations by path. Several sources may be mixed, as `extends` does. Not
/// thread-safe while it is changed.
class LocationMap {
 public:
  using Entries = std::map<std::string, FieldLocation, std::less<>>;

  /// The root: `name` is the file's first token (or its empty beginning) and
  /// `value` the whole text.
  void SetRoot(FieldLocation root) { root_ = root; }
  const FieldLocation& root() const { return root_; }

  /// Replaces what was known of `path`.
  void Set(absl::string_view path, FieldLocation location);

  /// Null where the setting was not written (a default, or a typing error in
  /// `path`). "" is the root.
  const FieldLocation* Find(absl::string_view path) const;

  /// The setting itself, or else the closest enclosing message that was
  /// written, and at last the root.
  const FieldLocation& FindNearest(absl::string_view path) const;

  /// What `other` knows replaces what this map knows; its root too.
  void Overlay(const LocationMap& other);

  /// Forgets `path` and everything inside it: "train" forgets "train.batch",
  /// and "evaluate" forgets every "evaluate[i]", but not "evaluated".
  void Erase(absl::string_view path);

  /// In the order of the paths as strings.
  Entries::const_iterator begin() const { return entries_.begin(); }
  Entries::const_iterator end() const { return entries_.end(); }
  size_t size() const { return entries_.size(); }

 private:
  FieldLocation root_;
  Entries entries_;
};

/// `path` + "." + `field`, without the dot at the root.
std::string JoinFieldPath(absl::string_view path, absl::string_view field);

/// `path` + "[" + `index` + "]".
std::string IndexedPath(absl::string_view path, int index);

}  // namespace flow::lang

#endif  // FLOWLANG_SOURCE_LOCATION_MAP_H_
