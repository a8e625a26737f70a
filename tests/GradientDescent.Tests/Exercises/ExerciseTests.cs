using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GradientDescent.Exercises;

namespace GradientDescent.Tests.Exercises;

/// <summary>The framework: placeholders, evidence that crosses a process, verdicts, hints, what a notebook shows.</summary>
[Collection(Alone)]
public class ExerciseTests
{
    /// <summary>Progress is the session's: the checks of other tests would count too, so these run when nothing else does.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Session;

    private const string Alone = "a session of its own";

    [Fact]
    public void A_placeholder_stays_one_through_arithmetic_and_a_NaN_of_the_answer_is_none()
    {
        double todo = Exercise.Todo;

        Assert.True(Todo.IsTodo(todo));
        Assert.True(Todo.IsTodo((2 * todo) - 1));
        Assert.False(Todo.IsTodo(double.NaN));
        Assert.False(Todo.IsTodo(Math.Log(-1)));
    }

    [Theory]
    [InlineData("over *all* rows", "over <em>all</em> rows")]
    [InlineData("*minus* the mean of `r * x`: a * b * c", "<em>minus</em> the mean of <code>r * x</code>: a * b * c")]
    [InlineData("2*x*y and `*x*`", "2*x*y and <code>*x*</code>")]
    [InlineData("<b> & *x*", "&lt;b&gt; &amp; <em>x</em>")]
    public void Messages_are_marked_up(string text, string html) => Assert.Equal(html, Markup.Html(text));

