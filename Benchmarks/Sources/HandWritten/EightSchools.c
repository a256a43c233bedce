#include "HandWritten.h"
#include <math.h>

double hand_eight_schools(const double *y, const double *s, const double *q, double *gradient) {
  double mu = q[0], log_tau = q[1], tau = exp(log_tau);
  double u = mu / 5, v = tau / 5, w = 1 + v * v;
  double etas = 0, rests = 0, by_mu = 0, by_tau = 0;
  for (int i = 0; i < 8; i++) {
    double eta = q[i + 2];
    double z = (y[i] - (mu + tau * eta)) / s[i], slope = z / s[i];
    etas += eta * eta;
    rests += z * z;
    by_mu += slope;
    by_tau += slope * eta;
    gradient[i + 2] = slope * tau - eta;
  }
  gradient[0] = by_mu - u / 5;
  gradient[1] = by_tau * tau + 1 - 2 * v * v / w;
  return -0.5 * u * u - log(w) + log_tau - 0.5 * etas - 0.5 * rests;
}
