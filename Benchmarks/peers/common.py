"""What all peers share: the inputs of the cases, the clock, and the answers to `compare`.

A peer is a program that reads requests, a line of JSON each, and answers each with a line of JSON; the Swift side
(`benchmarks --serve`) does the same. It runs under CPython 3.7 too, for real Theano.
"""
import ctypes
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

EFFECTS = np.array([28, 8, -3, 7, -1, 1, 18, 12], "float64")
ERRORS = np.array([15, 10, 16, 11, 9, 11, 10, 18], "float64")
STEP = 0.01  # Of gradient descent.

# Names of dense networks: their sizes, and the number of images in a batch.
NETWORKS = {
    "logreg_step_784x10_b600": ([784, 10], 600),
    "mlp_step_784x500x10_b20": ([784, 500, 10], 20),
    "mlp_step_784x500x10_b60": ([784, 500, 10], 60),
    "mlp_step_784x1000x1000x1000x10_b60": ([784, 1000, 1000, 1000, 10], 60),
}
# Recurrent networks: units, sequences, steps, inputs.
LSTM = (128, 32, 100, 64)
RECURRENT = [(16, 1, 1000, 8), (128, 32, 100, 64)]
MEMORY_CASE = "peak_memory_mlp_step"
FIRST_CASES = ["first_result_cold", "first_result_warm"]


# Inputs: the same bits as `Sources/benchmarks/Inputs.swift` makes.

def bits(seed, count):
    """64 well-mixed bits for each place: SplitMix64 (Steele, Lea and Flood, 2014)."""
    z = np.arange(1, count + 1, dtype="uint64") + np.uint64(seed << 32)
    z = z * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def normal(seed, shape, scale=1.0, offset=0.0, dtype="float32"):
    """Numbers of mean 0 and deviation 1, nearly normal, times `scale`, plus `offset`."""
    shape = shape if isinstance(shape, tuple) else (shape,)
    z = bits(seed, int(np.prod(shape)))
    low = np.uint64(0xFFFF)
    total = (z & low) + (z >> np.uint64(16) & low) + (z >> np.uint64(32) & low) + (z >> np.uint64(48))
    numbers = (total.astype("float64") / 65536 - 2) * 1.7320508075688772
    return (numbers * scale + offset).astype(dtype).reshape(shape)


def labels(count, classes=10):
    return (bits(11, count) >> np.uint64(33)).astype("int64").__mod__(classes).astype("int32")


def matrix():
    return normal(4, (4096, 1024))


def network(sizes, batch):
    """A dense network's batch, labels, matrices and biases."""
    pairs = list(zip(sizes, sizes[1:]))
    weights = [normal(20 + i, pair, 1 / np.sqrt(float(pair[0]))) for i, pair in enumerate(pairs)]
    biases = [np.zeros(n, "float32") for n in sizes[1:]]
    return normal(10, (batch, sizes[0])), labels(batch), weights, biases


def recurrent(units, batch, steps, inputs, gates=1):
    """A recurrent network's sequence and weights, of `gates` matrices beside each other."""
    return (
        normal(12, (steps, batch, inputs)),
        normal(13, (inputs, units * gates), 1 / np.sqrt(float(inputs))),
        normal(14, (units, units * gates), 1 / np.sqrt(float(units))),
        np.zeros(units * gates, "float32"),
    )


def lenet(batch=100):
    """LeNet's batch, labels, and the weights of two convolutions and two dense layers."""
    weights = [
        normal(30, (20, 1, 5, 5), 0.05), normal(31, (50, 20, 5, 5), 0.05),
        normal(20, (800, 500), 0.03), normal(21, (500, 10), 0.03),
    ]
    return normal(10, (batch, 1, 28, 28)), labels(batch), weights


def power_base():
    return normal(7, 10, 0.001, 1.0)


# Jobs

class Job:
    """Something ready to be called again and again; `results` are those of the first call, as arrays."""

    def __init__(self, call, results=None):
        self.call = call
        self.results = results or (lambda: arrays(call()))


def training_job(call, initial, parameters):
    """A job that changes parameters: its results are the cost, and by how much each parameter changes."""
    def results():
        cost = call()
        after = [np.array(p, "float64") for p in parameters()]
        return arrays(cost) + [b - np.asarray(a, "float64") for a, b in zip(initial, after)]
    return Job(call, results)


def spread(call):
    """A job of random numbers, of whose results only the spread can be compared."""
    return Job(call, lambda: [np.sqrt(np.mean(arrays(call())[0].astype("float64") ** 2))])


