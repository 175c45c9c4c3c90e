"""Writes elementary.json: arguments of every elementary function with correctly rounded results and what the rounding left out.

Results come from mpmath with 60 digits (and as many more as large arguments of sin and cos need). Arguments: special values and their
neighbours, the seams of the implementation's forms, random ones over every range, and the worst met in 5 million random ones measured
against libquadmath (WORST). Run: python3 test/vectors/elementary.py > test/vectors/elementary.json
"""
import json
import math
import random
import struct
from fractions import Fraction

import mpmath as m

m.mp.dps = 60
MAX = 1.7976931348623157e308
MIN = 2.2250738585072014e-308
TINY = 5e-324


def hexed(x):
    return struct.pack(">d", x).hex()


def nearest(v):
    """The double nearest to an mpf, ties to even, and (v - double) in units of the double's last place."""
    if v == 0:
        return 0.0, 0.0
    sign, man, exp, bits = v._mpf_
    unit = max(bits + exp - 53, -1074)
    scaled = Fraction(man) * Fraction(2) ** (exp - unit)
    k = round(scaled)
    value = Fraction(k) * Fraction(2) ** unit
    if value > Fraction(MAX):
        return (-math.inf if sign else math.inf), 0.0
    x = float(value)
    left = float(scaled - k)
    if x != 0 and math.ulp(x) != float(Fraction(2) ** unit):
        left /= 2  # rounded up to a power of two: its ulp is twice the unit
    return (-x, -left) if sign else (x, left)


def trig(f):
    def g(x):
        with m.workdps(60 + 310):
            return +f(m.mpf(x))

    return g


def sigmoid(x):
    e = m.exp(-abs(x))
    return 1 / (1 + e) if x > 0 else e / (1 + e)


def softplus(x):
    return max(x, m.mpf(0)) + m.log1p(m.exp(-abs(x)))


def gelu(x):
    if abs(x) > 100:  # beyond the range of doubles on the left, exact on the right
        return max(x, m.mpf(0))
    return x * m.erfc(-x / m.sqrt(2)) / 2


FUNCTIONS = {
    "exp": m.exp, "expm1": m.expm1, "log": m.log, "log1p": m.log1p, "tanh": m.tanh, "erf": m.erf, "sin": trig(m.sin), "cos": trig(m.cos),
    "sinh": m.sinh, "cosh": m.cosh, "sigmoid": sigmoid, "softplus": softplus, "gelu": gelu,
    "pow": lambda x, y: m.power(x, y), "atan2": lambda y, x: m.atan2(y, x),
}
WORST = json.loads("""{"exp": [["-708.79426603739205"], ["-708.80175067138896"], ["-708.80302510927299"], ["-708.78647133214656"], ["-708.7982523841365"], ["-708.52150021222519"]],
"expm1": [["0.34716550761529852"], ["0.34698268830995749"], ["0.39463372666274532"], ["0.40499847066480077"], ["0.34695870484145164"], ["0.39556141075423445"]],
"log": [["1.4047689109937711"], ["1.4015264879801637"], ["1.410295959611519"], ["1.4107497670228233"], ["0.72780524885610265"], ["0.7816033180509655"]],
"log1p": [["0.42474371871663524"], ["0.42755773488101695"], ["0.42128822852508435"], ["0.4199158421118781"], ["0.39800457488942664"], ["-0.29633234225311689"]],
"tanh": [["0.75852407065221894"], ["0.7720110277810055"], ["0.76477644440385939"], ["0.76429103716757885"], ["0.76429898937076368"], ["0.75739455191046101"]],
"erf": [["0.99678737665682049"], ["-1.0115207860082169"], ["1.0171931561668861"], ["1.0112661271738113"], ["0.99779897138133888"], ["0.98690060145009006"]],
"sin": [["-145.26790519203797"], ["-14516.538329099661"], ["-0.76104596383536027"], ["61286.934592992548"], ["278.84465761213289"], ["3.912553982937264"]],
"cos": [["-2394.7028041374911"], ["-0.81554900239235106"], ["-1188.3271629063765"], ["-1250208.5554250507"], ["-567.81257612334048"], ["-0.80839655883825046"]],
"sinh": [["1.0953354675177804"], ["1.0261498027483489"], ["0.83862934220388308"], ["1.0582295419159502"], ["-1.0883655680619666"], ["1.0934554541830508"]],
"cosh": [["-7.0289091026199352e-08"], ["-2.5543607941229702e-05"], ["-0.00014577535256310448"], ["-8.8014569900309129e-06"], ["-5.8509553510104163e-07"], ["-0.002915055195682914"]],
"sigmoid": [["-11.385620890528621"], ["-4.4506228747339094"], ["-14.194517917827383"], ["-21.088035147017052"], ["-2.4347689978107887"], ["-12.750263258085738"]],
"softplus": [["-0.92196762612038397"], ["-1.2775366719865966"], ["-0.90088515581182183"], ["-0.92273229671330892"], ["-0.84668093681705159"], ["-1.2879164078156577"]],
"gelu": [["-0.83813649923771738"], ["-0.82775894939911066"], ["-0.84527301572765801"], ["-0.84513261067111511"], ["-0.83850245583481708"], ["-0.82982688378157132"]],
"pow": [["1.0862962342073277", "-8559.8766230668916"], ["0.97426364626943496", "119.14501893043807"], ["119.58031991892815", "17.181310503766454"], ["1.220444112343406e-10", "9.8531362853033073"], ["483470.74238907313", "18.509661810578017"], ["1.0873212017488405", "-136.4047278084746"]],
"atan2": [["-0.074745188082950553", "0.32514721290500948"], ["0.18816402842493996", "0.75299723734874724"], ["-0.2334742350797514", "0.97132481727377962"], ["0.015268216346053859", "0.064645777072959376"], ["0.0028040011911675189", "0.011641999881150358"], ["-0.20915948612420032", "0.9480412699212335"]]}""")

