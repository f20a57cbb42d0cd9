#ifndef FLOWLANG_MANUAL_TOPICS_H_
#define FLOWLANG_MANUAL_TOPICS_H_

/// The chapters of the manual, in the order in which one thinks about an
/// experiment, and the messages that each tells of.

#include <vector>

#include "absl/types/span.h"
#include "google/protobuf/descriptor.h"

namespace flow::lang {

struct Topic {
  /// A path that `flow doc` takes: "train".
  const char* name;
  const char* title;
  const char* summary;  // one line
  const char* about;    // a paragraph
  /// Settings of an experiment as a file has them; of the suite a whole file
  /// but for its head.
  const char* example;
  const char* root;  // the full name of the message where it begins
};

absl::Span<const Topic> AllTopics();

/// One topic with its messages of DocumentedSchema(): its root, then what its
/// fields lead to, depth first, as far as no other topic begins there and no
/// earlier one has told of it.
struct Chapter {
  const Topic* topic;
  std::vector<const google::protobuf::Descriptor*> types;
};

std::vector<Chapter> AllChapters();

}  // namespace flow::lang

#endif  // FLOWLANG_MANUAL_TOPICS_H_
