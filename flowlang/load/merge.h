#ifndef FLOWLANG_LOAD_MERGE_H_
#define FLOWLANG_LOAD_MERGE_H_

#include "absl/strings/string_view.h"
#include "flowlang/source/location_map.h"
#include "google/protobuf/message.h"

namespace flow::lang {

/// Lays what `top` sets over `base`, as `extends` does: a list replaces the
/// whole list, a field of a oneof replaces the other arm, other messages merge
/// field by field. Both are of one type. `path` is where both stand in the root
/// message; forgets the locations in `base_locations` of everything that is
/// replaced.
void MergeOver(const google::protobuf::Message& top, absl::string_view path,
               google::protobuf::Message* base, LocationMap* base_locations);

}  // namespace flow::lang

#endif  // FLOWLANG_LOAD_MERGE_H_
