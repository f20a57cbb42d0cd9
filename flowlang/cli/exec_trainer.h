#ifndef FLOWLANG_CLI_EXEC_TRAINER_H_
#define FLOWLANG_CLI_EXEC_TRAINER_H_

#include <string>
#include <vector>

namespace flow::lang {

/// Becomes the program that links LibTorch, which lies beside this one and is
/// named after it, with the verb and its words. Returns an ExitCode only where
/// it cannot be started.
int ExecTrainer(const char* verb, const std::vector<std::string>& words);

}  // namespace flow::lang

#endif  // FLOWLANG_CLI_EXEC_TRAINER_H_