r = random.Random(20)
uniform = lambda a, b, n: [r.uniform(a, b) for _ in range(n)]
loguniform = lambda a, b, n: [r.choice((-1, 1)) * 2 ** r.uniform(math.log2(a), math.log2(b)) for _ in range(n)]


def around(*points):
    """Each point with its neighbours, of both signs."""
    out = []
    for p in points:
        for q in (p, math.nextafter(p, math.inf), math.nextafter(p, -math.inf)):
            out += [q, -q]
    return out


LN2 = math.log(2)
TINIES = [TINY, -TINY, MIN, -MIN, MIN / 4, 1e-300, -1e-160, 1e-20, -1e-17, 2.0**-53, 2.0**-54, 1e-9, -1e-5]
KS = [0.5 * LN2, 1.5 * LN2, 2.5 * LN2, 10.5 * LN2]
# near multiples of pi/2: the worst of all doubles (Kahan; Muller et al. 2018, sec. 11.3.2), and doubles next to k pi/2
PIS = [6381956970095103 * 2.0**797, 6411027962775774 * 2.0**-48, 5261692873635770 * 2.0**499] + [
    k * math.pi / 2 for k in (1, 2, 3, 4, 5, 11, 22, 355, 1000, 31415, 667544, 710, 103993, 1048576, 5419351)
]


def near_multiples():
    """For every 32nd exponent the double of 53 bits closest to a multiple of pi/2, by continued fractions: these need the most bits of 2/pi."""
    found = []
    for e in list(range(31, 971, 32)) + [970]:
        with m.workdps(400):
            x = m.mpf(2) ** e * 2 / m.pi
            x -= m.floor(x)
            (p0, q0), (p1, q1) = (0, 1), (1, 0)
            while True:
                a = int(m.floor(1 / x)) if q1 else 0
                if q1:
                    x = 1 / x - a
                (p0, q0), (p1, q1) = (p1, q1), (a * p1 + p0, a * q1 + q0)
                if q1 >= 2**53:
                    break
            found.append(math.ldexp(float(q0), e))
    return found


HUGE = [1e22, MAX, 2.0**1023, 1048576.0, 1048577.0, 1e6, 1e8, 1e15, 3e200, 1e300]

