/// The Bessel function of the first kind of real order, one call for each element: the power series
/// with 31 digits where its terms do not cancel more of them, Hankel's expansion and recurrence
/// elsewhere.
let besselJMaths: [PreludePiece] = [
  PreludePiece(
    "theano_bessel_hankel", needs: ["theano_pair_sin_cos", "theano_pair_less_quarters"],
    #"""
    // The sums of even and of odd terms in Hankel's expansion.
    static theano_pair theano_hankel_sums(theano_pair order, theano_pair inverse,
                                          theano_pair *odd) {
      theano_pair one = {1.0, 0.0}, even = one, term = one;
      theano_pair square = theano_pair_times(theano_pair_product(order, order), 4.0);
      odd->high = odd->low = 0.0;
      for (int k = 1; k <= 100 && __builtin_fabs(term.high) > 1e-22; k++) {
        double step = 2 * k - 1;
        theano_pair below = {8.0 * k, 0.0};
        theano_pair factor = theano_pair_ratio(theano_pair_plus(square, -step * step), below);
        term = theano_pair_multiply(term, theano_pair_product(factor, inverse));
        theano_pair next = k & 2 ? theano_pair_negative(term) : term;
        if (k & 1)
          *odd = theano_pair_add(*odd, next);
        else
          even = theano_pair_add(even, next);
      }
      *odd = theano_pair_of(odd->high, odd->low);
      return theano_pair_of(even.high, even.low);
    }

    // J of an order below 1 and of the next one by Hankel's expansion, DLMF 10.17.3, for x from 32
    // on.
    static theano_pair theano_bessel_hankel(double order, double x, theano_pair *next) {
      theano_pair one = {1.0, 0.0}, argument = {x, 0.0}, odd, next_odd, cosine, minus;
      theano_pair inverse = theano_pair_ratio(one, argument), base = {order, 0.0};
      theano_pair even = theano_hankel_sums(base, inverse, &odd);
      theano_pair next_even = theano_hankel_sums(theano_pair_plus(base, 1.0), inverse, &next_odd);
      theano_pair quarters = theano_pair_of_sum(order, 0.5), none = {0.0, 0.0};
      int turns;
      theano_pair r = theano_pair_less_quarters(x, none, quarters, &turns);
      theano_pair sine = theano_pair_sin_cos(r, turns, &cosine);
      theano_pair constant = {0.7978845608028654, -4.98465440455546e-17};
      theano_pair scale = theano_pair_product(theano_pair_root(inverse), constant);
      *next = theano_pair_product(cosine, next_odd);
      *next = theano_pair_sum(theano_pair_product(sine, next_even), *next);
      *next = theano_pair_product(*next, scale);
      minus = theano_pair_negative(theano_pair_product(sine, odd));
      return theano_pair_product(theano_pair_sum(theano_pair_product(cosine, even), minus), scale);
    }
    """#),
  PreludePiece(
    "theano_jv_f64",
    needs: ["theano_bessel_turned", "theano_bessel_series", "theano_bessel_hankel"],
    #"""
    // 2 (base + m) / x, for 2 / x.
    static inline theano_pair theano_bessel_factor(theano_pair twice_inverse, double base,
                                                   double m) {
      return theano_pair_product(twice_inverse, theano_pair_of_sum(base, m));
    }

    // Backward recurrence from far above, after Miller: J at `order`, `base` and `base` + 1 but for
    // a common factor.
    static void theano_bessel_miller(double order, double base, theano_pair twice_inverse,
                                     theano_pair *values) {
      theano_pair current = {1e-250, 0.0}, above = {0.0, 0.0};
      int last = (int)__builtin_rint(order - base);
      for (int m = (int)(order + 30.0 * __builtin_cbrt(order) + 30.0);; m--) {
        if (m == last) values[0] = current;
        if (m == 1) values[2] = current;
        if (m == 0) break;
        theano_pair factor = theano_bessel_factor(twice_inverse, base, m);
        theano_pair below = theano_pair_product(factor, current);
        below = theano_pair_sum(below, theano_pair_negative(above));
        above = current;
        current = below;
        if (__builtin_fabs(current.high) > 0x1p800) {
          current = theano_pair_times(current, 0x1p-800);
          above = theano_pair_times(above, 0x1p-800);
          if (m <= last) values[0] = theano_pair_times(values[0], 0x1p-800);
        }
      }
      values[1] = current;
    }

    // The Bessel function of the first kind of real order up to 10^6 in size, at most 2 ulp of the
    // larger of the result and, where it oscillates, 1/16 of the size of the oscillation; not a
    // number for negative x unless the order is an integer.
    static double theano_jv_f64(double order, double x) {
      double sign = theano_bessel_turned(&order, &x, -1.0);
      if (!(__builtin_fabs(order) <= 1e6) || sign != sign) return __builtin_nan("");
      if (x == __builtin_inf()) return 0.0;
      if (x < 32.0 || x * x < 50.0 * (order + 1.0))
        return sign * theano_bessel_series(order, x, -1.0);
      double base = order - __builtin_floor(order), count = __builtin_rint(order - base);
      theano_pair two = {2.0, 0.0}, argument = {x, 0.0}, second, values[3];
      theano_pair first = theano_bessel_hankel(base, x, &second);
      theano_pair twice_inverse = theano_pair_ratio(two, argument);
      if (order > x) {
        theano_bessel_miller(order, base, twice_inverse, values);
        int large = __builtin_fabs(first.high) > __builtin_fabs(second.high);
        first = theano_pair_product(values[0], large ? first : second);
        first = theano_pair_ratio(first, values[large ? 1 : 2]);
        return sign * (first.high + first.low);
      }
      for (double m = 1.0; m <= count; m += 1.0) {
        theano_pair factor = theano_bessel_factor(twice_inverse, base, m);
        theano_pair next = theano_pair_product(factor, second);
        next = theano_pair_sum(next, theano_pair_negative(first));
        first = second;
        second = next;
      }
      for (double m = 0.0; m > count; m -= 1.0) {
        theano_pair factor = theano_bessel_factor(twice_inverse, base, m);
        theano_pair next = theano_pair_product(factor, first);
        next = theano_pair_sum(next, theano_pair_negative(second));
        second = first;
        first = next;
      }
      return sign * (first.high + first.low);
    }
    """#),
]
