#ifndef FLOWLANG_CLI_COMPLETION_CANDIDATES_H_
#define FLOWLANG_CLI_COMPLETION_CANDIDATES_H_

#include <string>
#include <vector>

#include "flowlang/cli/command.h"
#include "flowlang/cli/flag.h"

namespace flow::lang {

/// What may be typed at one place of the command line: one of the words, or a
/// file of the kind. Neither where there is nothing to suggest.
struct Candidates {
  enum class Files { kNone, kDescriptions, kAny, kFolders };

  std::vector<std::string> words;
  Files files = Files::kNone;
};

/// Of a verb's operands: FILE is a *.textproto, DIR a folder, CODE a slug.
Candidates OperandCandidates(const Command& command);

/// Of a flag's value: FILE is any file, DIR a folder.
Candidates ValueCandidates(const Flag& flag);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_COMPLETION_CANDIDATES_H_
