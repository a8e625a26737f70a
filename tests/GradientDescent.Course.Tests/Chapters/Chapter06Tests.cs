using System.Globalization;
using GradientDescent.Tests;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Chapter 6 as it runs: printed lines, schedules beside PyTorch's, real data beside scikit-learn's optimum, treatments that help, and every number in its prose.</summary>
public sealed class Chapter06Tests(Chapter06Tests.Run chapter) : IClassFixture<Chapter06Tests.Run>
{
    public sealed class Run() : ExecutedChapter("06-training-in-practice");

    [Fact]
    public void Every_number_in_the_prose_is_accounted_for() => chapter.ProseHasNoOtherNumbers(GetType(), "85 %");

    [Fact]
    public void Every_item_is_covered() =>
        Assert.Empty(Enumerable.Range(36, 14).Select(k => $"S4-{k:00}").Except(chapter.CoveredItems));

    [Fact]
    public void Lines_print_as_they_should()
    {
        Assert.Equal(
            [
                "Always start with these, then adjust based on:", "  - Loss not decreasing? Try 10x smaller",
                "  - Loss decreasing too slowly? Try 2-5x larger", "  - Loss oscillating? Try 2-10x smaller",
            ],
            chapter.PrintedLines("guidelines-print"));
        Assert.Equal("Noisy labels: 103 out of 1000", chapter.PrintedLines("noisy-made")[0]);
        Assert.Equal("Missing values: 481 out of 10000", chapter.PrintedLines("missing-made")[0]);
        Assert.Equal("Class distribution: [9900  100]", chapter.PrintedLines("imbalance-made")[0]);
    }

    [Fact]
    public async Task Made_data_are_those_of_the_reference()
    {
        var labels = ReferenceFigures.Item("S4-41");
        Assert.Equal(labels.Number("positives_true"), await chapter.Number("clean.Sum()"));
        Assert.Equal(labels.Number("positives_noisy"), await chapter.Number("noisy.Sum()"));
        var missing = ReferenceFigures.Item("S4-42");
        Assert.Equal(missing.Numbers("missing_per_column"), await chapter.Numbers("withHoles.MissingPerColumn()"));
        Near.Equal(missing.Number("X_imputed_sum"), await chapter.Number("imputed.X.Sum()"), tolerance: 1e-10);
        Assert.Equal(missing.Number("indicator_sum"), await chapter.Number("flagged.FillMissing(0).X.Sum() - withHoles.FillMissing(0).X.Sum()"), 6);
    }

    [Theory]
    [InlineData("0.01")]
    [InlineData("0.25")]
    [InlineData("0.9")]
    public async Task The_focal_loss_is_that_of_the_reference(string p) =>
        Near.Equal(ReferenceFigures.Item("S4-43").Number("focal", "y=1", p), await chapter.Number($"Focal({p}, 2)"));

    [Theory]
    [InlineData("step_decay", 0)]
    [InlineData("exponential", 1)]
    [InlineData("cosine", 2)]
    [InlineData("warmup_then_linear", 3)]
    public async Task Schedules_are_those_of_the_reference(string name, int index)
    {
        var expected = ReferenceFigures.Item("S4-46").Numbers(name);
        var actual = await chapter.Numbers($"time.Select(t => schedules[{index}].Rate.At((long)t))");
        for (var t = 0; t < expected.Length; t++)
        {
            Assert.Equal(expected[t], actual[t], 1e-15 + (1e-12 * expected[t]));
        }
    }

