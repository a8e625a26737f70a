namespace GradientDescent.Exercises;

/// <summary>06.1: say from its loss curve alone what is the matter with a run.</summary>
public sealed class FourCurvesExercise : Exercise
{
    private const string TooSmall = "too small";
    private const string TooLarge = "too large";
    private const string Noise = "noise";
    private const string Ravine = "ravine";

    private const int Steps = 60;
    private const int Count = 20;

    private static readonly (string Name, string Truth)[] Curves = [("a", Ravine), ("b", TooSmall), ("c", Noise), ("d", TooLarge)];

    internal FourCurvesExercise()
        : base(
            "06.1", "Four curves", "Chapter06.FourCurves.Check(a, b, c, d)",
            [.. Curves.Select(curve => new Part(curve.Name, 1))],
            [
                "On a log axis a constant factor per step is a straight line. Whose curve is one straight line all the way, and in which direction does it run?",
                "One curve rises: only one cause does that. One falls steeply and then dances about a level. One falls steeply and then goes on falling, but as a much flatter line.",
                "Rising: too large. Straight and nearly level: too small. Dancing: noise of single rows at a constant rate. Two straight pieces, steep then flat: a ravine, one direction done and the other hardly begun.",
            ])
    {
    }

    /// <summary>The four loss curves that the exercise asks about.</summary>
    public Figure Chart() => Plot.Lines(
            [.. Enumerable.Range(0, Steps + 1).Select(step => (double)step)],
            [.. Curves.Select(curve => (curve.Name, RunOf(curve.Truth).Losses))])
        .WithLogY()
        .WithAxisTitles("step", "loss")
        .WithTitle("Four runs, four complaints")
        .WithDescription("Four loss curves on a log axis: a falls steeply and then much more slowly; b falls hardly at all, as a straight line; c falls and then jumps about a level; d rises as a straight line.");

    /// <summary>Checks the four complaints.</summary>
    /// <param name="a">What is the matter with run a: <c>too small</c>, <c>too large</c>, <c>noise</c> or <c>ravine</c>.</param>
    /// <param name="b">The same for run b.</param>
    /// <param name="c">The same for run c.</param>
    /// <param name="d">The same for run d.</param>
    public CheckResult Check(string a, string b, string c, string d) =>
        Examine(answer => answer.Text("a", a).Text("b", b).Text("c", c).Text("d", d));

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw) => Curves.Select(curve => JudgeOne(answer, curve.Name, curve.Truth));

    private static Finding JudgeOne(Evidence answer, string name, string truth)
    {
        if (answer.IsMissing(name))
        {
            return Finding.NotAttempted(name);
        }

        var said = answer.Text(name).ToLowerInvariant();
        return said == truth ? Finding.Right(name, "right.")
            : Finding.Wrong(name, (said, truth) switch
            {
                (not (TooSmall or TooLarge or Noise or Ravine), _) => $"`{said}` is none of the four: `{TooSmall}`, `{TooLarge}`, `{Noise}`, `{Ravine}`.",
                (TooLarge, _) => "a rate that is too large makes the loss grow. This one falls.",
                (_, TooLarge) => "this loss *grows*, by the same factor in every step. Only one of the four does that.",
                (Noise, _) => "noise jumps up and down. This curve is smooth.",
                (_, Noise) => "look at the end of this curve: it goes up as often as down. No smooth descent does that.",
                (TooSmall, Ravine) => "it began steeply, so the rate is large enough for one direction. For the other it is not, and no single rate is good for both.",
                _ => "in a ravine the loss falls steeply first and slowly afterwards. This one is slow from the first step on.",
            });
    }

    private static Trace RunOf(string truth)
    {
        Trace Down(double steep, double flat, double rate) => Descent.From(1, 1).On(Quadratic.Diagonal([steep, flat])).With(Rule.Gradient(rate)).Until(Stop.After(Steps));
        return truth switch
        {
            TooSmall => Down(1, 1, 0.004),
            TooLarge => Down(1, 1, 2.1),
            Ravine => Down(100, 0.3, 0.017),
            _ => Training.Of(LeastSquares.Mse(Rows())).With(Rule.Gradient(0.2)).From(4, 4).Batches(1, NumPyRandom.Default(3)).RecordingUpdates().Epochs(Steps / Count),
        };
    }

    private static DataSet Rows()
    {
        var random = NumPyRandom.Default(5);
        var x = random.Randn(Count);
        var noise = random.Randn(Count);
        return DataSet.Of(x, [.. x.Zip(noise, (a, e) => (3 * a) + 2 + e)]).WithBias();
    }
}
