#ifndef CORE_PROCESSES_PROCESS_STORE_H_
#define CORE_PROCESSES_PROCESS_STORE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "core/processes/process_environment.h"

namespace c10d {
class Store;
}  // namespace c10d

namespace flow::core {

/// The key-value store at which processes meet: c10d's TCPStore. It listens on
/// all of the host's interfaces and asks nobody who they are.
/// Thread-compatible.
///
/// Everything returns Unavailable when whoever has the store is gone.
class ProcessStore {
 public:
  /// Opens the store where `processes` is rank 0 and there is no agent's, and
  /// is a client of it otherwise, waiting for its host as long as `timeout`:
  /// DeadlineExceeded. Port 0 lets the host choose. A store that was opened
  /// ends with this object.
  static absl::StatusOr<std::unique_ptr<ProcessStore>> Open(
      const ProcessEnvironment& processes, absl::Duration timeout);

  ~ProcessStore();

  int64_t port() const;

  absl::Status Set(const std::string& key, const std::string& value);

  /// The value, waiting for somebody to set it: DeadlineExceeded after
  /// `timeout`.
  absl::StatusOr<std::string> Get(const std::string& key,
                                  absl::Duration timeout);

  /// Whether somebody has set it.
  absl::StatusOr<bool> Has(const std::string& key);

  /// c10d's object, which puts the prefix in front of keys by itself. Lives as
  /// long as this.
  c10d::Store& store();

 private:
  struct Impl;
  explicit ProcessStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace flow::core

#endif  // CORE_PROCESSES_PROCESS_STORE_H_
