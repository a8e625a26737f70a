namespace GradientDescent.Exercises;

/// <summary>02.4: the critical rate and the best constant rate of a least-squares problem from its Hessian, and a number of steps foretold.</summary>
public sealed class StableRateExercise : Exercise
{
    private const string CriticalPart = "CriticalRate";
    private const string BestPart = "BestRate";
    private const string StepsPart = "steps";
    private const double Tolerance = 1e-6;

    // The six points of the last question; only their x enter the Hessian.
    private static readonly DataSet Six = DataSet.Of([1, 2, 3, 4, 5, 6], new double[6]).WithBias();

    internal StableRateExercise()
        : base(
            "02.4", "The largest stable rate", "Chapter02.StableRate.Check(CriticalRate, BestRate, steps)",
            [new(CriticalPart, 2), new(BestPart, 1), new(StepsPart, 1)],
            [
                "The Hessian of half the MSE is `XᵀX / m`, the same everywhere. Per step, the error along an eigenvector with eigenvalue λ is multiplied by `1 − αλ`. When is that between −1 and 1 for *all* λ?",
                "`var X = data.FeatureMatrix; var H = X.TransposeThisAndMultiply(X) / data.Rows;` and `H.Evd().EigenValues` are the eigenvalues, as complex numbers: take `.Real`. The critical rate is `2 / λmax`. At the best rate the factors of the smallest and of the largest λ are equal but for the sign.",
                "`1 − αλmin = −(1 − αλmax)` gives `α = 2 / (λmin + λmax)`, and the worst factor is then `f = (κ − 1) / (κ + 1)` with `κ = λmax / λmin`. The steps: the smallest k with `fᵏ ≤ 0.001`, `Math.Ceiling(Math.Log(0.001) / Math.Log(f))`.",
            ])
    {
    }

