#include "host/engine/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace gainswarm::engine {
namespace {

TEST(WorkerPool, EveryJobRunsOnceWhateverTheNumberOfThreads) {
  for (const int threads : {1, 2, 5}) {
    WorkerPool workers(threads);
    EXPECT_EQ(workers.threads(), threads);
    for (const int jobs : {0, 1, 3, 1000}) {
      std::vector<std::atomic<int>> runs(static_cast<std::size_t>(jobs));
      workers.run(jobs, [&](std::int64_t job) { ++runs[static_cast<std::size_t>(job)]; });
      for (const auto& count : runs) EXPECT_EQ(count, 1);
    }
  }
}

TEST(WorkerPool, ZeroThreadsMeansAllOfTheHost) {
  EXPECT_EQ(WorkerPool(0).threads(), available_threads());
}

TEST(WorkerPool, ExceptionOfAJobReachesTheCallerAndThePoolLivesOn) {
  WorkerPool workers(3);
  for (int round = 0; round < 20; ++round) {
    EXPECT_THROW(workers.run(100,
                             [](std::int64_t job) {
                               if (job == 7) throw std::runtime_error("job 7");
                             }),
                 std::runtime_error);
    std::atomic<int> runs = 0;
    workers.run(100, [&](std::int64_t) { ++runs; });
    EXPECT_EQ(runs, 100);
  }
}

TEST(WorkerPool, NoFurtherJobBeginsAfterAnException) {
  WorkerPool alone(1);
  int runs = 0;
  EXPECT_THROW(alone.run(100,
                         [&](std::int64_t) {
                           if (++runs == 3) throw std::runtime_error("third");
                         }),
               std::runtime_error);
  EXPECT_EQ(runs, 3);
}

}  // namespace
}  // namespace gainswarm::engine
