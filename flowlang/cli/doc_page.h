#ifndef FLOWLANG_CLI_DOC_PAGE_H_
#define FLOWLANG_CLI_DOC_PAGE_H_

/// The manual on a terminal: what the language reference says, a screen at a
/// time.

#include <string>
#include <vector>

#include "flowlang/manual/look_up.h"

namespace flow::lang {

/// The topics, each with its name for `flow doc`.
std::string TopicList();

/// Everything about one setting or message, in lines of at most `width`
/// characters wherever words allow it.
std::string DocPage(const Subject& subject, int width);

/// The things that one name may mean, a line each with its path.
std::string SubjectList(const std::vector<Subject>& subjects);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_DOC_PAGE_H_
