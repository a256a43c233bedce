/// Sines and cosines with 31 digits.
let pairTrigonometricMaths: [PreludePiece] = [
  PreludePiece(
    "theano_pair_sin_cos", needs: ["theano_pair"],
    #"""
    // sin and cos of r + n π/2 for |r| up to 0.8.
    static theano_pair theano_pair_sin_cos(theano_pair r, int n, theano_pair *cosine) {
      // -1/3!, 1/5! … and -1/2!, 1/4! …
      static const theano_pair sines[8] = {
        {-0.16666666666666666, -9.25185853854297e-18},
        {0.008333333333333333, 1.1564823173178714e-19},
        {-0.0001984126984126984, -1.7209558293420705e-22},
        {2.7557319223985893e-06, -1.858393274046472e-22},
        {-2.505210838544172e-08, 1.448814070935912e-24},
        {1.6059043836821613e-10, 1.2585294588752098e-26},
        {-7.647163731819816e-13, -7.03872877733453e-30},
        {2.8114572543455206e-15, 1.6508842730861433e-31},
      };
      static const theano_pair cosines[9] = {
        {-0.5, 0.0}, {0.041666666666666664, 2.3129646346357427e-18},
        {-0.001388888888888889, 5.300543954373577e-20},
        {2.48015873015873e-05, 2.1511947866775882e-23},
        {-2.755731922398589e-07, -2.3767714622250297e-23},
        {2.08767569878681e-09, -1.20734505911326e-25},
        {-1.1470745597729725e-11, -2.0655512752830745e-28},
        {4.779477332387385e-14, 4.399205485834081e-31},
        {-1.5619206968586225e-16, -1.1910679660273754e-32},
      };
      theano_pair z = theano_pair_product(r, r);
      double rest = -1.0 / 1.0888869450418352e+28;
      rest = rest * z.high + 1.0 / 1.5511210043330986e+25;
      rest = rest * z.high - 1.0 / 2.585201673888498e+22;
      rest = rest * z.high + 1.0 / 5.109094217170944e+19;
      rest = rest * z.high - 1.0 / 1.21645100408832e+17;
      theano_pair sine = theano_pair_polynomial(z, sines, 8, rest);
      sine = theano_pair_sum(r, theano_pair_product(theano_pair_product(r, z), sine));
      rest = 1.0 / 3.0488834461171384e+29;
      rest = rest * z.high - 1.0 / 4.0329146112660565e+26;
      rest = rest * z.high + 1.0 / 6.204484017332394e+23;
      rest = rest * z.high - 1.0 / 1.1240007277776077e+21;
      rest = rest * z.high + 1.0 / 2.43290200817664e+18;
      theano_pair other = theano_pair_polynomial(z, cosines, 9, rest);
      other = theano_pair_plus(theano_pair_product(z, other), 1.0);
      *cosine = n & 1 ? sine : other;
      sine = n & 1 ? other : sine;
      if ((n + 1) & 2) *cosine = theano_pair_negative(*cosine);
      return n & 2 ? theano_pair_negative(sine) : sine;
    }
    """#),
  PreludePiece(
    "theano_pair_less_quarters", needs: ["theano_pair", "theano_sin_f64"],
    #"""
    // x + shift - (first + n) π/2 for x from 10 on, a shift below 0.1, and the n that makes this small,
    // of which the last two bits are in `turns`.
    static theano_pair theano_pair_less_quarters(double x, theano_pair shift, theano_pair first,
                                                 int *turns) {
      theano_pair quarter = {1.5707963267948966, 6.123233995736766e-17}, rest;
      double n, shifted;
      if (x < 0x1p30) {
        n = __builtin_rint((x + shift.high) * 0.6366197723675814 - first.high);
        rest = theano_pair_product(theano_pair_plus(first, n), theano_pair_negative(quarter));
        rest = theano_pair_plus(rest, x);
        *turns = (int)((long long)n & 3);
      } else {
        rest.high = theano_far_quarters_f64(x, 1.0, 0.0, &rest.low, &shifted);
        n = __builtin_rint(rest.high - first.high);
        rest = theano_pair_sum(rest, theano_pair_negative(theano_pair_plus(first, n)));
        rest = theano_pair_product(rest, quarter);
        *turns = (int)((theano_bits_f64(shifted) + (unsigned long long)(long long)n) & 3);
      }
      return theano_pair_sum(rest, shift);
    }
    """#),
]