    [Fact]
    public async Task The_one_cycle_never_falls_in_its_hundred_epochs()
    {
        var reference = ReferenceFigures.Item("S4-47");
        Near.Equal(reference.Numbers("verbatim_lr_after_each_epoch"), await chapter.Numbers("Enumerable.Range(0, 101).Select(t => oneCycle.At(t))"), "rates");
        Assert.Contains("0.028146; the peak would be at step 299", chapter.Printed("torch-figure"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_rule_comes_to_the_optimum_on_the_biopsies()
    {
        var reference = ReferenceFigures.Real("breast_cancer");
        double[] published = [reference.Number("intercept"), .. reference.Numbers("weights")];
        var optimum = await chapter.Numbers("optimum");
        // scikit-learn stopped a little above the minimum, where the flattest directions leave the weights uncertain by 1e-4.
        Assert.All(published.Zip(optimum), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
        Assert.Equal(5, await chapter.Number("trained.Length"));
        for (var k = 0; k < 5; k++)
        {
            Assert.Equal(reference.Number("objective_value"), await chapter.Number($"trained[{k}].Final.Loss"), 1e-9);
            Assert.All(optimum.Zip(await chapter.Numbers($"trained[{k}].Final.Theta")), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public async Task The_diabetes_problem_has_the_condition_numbers_of_the_reference_and_scaling_decides()
    {
        var reference = ReferenceFigures.Real("diabetes");
        Near.Equal(reference.Number("condition_number_raw_with_bias"), await chapter.Number("raw.Curvature.ConditionNumber"), tolerance: 1e-6);
        Near.Equal(reference.Number("condition_number_standardised"), await chapter.Number("scaled.Curvature.ConditionNumber"), tolerance: 1e-9);
        Assert.Equal(reference.Number("mse") / 2, await chapter.Number("onScaled.Final.Loss"), 0.01);
        Assert.True(await chapter.Number("onRaw.Final.Loss / onScaled.Final.Loss") > 5);
    }

    [Fact]
    public async Task Treatments_do_what_the_text_says()
    {
        Assert.True(await chapter.Number("noiseTrials[3].Score.Mean - noiseTrials[1].Score.Mean") > 0, "a stronger penalty helps against flipped labels");
        Assert.True(await chapter.Number("rareTrials[1].Score.Found - rareTrials[0].Score.Found") > 0.05, "weights find more of the rare class");
        Assert.True(await chapter.Number("missingTrials[0].Score.Mean - missingTrials[1].Score.Mean") > 0, "missing values cost something");
    }

    [Fact]
    public void The_diagnoses_name_the_faults() => Assert.Equal(
        ["── rate 1.2", "── rate 1.0", "── rate 0.97", "── rate 0.00001", "── rate 0.2"],
        chapter.PrintedLines("diagnose").Where(line => line.StartsWith('─')));

    [Fact]
    public async Task The_loop_by_hand_and_the_library_agree()
    {
        Near.Equal(await chapter.Numbers("library.Final.Theta"), await chapter.Numbers("theta"), "θ", 1e-9);
        Assert.EndsWith("below 1e-9: True", chapter.PrintedLines("loop-by-hand")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_guide_is_a_flow_chart_that_can_also_be_read()
    {
        var shown = chapter.Shown("flow", "text/plain");
        Assert.Contains("Just starting, a prototype? If yes: Adam, rate 0.001.", shown, StringComparison.Ordinal);
        Assert.Contains("SGD with Nesterov momentum", shown, StringComparison.Ordinal);
        Assert.Contains("If yes: AdamW, rate 0.00001 to 0.0001.", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_guide_is_measured_on_the_landscapes_of_chapter_8()
    {
        // Measured here once more: the table holds what these runs give.
        foreach (var (place, row) in new[] { (Landscapes.Ravine, 1), (Landscapes.Beale, 5) })
        {
            var distances = await chapter.Numbers($"results[{row}].Select(best => best.Distance)");
            var rates = await chapter.Numbers($"results[{row}].Select(best => best.Rate)");
            Func<double, Rule>[] make =
                [rate => Rule.Gradient(rate), rate => Rule.Momentum(rate), rate => Rule.Nesterov(rate), rate => Rule.AdaGrad(rate), rate => Rule.RMSprop(rate), rate => Rule.Adam(rate)];
            for (var k = 0; k < make.Length; k++)
            {
                var final = Descent.From(place.Start).On(place).With(make[k](rates[k])).Every(500).Until(Stop.After(500)).Final;
                Assert.Equal(place.Nearest(final.Theta).Distance, distances[k], 1e-15);
            }
        }

        // No rule wins everywhere, best rates of one rule span orders of magnitude, turning the ravine costs AdaGrad and RMSprop their lead.
        Assert.True(await chapter.Number("results.Select(row => Array.IndexOf(row, row.MinBy(best => best.Distance))).Distinct().Count()") > 1);
        Assert.True(await chapter.Number("results.Max(row => row[0].Rate) / results.Min(row => row[0].Rate)") > 10);
        Assert.Equal(1, await chapter.Number("new[] { 3, 4 }.All(k => results[1][k].Distance < results[1][2].Distance && results[2][k].Distance > results[2][2].Distance) ? 1 : 0"));
    }

    [Fact]
    public async Task The_list_of_first_rates_is_the_published_one_and_its_first_entry_explodes_on_raw_houses()
    {
        Assert.Equal("0.01 0.001 0.01 0.0001 0.0001 1E-05 1E-05", string.Join(' ', (await chapter.Numbers("guidelines.Values")).Select(rate => rate.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(
            "linear_regression small_neural_net cnn_from_scratch cnn_transfer_learning transformer_training llm_fine_tuning stable_diffusion",
            await chapter.Evaluate("string.Join(\" \", guidelines.Keys)"));
        Assert.Equal("with 0.01: NonFinite at step 31", chapter.PrintedLines("guidelines-limit")[1]);
    }

    [Fact]
    public async Task A_schedule_that_falls_ends_lower_than_a_constant_rate()
    {
        var ends = await chapter.Numbers("excess.Select(e => e.Item2[^1])");
        Assert.All(ends[1..], end => Assert.True(end < ends[0]));
        Assert.Equal(3, Array.IndexOf(ends, ends.Min()));
        Assert.True(await chapter.Number("Excess(Schedule.Cosine(0.1, 10_000, 1e-6))[^1]") > 10 * ends[3]);
    }

    [Fact]
    public async Task Pitfalls_are_as_deep_as_the_text_says()
    {
        Assert.True(await chapter.Number("Off(ten.Standardise().Data)") > 1.2 * await chapter.Number("Off(scaling.Apply(ten))"));
        Assert.Equal("always says 0: accuracy 0.99, positives found 0.00", chapter.PrintedLines("pitfall-accuracy-cell")[0]);
        Assert.True(await chapter.Number("Clipped(100)[2].Loss") < await chapter.Number("Clipped(0.1).Final.Loss"));
        Assert.Equal(1, await chapter.Number(
            "Descent.From(Landscapes.Ravine.Start).On(Landscapes.Ravine).With(Rule.Adam(0.001)).Until(Stop.After(500)).Final.Loss > Descent.From(Landscapes.Ravine.Start).On(Landscapes.Ravine).With(Rule.Gradient(0.001)).Until(Stop.After(500)).Final.Loss ? 1 : 0"));
    }

    [Theory]
    [InlineData("loop", "442 patients", "patients.Rows", "442")]
    [InlineData("optimizers", "six rules, six landscapes, for each pair the best of 25 rates", "rules.Length * 1000 + places.Length * 100 + tried.Length", "6625")]
    [InlineData("guidelines-note", "the 0.01 of the list is 45,000 times too large", "0.01 / limit", "45000")]
    [InlineData("guidelines-note", "five houses", "DataSet.Load(\"houses-5-raw.csv\", target: \"price\").Rows", "5")]
    [InlineData("diabetes", "Ten measurements per patient", "patients.Columns", "10")]
    [InlineData("biopsies", "Thirty measurements", "biopsies.Columns - 1", "30")]
    [InlineData("noisy", "A thousand rows, ten features", "seen.Rows * 100 + seen.Columns - 1", "100010")]
    [InlineData("noisy-treatments", "Twenty splits", "Averaged(dice => 1).Mean * 20", "20")]
    [InlineData("missing", "the 10,000 cells", "withHoles.X.Length", "10000")]
    [InlineData("imbalance", "right 99 % of the time", "100.0 * zeros / rare.Length", "99")]
    [InlineData("imbalance", "here 99 times as much", "(double)zeros / ones", "99")]
    [InlineData("schedules-test", "a hundred points", "hundredRows.Rows", "100")]
    [InlineData("torch", "a thousand steps and gets a hundred", "oneCycle.At(100) < oneCycle.At(299) && oneCycle.At(999) < 1e-5 ? 1 : 0", "1")]
    [InlineData("torch", "0.1/25 = 0.004", "oneCycle.At(0)", "0.004")]
    [InlineData("try", "always 2000 updates long", "OneByOne(0.1, 0).Final.Index", "2000")]
    [InlineData("pitfalls", "ten new patients", "ten.Rows", "10")]
    [InlineData("pitfall-clip", "the thirty points", "tidy.Rows", "30")]
    [InlineData("pitfall-clip", "from 113 down to 90", "Clipped(0.1).Start.Loss", "113")]
    [InlineData("pitfall-clip", "down to 90 in 300 steps", "Clipped(0.1).Final.Loss", "90")]
    [InlineData("pitfall-clip", "was after two", "Clipped(100).First(s => s.Loss < 90).Index", "2")]
    public Task Numbers_in_the_prose_are_computed(string cell, string phrase, string expression, string value) =>
        chapter.ProseStates(cell, phrase, expression, value);

    [Fact]
    public Task Solutions_pass() => chapter.SolutionsPass();
}