ARGUMENTS = {
    "exp": TINIES + around(*KS, 708.0, 1.0) + [709.782712893384, 709.0, -708.5, -720.0, -740.0, -744.5, -745.1332191019411, -745.2, 709.79, 800.0]
    + uniform(-745, -708, 20) + uniform(-708, 709.7, 80) + uniform(-3, 3, 60) + loguniform(1e-18, 1, 30),
    "expm1": TINIES + around(*KS, 1.0, 37.5, 50.0, 39.0) + [709.782712893384, 709.5, 710.0, -745.0, -40.0]
    + uniform(-3, 3, 100) + uniform(-45, 709, 80) + loguniform(1e-18, 1, 40),
    "log": [abs(t) for t in TINIES + loguniform(TINY, MAX, 100)] + [t for t in around(1.0, 2.0, 0.5, math.sqrt(0.5), math.sqrt(2), math.e) if t > 0]
    + [MAX, 3 * TINY, MIN * 0.999] + uniform(0.5, 2, 100) + [1 + t for t in loguniform(1e-15, 0.3, 50)],
    "log1p": TINIES + [t for t in around(0.4142135623730951, 0.2928932188134524, 1.0, 0.5) if t > -1] + [MAX, 1e300, 2.0**53, 2.0**54, -1 + 2.0**-53]
    + uniform(-0.99, 2, 100) + [abs(t) for t in loguniform(1e-18, MAX, 60)] + [-1 + abs(t) for t in loguniform(1e-15, 0.5, 40)],
    "tanh": TINIES + around(0.7, 0.25, 0.55, 1.0, 18.2, 19.0615, 20.0, *(t / 2 for t in KS)) + [22.0, 500.0, MAX]
    + uniform(-1, 1, 100) + uniform(-20, 20, 80) + loguniform(1e-18, 1, 30),
    "erf": TINIES + around(1.0, 0.5, 2.0, 5.9, 5.921587195794507, 6.0) + [7.0, MAX] + uniform(-1.2, 1.2, 100) + uniform(-6, 6, 80) + loguniform(1e-18, 1, 30),
    "sin": TINIES + around(*PIS[3:]) + PIS + HUGE + near_multiples() + uniform(-4, 4, 80) + uniform(-1e4, 1e4, 50) + loguniform(1e-18, 1, 20) + loguniform(1, MAX, 60),
    "cos": TINIES + around(*PIS[3:]) + PIS + HUGE + near_multiples() + uniform(-4, 4, 80) + uniform(-1e4, 1e4, 50) + loguniform(1, MAX, 60),
    "sinh": TINIES + around(1.0, 1.5 * LN2, 2.5 * LN2, 22.0) + [710.4758600739439, 710.0, 709.9, 710.5, -711.0] + uniform(-3, 3, 100) + uniform(-710, 710, 60) + loguniform(1e-18, 1, 30),
    "cosh": TINIES + around(1.0, 0.5 * LN2, 1.5 * LN2, 22.0) + [710.4758600739439, 710.0, 709.9, 710.5, -711.0] + uniform(-3, 3, 100) + uniform(-710, 710, 60),
    "sigmoid": TINIES + around(*KS, 36.7, 41.6, 1.0) + [-708.5, -740.0, -745.1, -746.0, 800.0] + uniform(-4, 4, 100) + uniform(-745, 40, 60) + uniform(-40, 40, 40),
    "softplus": TINIES + around(*KS, 36.7, 0.881373587019543, 1.0) + [-708.5, -740.0, -745.1, -746.0, 800.0, MAX] + uniform(-4, 4, 100) + uniform(-745, 40, 60) + uniform(-40, 40, 40),
    "gelu": TINIES[4:] + around(0.85, 0.8, 1.0, 2.0, 8.3, 0.25) + [-37.0, -38.0, -38.4, -38.6, -39.0, -50.0, 50.0, MAX, -MAX]
    + uniform(-2, 2, 100) + uniform(-10, 10, 60) + uniform(-38, -10, 40),
    "pow": [(2.0, 0.5), (2.0, -1074.0), (2.0, -1075.5), (2.0, 1023.5), (0.5, 1074.0), (10.0, 308.0), (10.0, -323.0), (TINY, 0.5), (TINY, -0.9), (MAX, -0.5),
            (MAX, -1.04), (1 + 2.0**-52, 1e18), (1 - 2.0**-53, 1e18), (1 - 2.0**-53, -6e18), (1 + 2.0**-52, 3e18), (3.0, 1e-320), (-2.0, 3.0), (-2.0, 4.0), (-0.3, 101.0),
            (-1.5, -7.0), (1.5, 1e-17), (0.999, 1e-200), (10.0, 22.0), (7.0, 2.0), (1e-5, 61.0)]
    + [(abs(t), r.uniform(-300, 300) / max(1, abs(math.log(abs(t))))) for t in loguniform(1e-300, 1e300, 120)]
    + [(1 + t, r.uniform(-700, 700) / abs(t)) for t in loguniform(1e-15, 1e-3, 60)] + [(r.uniform(0.5, 2), r.uniform(-1000, 1000)) for _ in range(60)],
    "atan2": [(a * s, b * t) for a, b in ((1.0, 1.0), (1.0, 2.0), (1.0, 4.0), (3.0, 4.0), (1e-300, 1.0), (TINY, 1.0), (TINY, MAX), (MAX, TINY), (TINY, TINY), (MAX, MAX), (1.0, 1e20), (1e300, 1.0))
              for s in (1, -1) for t in (1, -1)]
    + list(zip(uniform(-1, 1, 80), uniform(-1, 1, 80))) + list(zip(loguniform(1e-300, 1e300, 40), loguniform(1e-300, 1e300, 40)))
    + [(t, r.choice((-1, 1)) * abs(t) * r.uniform(0.2, 4)) for t in loguniform(1e-310, 1e300, 80)],
}


def vectors(name):
    f = FUNCTIONS[name]
    two = name in ("pow", "atan2")
    arguments = [tuple(a) if two else (a,) for a in ARGUMENTS[name]]
    arguments += [tuple(map(float, a)) if two else (float(a[0]),) for a in WORST[name]]
    seen, x, y, left = set(), [], [], []
    for a in arguments:
        if a in seen:
            continue
        seen.add(a)
        if two:
            value = f(*(m.mpf(t) for t in a))
        else:
            value = f(m.mpf(a[0]))
        result, rest = nearest(m.mpf(value))
        if result == 0:
            result = math.copysign(0.0, -1 if name in ("gelu",) or (two and name == "atan2" and a[0] < 0) else 1)
        x.append("".join(map(hexed, a)))
        y.append(hexed(result))
        left.append(round(1e4 * rest))
    return {"arguments": "".join(x), "results": "".join(y), "rest": left}


print(json.dumps({name: vectors(name) for name in FUNCTIONS}, separators=(",", ":")).replace('},"', '},\n"'))
