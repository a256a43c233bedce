import Foundation
import HandWritten

/// Restricts this process, and what it starts, to a number of processors, and tells libraries.
func limitThreads(to count: Int) {
  for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
    setenv(name, "\(count)", 1)
  }
  hand_use_processors(Int64(count))
}
