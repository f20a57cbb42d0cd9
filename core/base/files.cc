#include "core/base/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/base/system_error.h"

namespace flow {
namespace {

absl::Status WriteAll(int file, absl::string_view content,
                      const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return SystemError("write", path);
    }
    content.remove_prefix(written);
  }
  return absl::OkStatus();
}

// Makes the rename itself durable. Some file systems refuse; that is no error.
void SyncDirectory(const std::string& path) {
  const std::string folder = DirectoryOf(path);
  const int file = open(folder.empty() ? "." : folder.c_str(), O_RDONLY);
  if (file < 0) return;
  fsync(file);
  close(file);
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return SystemError("open", path);
  const auto closer = absl::MakeCleanup([file] { close(file); });
  std::string content;
  struct stat info;
  if (fstat(file, &info) != 0) return SystemError("read", path);
  if (S_ISCHR(info.st_mode) || S_ISBLK(info.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot read '", path, "': it is a device"));
  }
  if (S_ISREG(info.st_mode)) content.reserve(info.st_size);
  char buffer[1 << 16];
  while (true) {
    const ssize_t n = read(file, buffer, sizeof(buffer));
    if (n == 0) return content;
    if (n < 0) {
      if (errno == EINTR) continue;
      return SystemError("read", path);
    }
    content.append(buffer, n);
  }
}

absl::Status WriteFileAtomically(const std::string& path,
                                 absl::string_view content) {
  const std::string temporary = absl::StrCat(path, ".tmp-", getpid());
  const int file =
      open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return SystemError("write", path);
  absl::Status status = WriteAll(file, content, path);
  if (status.ok() && fsync(file) != 0) status = SystemError("sync", path);
  if (close(file) != 0 && status.ok()) status = SystemError("close", path);
  if (status.ok() && rename(temporary.c_str(), path.c_str()) != 0) {
    status = SystemError("write", path);
  }
  if (!status.ok()) {
    unlink(temporary.c_str());
    return status;
  }
  SyncDirectory(path);
  return absl::OkStatus();
}

absl::Status AppendToFile(const std::string& path, absl::string_view content) {
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) return SystemError("write", path);
  const auto closer = absl::MakeCleanup([file] { close(file); });
  return WriteAll(file, content, path);
}

absl::Status MakeDirectories(const std::string& path) {
  if (path.empty()) return absl::OkStatus();
  if (mkdir(path.c_str(), 0755) == 0) return absl::OkStatus();
  if (errno == ENOENT) {
    FLOW_RETURN_IF_ERROR(MakeDirectories(DirectoryOf(path)));
    if (mkdir(path.c_str(), 0755) == 0) return absl::OkStatus();
  }
  struct stat info;
  if (errno == EEXIST && stat(path.c_str(), &info) == 0 &&
      S_ISDIR(info.st_mode)) {
    return absl::OkStatus();
  }
  return SystemError("create the folder", path);
}

absl::StatusOr<int64_t> FileSize(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return SystemError("open", path);
  return info.st_size;
}

bool FileExists(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0;
}

absl::StatusOr<std::vector<std::string>> ListDirectory(
    const std::string& path) {
  DIR* folder = opendir(path.c_str());
  if (folder == nullptr) return SystemError("list the folder", path);
  const auto closer = absl::MakeCleanup([folder] { closedir(folder); });
  std::vector<std::string> names;
  while (const dirent* entry = readdir(folder)) {
    const absl::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string JoinPath(absl::string_view folder, absl::string_view name) {
  if (folder.empty() || (!name.empty() && name[0] == '/')) {
    return std::string(name);
  }
  return absl::StrCat(folder, folder.back() == '/' ? "" : "/", name);
}

std::string DirectoryOf(absl::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == absl::string_view::npos) return "";
  return std::string(path.substr(0, slash == 0 ? 1 : slash));
}

}  // namespace flow
