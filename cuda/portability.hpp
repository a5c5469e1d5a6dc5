// The one place that knows which compiler reads the shared headers of this folder.
#pragma once

#if defined(__CUDACC__)
#define GAINSWARM_HOST_DEVICE __host__ __device__
#else
#define GAINSWARM_HOST_DEVICE
#endif
