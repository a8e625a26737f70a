using GradientDescent.Tests;

namespace GradientDescent.Course.Tests.Chapters;

/// <summary>Chapter 6 as it runs: printed lines, schedules beside PyTorch's, real data beside scikit-learn's optimum, treatments that help.</summary>
public sealed class Chapter06Tests(Chapter06Tests.Run chapter) : IClassFixture<Chapter06Tests.Run>
{
    public sealed class Run() : ExecutedChapter("06-training-in-practice");

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
        Assert.True(await chapter.Number("noiseTrials[3].Item2.Mean - noiseTrials[1].Item2.Mean") > 0, "a stronger penalty helps against flipped labels");
        Assert.True(await chapter.Number("rareTrials[1].Item2.Found - rareTrials[0].Item2.Found") > 0.05, "weights find more of the rare class");
        Assert.True(await chapter.Number("missingTrials[0].Item2.Mean - missingTrials[1].Item2.Mean") > 0, "missing values cost something");
    }

    [Fact]
    public void The_diagnoses_name_the_faults() => Assert.Equal(
        ["── rate 1.2", "── rate 1.0", "── rate 0.97", "── rate 0.00001", "── rate 0.2"],
        chapter.PrintedLines("diagnose").Where(line => line.StartsWith('─')));

    [Fact]
    public Task Solutions_pass() => chapter.SolutionsPass();
}
