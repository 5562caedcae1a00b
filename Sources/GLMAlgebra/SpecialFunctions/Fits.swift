// Made by Tests/Fixtures/special_function_fits.py: edit that, not this.

/// Rational functions fitted to special functions, with their largest relative errors before rounding.
enum Fits {
  /// h(z) − z for 0 ≤ z ≤ 3, h the hazard of the normal distribution; variable z. Error 7.5e-17.
  @inline(__always)
  static func hazardExcessNear(_ x: Double) -> Double {
    var p = 7.361257085684914e-06
    p = p * x + 0.0001953035432333433
    p = p * x + 0.0024446453162026444
    p = p * x + 0.01868343689190527
    p = p * x + 0.09444508754520986
    p = p * x + 0.32041538050807644
    p = p * x + 0.687523050647833
    p = p * x + 0.7978845608028654
    var q = 7.3613744477037265e-06
    q = q * x + 0.0001952973202989488
    q = q * x + 0.0024595308420502166
    q = q * x + 0.019071239720098207
    q = q * x + 0.09932567688424039
    q = q * x + 0.35626124067108084
    q = q * x + 0.8648130848956183
    q = q * x + 1.317111935619844
    q = q * x + 1.0
    return p / q
  }

  /// h(z) − z for 3 ≤ z ≤ 8; variable z − 3. Error 5.0e-17.
  @inline(__always)
  static func hazardExcessMiddle(_ x: Double) -> Double {
    var p = 5.189274793874331e-06
    p = p * x + 0.00016778558535844544
    p = p * x + 0.0023835645213529863
    p = p * x + 0.019015597724333345
    p = p * x + 0.08990173838357451
    p = p * x + 0.2395337857336567
    p = p * x + 0.2830986549304365
    var q = 5.189274602131179e-06
    q = q * x + 0.00018335342353440506
    q = q * x + 0.002897299331895478
    q = q * x + 0.026470738664031886
    q = q * x + 0.15077100514220837
    q = q * x + 0.5349853103526924
    q = q * x + 1.0953530407805079
    q = q * x + 1.0
    return p / q
  }

  /// z (h(z) − z) for z ≥ 8; variable 1/z². Error 1.2e-17.
  @inline(__always)
  static func hazardExcessFar(_ x: Double) -> Double {
    var p = 4561.742017406371
    p = p * x + 14412.762651261643
    p = p * x + 6621.838730051303
    p = p * x + 979.989877303476
    p = p * x + 54.851073498489264
    p = p * x + 1.0
    var q = 17165.46098742216
    q = q * x + 23666.245947669664
    q = q * x + 8294.71204364333
    q = q * x + 1083.6920243004774
    q = q * x + 56.85107349848926
    q = q * x + 1.0
    return p / q
  }

  /// x/d with Φ(x) = ½ + d for |d| ≤ 0.4; variable 0.16 − d². Error 1.5e-16.
  @inline(__always)
  static func normalQuantileCentral(_ x: Double) -> Double {
    var p = 524.4872343859038
    p = p * x + 8364.21028408777
    p = p * x + 20467.760150105547
    p = p * x + 17228.056542686296
    p = p * x + 6421.624413138321
    p = p * x + 1159.12962836921
    p = p * x + 99.0445264982239
    p = p * x + 3.2038789138615007
    var q = 1173.8057146835952
    q = q * x + 7701.169603825868
    q = q * x + 12786.44767303764
    q = q * x + 8488.905608939145
    q = q * x + 2684.4975414995397
    q = q * x + 428.9526042072976
    q = q * x + 33.34671653180648
    q = q * x + 1.0
    return p / q
  }

  /// the upper quantile of q = exp(−s²/2) for 2.125 ≤ s ≤ 8; variable s − 2.125. Error 5.9e-16.
  @inline(__always)
  static func normalQuantileTail(_ x: Double) -> Double {
    var p = 4.394162407503341e-06
    p = p * x + 0.00026344372455690425
    p = p * x + 0.005716909399032342
    p = p * x + 0.06258048394180729
    p = p * x + 0.38995663763027233
    p = p * x + 1.4246548944231723
    p = p * x + 2.956427914221718
    p = p * x + 3.1331153364984354
    p = p * x + 1.2558840766136516
    var q = 1.7502071323263805e-12
    q = q * x + 4.393836123989524e-06
    q = q * x + 0.00025415703786148497
    q = q * x + 0.005201987660851385
    q = q * x + 0.05259308226202338
    q = q * x + 0.29499429897796126
    q = q * x + 0.9279253163332515
    q = q * x + 1.5187750232366177
    q = q * x + 1.0
    return p / q
  }

