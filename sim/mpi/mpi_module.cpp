// moat_mpi.so: the transport over MPI. The only file that knows MPI, loaded at run time.

#include <mpi.h>

#include <list>

#include "batch/dispatch/transport.hpp"

namespace moat {
namespace {

constexpr int tag = 1;

/// MPI's own errors end the whole job with its message, which is MPI's default.
class MpiTransport final : public Transport {
 public:
  MpiTransport() {
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
  }
  MpiTransport(const MpiTransport&) = delete;
  MpiTransport& operator=(const MpiTransport&) = delete;
  ~MpiTransport() override {
    for (Sending& each : sending_) MPI_Wait(&each.request, MPI_STATUS_IGNORE);
    MPI_Finalize();
  }

  int rank() const override { return rank_; }
  int size() const override { return size_; }

  void send(int to, Message words) override {
    drop_sent();
    Sending& mine = sending_.emplace_back();  // MPI reads the words until the request is complete
    mine.words = std::move(words);
    MPI_Isend(mine.words.data(), int(mine.words.size()), MPI_INT64_T, to, tag, MPI_COMM_WORLD, &mine.request);
  }

  std::optional<Received> poll() override {
    drop_sent();
    int arrived = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &arrived, &status);
    if (!arrived) return {};
    int words = 0;
    MPI_Get_count(&status, MPI_INT64_T, &words);
    Received received{status.MPI_SOURCE, Message(std::size_t(words))};
    MPI_Recv(received.words.data(), words, MPI_INT64_T, received.from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return received;
  }

 private:
  struct Sending {
    MPI_Request request = MPI_REQUEST_NULL;
    Message words;
  };

  void drop_sent() {
    sending_.remove_if([](Sending& each) {
      int sent = 0;
      MPI_Test(&each.request, &sent, MPI_STATUS_IGNORE);
      return sent != 0;
    });
  }

  int rank_ = 0;
  int size_ = 1;
  std::list<Sending> sending_;
};

Transport* open(std::string& problem) {
  // Serialized rather than funneled: a thread without work asks for it itself, and need not wait until the main
  // thread is through with its own run. The caller makes sure that it is one call at a time.
  int provided = 0;
  if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided) != MPI_SUCCESS) {
    problem = "MPI_Init_thread failed; see MPI's own message";
    return nullptr;
  }
  if (provided < MPI_THREAD_SERIALIZED) {
    MPI_Finalize();
    problem = "this MPI library was built without threads (MPI_THREAD_SERIALIZED is needed)";
    return nullptr;
  }
  return new MpiTransport;
}

}  // namespace
}  // namespace moat

extern "C" const moat::MpiModule* moat_mpi_module() {
  static const std::string build = moat::this_build();
  static const moat::MpiModule module{build.c_str(), moat::open};
  return &module;
}
