#ifndef CORE_PROCESSES_SIGPIPE_BLOCKED_H_
#define CORE_PROCESSES_SIGPIPE_BLOCKED_H_

#include <signal.h>
#include <time.h>

namespace flow::core {

/// Keeps SIGPIPE from this thread, and from threads that begin meanwhile for
/// good, so that writing to a connection whose other end is closed is an error
/// and not the end of this process. Gloo writes without asking for that. What
/// the process does with SIGPIPE elsewhere, `program | head`, stays.
class SigpipeBlocked {
 public:
  SigpipeBlocked() {
    sigset_t pending;
    ::sigpending(&pending);
    was_pending_ = ::sigismember(&pending, SIGPIPE) == 1;
    const sigset_t pipe = Pipe();
    ::pthread_sigmask(SIG_BLOCK, &pipe, &before_);
  }

  ~SigpipeBlocked() {
    const sigset_t pipe = Pipe();
    // what came meanwhile must not arrive when the mask falls
    const timespec at_once = {};
    if (!was_pending_) ::sigtimedwait(&pipe, nullptr, &at_once);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

  SigpipeBlocked(const SigpipeBlocked&) = delete;
  SigpipeBlocked& operator=(const SigpipeBlocked&) = delete;

 private:
  static sigset_t Pipe() {
    sigset_t pipe;
    ::sigemptyset(&pipe);
    ::sigaddset(&pipe, SIGPIPE);
    return pipe;
  }

  bool was_pending_;
  sigset_t before_;
};

}  // namespace flow::core

#endif  // CORE_PROCESSES_SIGPIPE_BLOCKED_H_
