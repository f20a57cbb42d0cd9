#include "flowlang/plan/named_file.h"

namespace flow::lang {

NamedFile FileOf(Distribution* distribution) {
  if (distribution->has_array_file()) {
    return {distribution->mutable_array_file()->mutable_path(),
            "array_file.path"};
  }
  if (distribution->image_density().has_file()) {
    return {distribution->mutable_image_density()->mutable_file(),
            "image_density.file"};
  }
  return {};
}

}  // namespace flow::lang
