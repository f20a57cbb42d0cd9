#ifndef CORE_PROCESSES_PROCESS_GROUP_TESTING_H_
#define CORE_PROCESSES_PROCESS_GROUP_TESTING_H_

/// Threads of a test in the place of processes.

#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "core/base/status_testing.h"
#include "core/processes/process_environment.h"
#include "core/processes/process_group.h"
#include "core/processes/process_store.h"
#include "gtest/gtest.h"

namespace flow::core {

// What never passes unless something hangs.
inline constexpr absl::Duration kPlenty = absl::Minutes(2);

/// A launcher who has the store of some processes that never began.
class TestLauncher {
 public:
  void Open(int64_t processes) {
    // c10d's store asks for the name of each process that comes, which would
    // take five seconds and more where no name server answers
    setenv("RES_OPTIONS", "timeout:1 attempts:1", /*overwrite=*/1);
    here_ = {.rank = 0,
             .processes = processes,
             .address = "127.0.0.1",
             .port = 0,
             .prefix = "flow/0"};
    ASSERT_OK_AND_ASSIGN(store_, ProcessStore::Open(here_, kPlenty));
    here_.port = store_->port();
    here_.agent_store = true;
  }

  ProcessEnvironment Of(int64_t rank) const {
    ProcessEnvironment own = here_;
    own.rank = rank;
    return own;
  }

  ProcessStore& store() { return *store_; }

 private:
  ProcessEnvironment here_;
  std::unique_ptr<ProcessStore> store_;
};

/// `work` by each of a group of threads.
inline void InEachProcess(int64_t processes,
                          const std::function<void(ProcessGroup&)>& work,
                          absl::Duration timeout = kPlenty) {
  // c10d records what its groups do in one place of the process, which two
  // groups must not reach at once
  setenv("TORCH_FR_BUFFER_SIZE", "0", /*overwrite=*/1);
  TestLauncher launcher;
  ASSERT_NO_FATAL_FAILURE(launcher.Open(processes));
  std::vector<std::thread> threads;
  for (int64_t rank = 0; rank < processes; ++rank) {
    threads.emplace_back([&, rank] {
      ASSERT_OK_AND_ASSIGN(const auto group,
                           ProcessGroup::Join(launcher.Of(rank), timeout));
      work(*group);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace flow::core

#endif  // CORE_PROCESSES_PROCESS_GROUP_TESTING_H_