    [Fact]
    public void Evidence_crosses_as_text_unchanged()
    {
        var sent = new Collector(NumPyRandom.Default(1))
            .Number("number", 0.1 + 0.2)
            .Number("todo", Exercise.Todo)
            .Numbers("numbers", [1e-308, double.NaN, double.NegativeInfinity, -0.0])
            .Text("text", " a \"quoted\" word\n")
            .Call("thrown", double () => throw new InvalidOperationException("no"))
            .Evidence;

        var received = Evidence.Parse(sent.ToJson());

        Assert.Equal(0.1 + 0.2, received.Number("number"));
        Assert.True(received.IsMissing("todo"));
        Assert.Equal(
            new[] { 1e-308, double.NaN, double.NegativeInfinity, -0.0 }.Select(BitConverter.DoubleToInt64Bits),
            received.Numbers("numbers").Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal("a \"quoted\" word", received.Text("text"));
        Assert.Equal("InvalidOperationException: no", received.Error("thrown"));
        Assert.Equal(sent.ToJson(), received.ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"t0\":1,\"t0\":1}")]
    [InlineData("{\"t0\":true}")]
    [InlineData("{\"t0\":\"0.5\"}")]
    [InlineData("{\"t0\":[[1]]}")]
    [InlineData("{\"t0\":{\"text\":\"a\",\"error\":\"b\"}}")]
    [InlineData("{\"t0\":{\"text\":1}}")]
    [InlineData("{\"t0\":1} {}")]
    public void Malformed_evidence_is_refused(string json) => Assert.Throws<EvidenceException>(() => Evidence.Parse(json));

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"t0\":0.5}")]
    [InlineData("{\"t0\":0.5,\"t1\":[1.1333]}")]
    [InlineData("{\"t0\":0.5,\"t1\":{\"text\":\"1.1333\"}}")]
    public void Evidence_that_lacks_something_earns_nothing(string json)
    {
        var verdict = Chapter01.OneStep.Judge(Evidence.Parse(json), 1);

        Assert.Equal(0, verdict.Points);
        Assert.NotEqual(Standing.Right, verdict.Standing);
    }

    [Fact]
    public void Evidence_collected_with_another_seed_is_worth_nothing()
    {
        // What a function returned on other inputs is no answer to these.
        var collected = Collection.Of("01.4", 1, () => Chapter01.NumericalGradient.Check(
            (f, x) => Objective.Of(x.Length, f, _ => []).CheckGradientNumbers(x), t => LeastSquares.HalfMse(DataSet.Of([1, 2, 3], [3.0, 5, 7]).WithBias()).GradientAt(t)));

        Assert.Equal(Standing.Right, Chapter01.NumericalGradient.Judge(Evidence.Parse(collected), 1).Standing);
        Assert.Equal(0, Chapter01.NumericalGradient.Judge(Evidence.Parse(collected), 2).Points);
    }

    [Fact]
    public void Collecting_asks_for_one_check_of_the_right_exercise()
    {
        Assert.Throws<InvalidOperationException>(() => Collection.Of("01.2", 1, () => Chapter01.OneStep.Check(0.5, 1.133)));
        Assert.Throws<InvalidOperationException>(() => Collection.Of("01.1", 1, () =>
        {
            Chapter01.OneStep.Check(0, 0);
            return Chapter01.OneStep.Check(0.5, 1.133);
        }));
    }

    [Fact]
    public void Points_of_the_parts_add_up()
    {
        ImmutableArray<Part> parts = [new("a", 2), new("b", 3)];

        Assert.Equal((Standing.Right, 5), Of(Finding.Right("a", ""), Finding.Right("b", "")));
        Assert.Equal((Standing.Partial, 2), Of(Finding.Right("a", ""), Finding.Wrong("b", "")));
        Assert.Equal((Standing.Partial, 3), Of(Finding.Partly("b", 7, "")));
        Assert.Equal((Standing.Wrong, 0), Of(Finding.Wrong("a", "")));
        Assert.Equal((Standing.NotAttempted, 0), Of(Finding.Remark("x")));
        Assert.Throws<InvalidOperationException>(() => Of(Finding.Right("c", "")));

        (Standing, int) Of(params Finding[] findings) => Verdict.Of(parts, findings) is var verdict ? (verdict.Standing, verdict.Points) : default;
    }

    [Fact]
    public void Hints_come_one_after_the_other_and_the_last_one_stays()
    {
        var exercise = new Sample();

        Assert.Equal(["mild", "plain", "plain"], new[] { exercise.Hint(), exercise.Hint(), exercise.Hint() }.Select(hint => hint.Message));
        Assert.Contains("Hint 2 of 2", exercise.Hint().ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_is_marked_in_the_HTML_and_escaped()
    {
        Assert.Contains("data-gd-check=\"not-attempted\" data-gd-exercise=\"99.1\"", new Sample().Check(Exercise.Todo).ToHtml(), StringComparison.Ordinal);
        Assert.Contains("data-gd-check=\"passed\"", new Sample().Check(1).ToHtml(), StringComparison.Ordinal);
        var html = new Sample().Check(2).ToHtml();
        Assert.Contains("data-gd-check=\"failed\"", html, StringComparison.Ordinal);
        Assert.Contains("<code>a&lt;b</code> &amp; so", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_counts_the_latest_checks_of_a_chapter()
    {
        Course.Forget();
        Chapter01.OneStep.Check(0.5, 1);
        Chapter01.OneStep.Check(0.5, 17.0 / 15);

        var progress = Course.Progress();

        Assert.Equal(Chapter01.Exercises.Sum(exercise => exercise.Points), progress.MaxPoints);
        Assert.Matches(new Regex(@"✓ 01\.1 One step by hand +2 / 2  done"), progress.ToText());
        Assert.Contains("<td", progress.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_unique_and_in_order()
    {
        var ids = Course.Exercises.Select(exercise => exercise.Id).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal).Distinct(), ids);
        Assert.All(ids, id => Assert.Matches(@"^\d\d\.\d$", id));
        Assert.All(Course.Exercises, exercise => Assert.Same(exercise, Course.Find(exercise.Id)));
    }

    [Theory]
    [InlineData(0.4, 0.5, "too small, by about 20 %")]
    [InlineData(50, 0.5, "too large, by a factor of about 100")]
    [InlineData(-0.5, 0.5, "should be positive")]
    [InlineData(0.03, 0, "too large, by about 0.03")]
    [InlineData(0, 0.5, "too small.")]
    [InlineData(1e9, 1, "by a factor of about 1e+9")]
    public void A_miss_is_described_without_giving_the_value_away(double value, double expected, string words) =>
        Assert.Contains(words, Gap.Describe("t", value, expected), StringComparison.Ordinal);

    private sealed class Sample() : Exercise("99.1", "Sample", "Sample.Check(x)", [new("x", 1)], ["mild", "plain"])
    {
        public CheckResult Check(double x) => Examine(answer => answer.Number("x", x));

        protected override IEnumerable<Finding> Judge(Evidence answer, NumPyRandom draw) =>
            [answer.Number("x") == 1 ? Finding.Right("x", "right") : Finding.Wrong("x", "`a<b` & so")];
    }
}

file static class Numeric
{
    public static double[] CheckGradientNumbers(this Objective objective, double[] x) => [.. Enumerable.Range(0, x.Length).Select(j =>
    {
        double[] above = [.. x], below = [.. x];
        above[j] += 1e-5;
        below[j] -= 1e-5;
        return (objective.At(above) - objective.At(below)) / 2e-5;
    })];
}