  /// the upper quantile of q = exp(−s²/2) for 8 ≤ s ≤ 39; variable s − 8. Error 8.6e-17.
  @inline(__always)
  static func normalQuantileFarTail(_ x: Double) -> Double {
    var p = 1.506887042698419e-10
    p = p * x + 4.7501044273432715e-08
    p = p * x + 5.112220110305419e-06
    p = p * x + 0.0002586863273678939
    p = p * x + 0.007000860748816017
    p = p * x + 0.10690132039557988
    p = p * x + 0.9200775539295458
    p = p * x + 4.1519017269005545
    p = p * x + 7.6201998252552245
    var q = 3.58792106292136e-19
    q = q * x + 1.5068833749362876e-10
    q = q * x + 4.629585053869128e-08
    q = q * x + 4.742972046640548e-06
    q = q * x + 0.00022101328940513405
    q = q * x + 0.0052552686668325315
    q = q * x + 0.06569144776393784
    q = q * x + 0.40934334830760916
    q = q * x + 1.0
    return p / q
  }

  /// Stirling's correction δ(x) for 1 ≤ x ≤ 3; variable x − 1. Error 4.1e-17.
  @inline(__always)
  static func stirlingNear(_ x: Double) -> Double {
    var p = 0.0014286122958694564
    p = p * x + 0.017181754421224625
    p = p * x + 0.09093973159506308
    p = p * x + 0.271600283859871
    p = p * x + 0.49038265065265096
    p = p * x + 0.5317387443627655
    p = p * x + 0.31875783071325126
    p = p * x + 0.08106146679532726
    var q = 0.017143347558548107
    q = q * x + 0.22332440035883902
    q = q * x + 1.2980292808225777
    q = q * x + 4.356781405318252
    q = q * x + 9.173725902863627
    q = q * x + 12.342718728914322
    q = q * x + 10.318824168375544
    q = q * x + 4.884854805484593
    q = q * x + 1.0
    return p / q
  }

  /// δ(x) for 3 ≤ x ≤ 8; variable x − 3. Error 4.4e-17.
  @inline(__always)
  static func stirlingMiddle(_ x: Double) -> Double {
    var p = 1.1243010526423307e-05
    p = p * x + 0.00023734553501049798
    p = p * x + 0.0021306654817974113
    p = p * x + 0.010384315626452607
    p = p * x + 0.02891906499726832
    p = p * x + 0.04355632248558499
    p = p * x + 0.02767792568499834
    var q = 0.00013491612631711726
    q = q * x + 0.003252894799074986
    q = q * x + 0.034116922246222384
    q = q * x + 0.2013971914622646
    q = q * x + 0.7214709339172252
    q = q * x + 1.5660784110921528
    q = q * x + 1.9046806465389945
    q = q * x + 1.0
    return p / q
  }

  /// x δ(x) for x ≥ 8; variable 1/x². Error 5.6e-17.
  @inline(__always)
  static func stirlingFar(_ x: Double) -> Double {
    var p = 0.005065905360156132
    p = p * x - 0.001890382993887715
    p = p * x + 0.0008414700852503147
    p = p * x - 0.0005952365845057049
    p = p * x + 0.0007936507897524059
    p = p * x - 0.002777777777773988
    p = p * x + 0.08333333333333333
    return p
  }

  /// log Γ(1 + x) / (x (1 − x)) for 0 ≤ x ≤ 1; variable x. Error 5.3e-17.
  @inline(__always)
  static func logGammaOnePlus(_ x: Double) -> Double {
    var p = -2.9464583706502804e-06
    p = p * x - 0.0010806808353176355
    p = p * x - 0.029220238177271075
    p = p * x - 0.25669829592642
    p = p * x - 0.9930539511620571
    p = p * x - 1.8707344397470345
    p = p * x - 1.6820338260351562
    p = p * x - 0.5772156649015329
    var q = 0.0002909818225875854
    q = q * x + 0.01299531649521575
    q = q * x + 0.1724069213280993
    q = q * x + 0.9950486887673503
    q = q * x + 2.8861913529065033
    q = q * x + 4.390349291918918
    q = q * x + 3.3389343216915495
    q = q * x + 1.0
    return p / q
  }

  /// (artanh(√s)/√s − 1)/s for 0 ≤ s ≤ 1/9; variable s. Error 5.6e-17.
  @inline(__always)
  static func artanhTail(_ x: Double) -> Double {
    var p = 0.07615631309714492
    p = p * x + 0.03167055425885123
    p = p * x + 0.04971012448277368
    p = p * x + 0.05240199617182637
    p = p * x + 0.05883998883620518
    p = p * x + 0.06666588474569089
    p = p * x + 0.07692310126902081
    p = p * x + 0.09090909043002827
    p = p * x + 0.11111111111665993
    p = p * x + 0.1428571428571097
    p = p * x + 0.20000000000000007
    p = p * x + 0.3333333333333333
    return p
  }
}
