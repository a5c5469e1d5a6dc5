// Threads that share out numbered jobs.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace gainswarm::engine {

/// Hardware threads that this process may run on.
int available_threads();

/// Keeps its threads asleep between the calls of `run`.
class WorkerPool {
 public:
  using Job = std::function<void(std::int64_t job)>;

  /// `threads` in all, the caller of `run` being one of them; 0: one a hardware thread.
  explicit WorkerPool(int threads);

  /// Calls job(0) .. job(jobs - 1), each once, in any order and on any thread. The first exception a job
  /// throws keeps jobs not yet begun from beginning and is thrown again here.
  void run(std::int64_t jobs, const Job& job);
  [[nodiscard]] int threads() const { return static_cast<int>(helpers_.size()) + 1; }

 private:
  void help(const std::stop_token& stop);
  void work();
  void note(std::exception_ptr error);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::condition_variable_any done_;
  std::uint64_t round_ = 0;  ///< counts the calls of `run`
  int busy_ = 0;             ///< helpers not yet finished with this round
  const Job* job_ = nullptr;
  std::int64_t jobs_ = 0;
  std::atomic<std::int64_t> next_ = 0;
  std::exception_ptr error_;
  std::vector<std::jthread> helpers_;  ///< last: they must stop before the rest goes
};

}  // namespace gainswarm::engine