def arrays(value):
    """Results as a flat list of NumPy arrays."""
    if isinstance(value, (list, tuple)):
        return [a for v in value for a in arrays(v)]
    return [np.asarray(value)]


def checksum(array):
    values = np.ascontiguousarray(array, "float64").ravel()
    weights = 0.5 + (bits(99, values.size) >> np.uint64(40)).astype("float64") / 16777216
    return {"count": int(values.size), "weighted": float((values * weights).sum()),
            "magnitude": float(np.abs(values).sum())}


# The clock

def microseconds(call, budget=1.0, samples=5):
    """The median time of a call; a sample is of as many calls as take 20 ms, and two calls go before."""
    call()
    call()
    start = time.perf_counter()
    call()
    inner = max(1, int(0.02 / max(time.perf_counter() - start, 1e-7)))
    times = []
    end = time.perf_counter() + budget
    while len(times) < samples or time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(inner):
            call()
        times.append((time.perf_counter() - start) / inner)
    return statistics.median(times) * 1e6


def kibibytes(key):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(key + ":"))


def peak_of_step(prepare):
    """By how many KiB memory grows at most, from before compiling a step until it has been called a few times;
    what compiling takes for a while is not counted, the parameters are there before."""
    build = prepare()
    ctypes.CDLL(None).malloc_trim(0)
    before = kibibytes("VmRSS")
    job = build()
    job.call()
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass
    for _ in range(3):
        job.call()
    return max(0, kibibytes("VmHWM") - before)


# The peer

class Peer:
    """A peer's cases: each is a function that makes the inputs, and returns one that builds a job for them."""

    def __init__(self, name, first_result=None, cache=None):
        self.name = name
        self.cases = {}
        # Builds a small function and calls it; the environment that puts compiled code into a folder.
        self.first_result, self.cache = first_result, cache
        self.job = None

    def case(self, name):
        def add(prepare):
            self.cases[name] = prepare
            return prepare
        return add

    def main(self):
        """Does what the command line asks for: answers requests, or one task of a fresh process."""
        if sys.argv[1:] == ["--peak-memory"]:
            print(peak_of_step(self.cases["mlp_step_784x1000x1000x1000x10_b60"]))
        elif sys.argv[1:] == ["--first-result"]:
            start = time.perf_counter()
            self.first_result(normal(1, 100, dtype="float64"))
            print((time.perf_counter() - start) * 1e6)
        else:
            self.serve()

    def serve(self):
        # What libraries print goes elsewhere.
        answers = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)
        for line in sys.stdin:
            request = json.loads(line)
            name = request.get("case", "")
            try:
                answer = self.answer(request, name)
            except Exception as error:  # A peer without a case is a line of the table, not an end.
                answer = {"error": repr(error)[:300]}
            answers.write(json.dumps(dict(answer, case=name, peer=self.name)) + "\n")
            answers.flush()

    def answer(self, request, name):
        op = request["op"]
        if op == "cases":
            return {"cases": list(self.cases) + FIRST_CASES + [MEMORY_CASE]}
        if op == "time":
            return {"us": microseconds(self.job.call, request["budget"], request["samples"])}
        if name == MEMORY_CASE and "mlp_step_784x1000x1000x1000x10_b60" in self.cases:
            return {"kib": int(self.child("--peak-memory", None))} if op == "build" else {"isAbsent": True}
        if name in FIRST_CASES and self.cache:
            return {"us": self.first(name)} if op == "build" else {"isAbsent": True}
        if name not in self.cases:
            return {"isAbsent": True}
        self.job = None
        build = self.cases[name]()
        if op == "check":
            return {"check": [checksum(a) for a in build().results()]}
        start = time.perf_counter()
        self.job = build()
        self.job.call()
        return {"build_ms": (time.perf_counter() - start) * 1e3}

    def first(self, name):
        """The median of fresh processes, each with an empty folder, or with one that the first filled."""
        base = tempfile.mkdtemp()
        try:
            times = []
            for sample in range(4):
                folder = os.path.join(base, "warm" if name == FIRST_CASES[1] else str(sample))
                times.append(float(self.child("--first-result", folder)))
            return statistics.median(times[1:])
        finally:
            shutil.rmtree(base, ignore_errors=True)

    def child(self, task, folder):
        environment = dict(os.environ)
        if folder:
            os.makedirs(folder, exist_ok=True)
            environment.update(self.cache(folder))
        output = subprocess.check_output([sys.executable, sys.argv[0], task], env=environment)
        return output.decode().strip().splitlines()[-1]