    /// <summary>Checks the two functions and the number of steps.</summary>
    /// <param name="criticalRate">Data → the rate from which on descent on half the MSE no longer converges.</param>
    /// <param name="bestRate">Data → the constant rate with the best worst-case factor.</param>
    /// <param name="steps">Steps at the best rate until a thousandth of the worst error is left, for x = 1 … 6 with a bias.</param>
    public CheckResult Check(Func<DataSet, double> criticalRate, Func<DataSet, double> bestRate, int steps) => Examine(answer =>
    {
        var cases = Cases(answer.Draw);
        for (var k = 0; k < cases.Length; k++)
        {
            var data = cases[k];
            answer.Call($"critical {k}", double () => criticalRate(data)).Call($"best {k}", double () => bestRate(data));
        }

        answer.Number("steps", steps);
    });

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw)
    {
        var problems = Cases(draw).Select(Spectrum.Of).ToArray();
        yield return JudgeRate(answer, CriticalPart, "critical", problems, spectrum => spectrum.CriticalRate,
        [
            ("half of it: from 1/λmax on a step overshoots, but the run still converges. The end is at 2/λmax, where the factor `1 − αλ` reaches −1. (Or is that the Hessian of the MSE? Half of it is asked for.)", s => 1 / s.Largest),
            ("that is 2/λmin: the flattest direction allows it, the steepest does not. All directions share one rate.", s => 2 / s.Smallest),
            ("the mean over the rows is missing: the Hessian is `XᵀX / m`.", s => 2 / (s.Rows * s.Largest)),
            ("the mean over the rows is missing (`XᵀX / m`), and 1/λmax is only half of the critical rate.", s => 1 / (s.Rows * s.Largest)),
            ("that is the best rate, not the last one that is stable.", s => s.BestRate),
            ("that is the eigenvalue itself: the critical rate is 2 divided by it.", s => s.Largest),
            ("singular values of X are not eigenvalues of the Hessian: square them, and divide by m.", s => 2 / Math.Sqrt(s.Rows * s.Largest)),
            ("that uses the sum of all eigenvalues (the trace): safe, but not the limit.", s => 2 / s.Trace),
        ]);
        yield return JudgeRate(answer, BestPart, "best", problems, spectrum => spectrum.BestRate,
        [
            ("that finishes the steepest direction in one step and lets the flattest wait. Better for the worst: let both extremes shrink by the same factor.", s => 1 / s.Largest),
            ("that is the critical rate: the steepest direction bounces for ever.", s => s.CriticalRate),
            ("a factor 2 is missing: solve `1 − αλmin = −(1 − αλmax)` for α.", s => 1 / (s.Smallest + s.Largest)),
            ("the mean over the rows is missing: the Hessian is `XᵀX / m`.", s => s.BestRate / s.Rows),
            ("twice too long: 2 is divided by the sum of the two extremes, not by their mean.", s => 2 * s.BestRate),
            ("that rate suits the flattest direction; the steepest explodes.", s => 1 / s.Smallest),
            ("that is 1 divided by the mean of all eigenvalues: only the two extreme ones matter.", s => s.Count / s.Trace),
        ]);
        yield return JudgeSteps(answer);
    }

    private static Finding JudgeRate(
        Evidence answer, string part, string name, Spectrum[] problems, Func<Spectrum, double> right, (string Message, Func<Spectrum, double> Rate)[] mistakes)
    {
        if (answer.IsMissing($"{name} 0"))
        {
            return Finding.NotAttempted(part);
        }

        var given = new List<double>();
        for (var k = 0; k < problems.Length; k++)
        {
            if (answer.Error($"{name} {k}") is { } error)
            {
                return Finding.Wrong(part, $"it throws for {problems[k]}: {error}");
            }

            given.Add(answer.Number($"{name} {k}"));
        }

        bool Matches(Func<Spectrum, double> rate) => problems.Zip(given).All(pair => Math.Abs(pair.Second - rate(pair.First)) <= Tolerance * rate(pair.First));
        if (Matches(right))
        {
            return Finding.Right(part, "right.");
        }

        var odd = Enumerable.Range(0, problems.Length).First(k => !(Math.Abs(given[k] - right(problems[k])) <= Tolerance * right(problems[k])));
        return Finding.Wrong(part, Array.Find(mistakes, mistake => Matches(mistake.Rate)).Message
            ?? $"for {problems[odd]}: {Gap.Describe("the rate", given[odd], right(problems[odd]))}");
    }

    private static Finding JudgeSteps(Evidence answer)
    {
        if (answer.IsMissing("steps"))
        {
            return Finding.NotAttempted(StepsPart);
        }

        var six = Spectrum.Of(Six);
        var given = answer.Number("steps");
        var right = StepsAt(six.WorstFactor(six.BestRate));
        return given == right ? Finding.Right(StepsPart, "right. Descend and count, if you do not believe it.")
            : Finding.Wrong(StepsPart,
                Math.Abs(given - right) == 1 ? "off by one: the *smallest* k with `fᵏ ≤ 0.001`, rounded up and not down."
                : given == StepsAt(six.WorstFactor(1 / six.Largest)) ? "that is for the rate 1/λmax; the best rate is nearly twice that, and needs about half of the steps."
                : Gap.Describe("steps", given, right));
    }

    private static double StepsAt(double factor) => Math.Ceiling(Math.Log(0.001) / Math.Log(factor));

    private static DataSet[] Cases(NumPyRandom draw) => [Draw(draw, 12, 3).WithBias(), Draw(draw, 20, 2), Draw(draw, 15, 4)];

    // Columns of different size, so that the eigenvalues lie well apart and no two formulas give the same rate.
    private static DataSet Draw(NumPyRandom draw, int rows, int columns)
    {
        var x = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                x[i, j] = (j + 1) * draw.Uniform(-1, 2);
            }
        }

        return DataSet.Of(x, draw.Uniform(-1, 1, rows));
    }

    private sealed record Spectrum(int Rows, int Count, double Smallest, double Largest, double Trace)
    {
        public double CriticalRate => 2 / Largest;

        public double BestRate => 2 / (Smallest + Largest);

        public static Spectrum Of(DataSet data)
        {
            var curvature = LeastSquares.HalfMse(data).Curvature;
            return new(data.Rows, data.Columns, curvature.Smallest, curvature.Largest, curvature.Eigenvalues.Sum());
        }

        public double WorstFactor(double rate) => Math.Max(Math.Abs(1 - (rate * Smallest)), Math.Abs(1 - (rate * Largest)));

        public override string ToString() => $"{Rows} rows and {Count} columns";
    }
}
