#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "core/base/files.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/print_diagnostics.h"
#include "flowlang/diag/report.h"
#include "flowlang/format/first_difference.h"
#include "flowlang/format/format_text.h"
#include "flowlang/load/load_experiment.h"

namespace flow::lang {
namespace {

constexpr Flag kFlags[] = {
    {"check", "", "changes nothing; fails when a file would change"},
};

constexpr char kStdin[] = "-";

int CannotWrite(const std::string& reason) {
  std::fprintf(stderr, "flow fmt: %s\n", reason.c_str());
  return kExitEnvironment;
}

// The kind of a file is said by a comment near its head, and lines move.
bool KeepsKind(const SourceText& source, const std::string& form) {
  DiagnosticSink unused;
  const SourceText formatted(source.path(), form);
  return KindOf(source, &unused) == KindOf(formatted, &unused);
}

std::optional<std::string> Format(const SourceText& source,
                                  DiagnosticSink* sink) {
  std::optional<std::string> form = FormatTextproto(source, sink);
  if (!form || KeepsKind(source, *form)) return form;
  const std::string head = "# proto-message:";
  const int begin = static_cast<int>(source.text().find(head));
  const int end = begin + static_cast<int>(head.size());
  ReportError(sink, Code::kSyntax, {&source, begin, end},
              "the line '# proto-message:' must stand at the head of the file");
  return std::nullopt;
}

// One line for a file that differs from its form.
int Compare(const SourceText& source, const std::string& form) {
  const auto difference = FirstDifference(source.text(), form);
  if (!difference) return kExitOk;
  std::printf("%s:%d: %s\n", source.path().c_str(), difference->line,
              difference->rule.c_str());
  return kExitWrong;
}

int Print(const std::string& form) {
  std::fputs(form.c_str(), stdout);
  if (std::fflush(stdout) == 0) return kExitOk;
  return CannotWrite(std::string("cannot write the text: ") + strerror(errno));
}

// In place, with the file's permissions; of a link, the file behind it.
int Rewrite(const std::string& path, const std::string& form) {
  std::error_code ignored;
  const auto target = std::filesystem::canonical(path, ignored);
  const auto mode = std::filesystem::status(target, ignored).permissions();
  // a renamed file would replace one that is protected
  if (access(target.c_str(), W_OK) != 0) {
    return CannotWrite("cannot write '" + path + "': " + strerror(errno));
  }
  const absl::Status written = WriteFileAtomically(target.string(), form);
  if (!written.ok()) return CannotWrite(std::string(written.message()));
  std::filesystem::permissions(target, mode, ignored);
  std::printf("formatted %s\n", path.c_str());
  return kExitOk;
}

int FormatFile(const std::string& path, bool check) {
  SourceSet sources;
  DiagnosticSink sink;
  const SourceText* source =
      path == kStdin
          ? sources.Add("<stdin>",
                        std::string(std::istreambuf_iterator<char>(std::cin),
                                    std::istreambuf_iterator<char>()))
          : LoadSource(path, std::nullopt, &sources, &sink);
  std::optional<std::string> form;
  if (source != nullptr) form = Format(*source, &sink);
  PrintDiagnostics(sink);
  if (!form) return kExitWrong;
  if (check) return Compare(*source, *form);
  if (path == kStdin) return Print(*form);
  return *form == source->text() ? kExitOk : Rewrite(path, *form);
}

int Fmt(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, kFlags);
  if (!arguments.ok()) {
    return UsageError(kFmtCommand, std::string(arguments.status().message()));
  }
  if (arguments->files().empty()) {
    return UsageError(kFmtCommand, "which file? - is the standard input");
  }
  int worst = kExitOk;
  for (const std::string& path : arguments->files()) {
    worst = std::max(worst, FormatFile(path, arguments->Has("check")));
  }
  return worst;
}

}  // namespace

const Command kFmtCommand = {
    "fmt", "FILE...", "lays files out in their one form; - is stdin to stdout",
    kFlags, Fmt};

}  // namespace flow::lang
