namespace GradientDescent.Tests;

public class LogisticLossTests
{
    private static readonly DataSet Biopsies =
        DataSet.Load("breast-cancer-569.csv", target: "benign").Standardise().Data.WithBias();

    private static readonly ReferenceFigures Reference = ReferenceFigures.Real("breast_cancer");

    private static LogisticLoss Penalised => LogisticLoss.Of(Biopsies, penalty: 1.0 / Biopsies.Rows);

    private static double[] ReferenceOptimum => [Reference.Number("intercept"), .. Reference.Numbers("weights")];

    [Fact]
    public void Scikit_learn_s_optimum_has_scikit_learn_s_loss_and_hardly_a_gradient()
    {
        Approximately.Equal(Reference.Number("objective_value"), Penalised.At(ReferenceOptimum));
        Approximately.Equal(Reference.Number("mean_log_loss"), LogisticLoss.Of(Biopsies).At(ReferenceOptimum));
        Assert.All(Penalised.GradientAt(ReferenceOptimum), g => Assert.Equal(0, g, 1e-6));
        Approximately.Equal(Reference.Number("training_accuracy"), Penalised.Classify(ReferenceOptimum).Accuracy);
    }

    [Fact]
    public void Newton_s_minimiser_is_scikit_learn_s_and_a_little_lower()
    {
        var best = Penalised.Minimiser();
        Assert.All(Penalised.GradientAt(best), g => Assert.Equal(0, g, 1e-11));
        // L-BFGS stopped 1.6e-10 above the minimum, where the flattest directions leave the weights uncertain by 1e-4.
        Assert.InRange(Reference.Number("objective_value") - Penalised.At(best), 0, 1e-9);
        Approximately.Equal(ReferenceOptimum, best, 2e-4);
    }

    public static TheoryData<Rule> Rules =>
    [
        Rule.Gradient(2), Rule.Momentum(0.5, 0.95), Rule.Nesterov(0.5, 0.95), Rule.Adam(0.01), Rule.AdamW(0.01, decay: 0), Rule.AdaGrad(2),
        Rule.RMSprop(Schedule.Exponential(0.02, 0.002)), Rule.LARS(Schedule.Exponential(1, 0.002), trust: 0.02),
        Rule.LAMB(Schedule.Exponential(0.05, 0.002)), Rule.Lookahead(Rule.Momentum(0.5, 0.95)), Rule.ClipNorm(0.1).Then(Rule.Nesterov(0.5, 0.95)),
    ];

    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void Every_rule_comes_to_the_optimum(Rule rule)
    {
        var best = Penalised.Minimiser();
        var trace = Descent.From(new double[31]).On(Penalised).With(rule).Every(1_000_000)
            .Until(Stop.WhenGradientBelow(1e-8).Or(Stop.After(20_000)));
        Assert.Equal(Outcome.Converged, trace.Outcome);
        Assert.Equal(Reference.Number("objective_value"), trace.Final.Loss, 1e-9);
        Approximately.Equal(best, trace.Final.Theta, 1e-5);
        Approximately.Equal(Reference.Number("training_accuracy"), Penalised.Classify(trace.Final.Theta).Accuracy);
    }

    public static TheoryData<string, LogisticLoss> Variants => new()
    {
        { "plain", LogisticLoss.Of(Biopsies) },
        { "penalised", Penalised },
        { "without bias", LogisticLoss.Of(DataSet.Load("breast-cancer-569.csv", target: "benign").Standardise().Data, penalty: 0.1) },
        { "weighted", LogisticLoss.Of(Biopsies, classWeights: new(1, 99)) },
        { "smoothed", LogisticLoss.Of(Biopsies, labelSmoothing: 0.1) },
        { "focal", LogisticLoss.Of(Biopsies, focalGamma: 2) },
        { "everything", LogisticLoss.Of(Biopsies, 0.01, new(3, 0.5), 0.2, 1.5) },
    };

    [Theory]
    [MemberData(nameof(Variants), DisableDiscoveryEnumeration = true)]
    public void Gradient_and_hessian_are_those_of_the_value(string variant, LogisticLoss loss)
    {
        var random = NumPyRandom.Default(2);
        for (var trial = 0; trial < 5; trial++)
        {
            var theta = random.Normal(0, 0.3, loss.Dimension);
            Assert.True(loss.CheckGradient(theta).Passed, $"{variant}: {loss.CheckGradient(theta)}");
            var plain = Objective.Of(loss.Dimension, loss.At, loss.GradientAt);
            Approximately.Equal(plain.HessianAt(theta).ToRowMajorArray(), loss.HessianAt(theta).ToRowMajorArray(), 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Variants), DisableDiscoveryEnumeration = true)]
    public void A_batch_is_the_mean_of_its_rows(string variant, LogisticLoss loss)
    {
        var theta = NumPyRandom.Default(3).Normal(0, 0.3, loss.Dimension);
        int[] all = [.. Enumerable.Range(0, loss.Count)];
        Approximately.Equal(loss.At(theta), loss.ValueOver(theta, all));
        Approximately.Equal(loss.GradientAt(theta), loss.GradientOver(theta, all));
        Approximately.Equal((loss.ValueOver(theta, 7) + (2 * loss.ValueOver(theta, 300))) / 3, loss.ValueOver(theta, 7, 300, 300));
        Assert.True(loss.GradientOver(theta, 7).Zip(loss.GradientOver(theta, 300)).Any(pair => pair.First != pair.Second), variant);
    }

    [Fact]
    public void One_row_in_closed_form()
    {
        var loss = LogisticLoss.Of(DataSet.Of([2.0, 2.0], [1.0, 0.0]));
        var p = 1 / (1 + Math.Exp(-3));
        Approximately.Equal((-Math.Log(p) - Math.Log(1 - p)) / 2, loss.At(1.5));
        Approximately.Equal([(2 * (p - 1) + (2 * p)) / 2], loss.GradientAt(1.5));
        Approximately.Equal([p, p], loss.Probabilities([1.5]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Sure_scores_overflow_nowhere_and_keep_their_digits(double label)
    {
        var loss = LogisticLoss.Of(DataSet.Of([1.0], [label]));
        var sign = label == 1 ? 1 : -1;
        // Right and sure: the loss is e⁻ᶻ, far below what 1 + e⁻ᶻ can hold. Wrong and sure: it is z.
        Approximately.Equal(1, loss.At(sign * 50) / Math.Exp(-50));
        Approximately.Equal(1, loss.At(sign * 700) / Math.Exp(-700));
        Approximately.Equal(800, loss.At(sign * -800));
        Approximately.Equal(1, loss.GradientAt(sign * 50)[0] / (-sign * Math.Exp(-50)));
        Approximately.Equal([-sign], loss.GradientAt(sign * -1e6));

        var focal = LogisticLoss.Of(DataSet.Of([1.0], [label]), focalGamma: 2);
        Assert.Equal(0, focal.At(sign * 800));
        Approximately.Equal(800, focal.At(sign * -800));
        Assert.All(new[] { -1e6, -800, 0, 800, 1e6 }, z => Assert.True(double.IsFinite(focal.GradientAt(z)[0])));
    }

    [Fact]
    public void S4_43_focal_loss_at_given_probabilities()
    {
        // The source adds 1e-8 inside the logarithm, which moves −log p by up to 1e-8/p; ours needs no such guard.
        foreach (var (key, label, gamma) in new[] { ("y=1", 1.0, 2.0), ("y=0", 0.0, 2.0), ("gamma=0,y=1", 1.0, 0.0) })
        {
            var loss = LogisticLoss.Of(DataSet.Of([1.0], [label]), focalGamma: gamma);
            foreach (var text in ReferenceFigures.Item("S4-43").Keys("focal", key).Where(text => text != "1.0"))
            {
                var p = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
                var own = label == 1 ? p : 1 - p;
                Assert.Equal(ReferenceFigures.Item("S4-43").Number("focal", key, text), loss.At(Math.Log(p / (1 - p))), 2e-8 / own);
            }
        }
    }

    [Fact]
    public void Weights_repeat_rows_and_smoothing_mixes_labels()
    {
        double[] x = [0.5, -1.2, 2];
        var weighted = LogisticLoss.Of(DataSet.Of(x, [1.0, 0.0, 0.0]), classWeights: new(1, 3));
        var repeated = LogisticLoss.Of(DataSet.Of([0.5, 0.5, 0.5, -1.2, 2], [1.0, 1.0, 1.0, 0.0, 0.0]));
        Approximately.Equal(5 * repeated.At(0.7) / 3, weighted.At(0.7));

        var smoothed = LogisticLoss.Of(DataSet.Of(x, [1.0, 0.0, 0.0]), labelSmoothing: 0.1);
        var plain = LogisticLoss.Of(DataSet.Of(x, [1.0, 0.0, 0.0]));
        var flipped = LogisticLoss.Of(DataSet.Of(x, [0.0, 1.0, 1.0]));
        Approximately.Equal((0.95 * plain.At(0.7)) + (0.05 * flipped.At(0.7)), smoothed.At(0.7));
    }

    [Fact]
    public void Balanced_weights_give_both_classes_half()
    {
        var weights = ClassWeights.Balanced(Biopsies);
        Approximately.Equal(569.0 / 2, weights.One * 357);
        Approximately.Equal(569.0 / 2, weights.Zero * 212);
        Assert.Equal((weights.Zero, weights.One), (weights.Of(0), weights.Of(1)));
        Assert.Contains("nothing to balance", Assert.Throws<ArgumentException>(() => ClassWeights.Balanced(DataSet.Of([1.0, 2], [1.0, 1]))).Message);
    }

    [Fact]
    public void The_bias_is_not_penalised()
    {
        var data = DataSet.Of([1.0, 2.0], [0.0, 1.0]);
        Approximately.Equal(0.5 * 9, LogisticLoss.Of(data.WithBias(), penalty: 1).At(4, 3) - LogisticLoss.Of(data.WithBias()).At(4, 3));
        Approximately.Equal(0.5 * 9, LogisticLoss.Of(data, penalty: 1).At(3) - LogisticLoss.Of(data).At(3));
    }

    [Fact]
    public void Separable_classes_have_no_finite_minimiser_without_a_penalty()
    {
        var separable = DataSet.Of([-1.0, 1.0], [0.0, 1.0]);
        Assert.Contains("add a penalty", Assert.Throws<InvalidOperationException>(() => LogisticLoss.Of(separable).Minimiser()).Message);
        var penalised = LogisticLoss.Of(separable, penalty: 0.1);
        Assert.All(penalised.GradientAt(penalised.Minimiser()), g => Assert.Equal(0, g, 1e-8));
        Assert.Throws<InvalidOperationException>(() => LogisticLoss.Of(separable, 0.1, focalGamma: 2).Minimiser());
    }

    [Fact]
    public void Settings_and_labels_outside_their_range_are_named()
    {
        var data = DataSet.Of([1.0, 2.0, 3.0], [0.0, 1.0, 1.0]);
        Assert.Contains("label in row 1 is 2", Assert.Throws<ArgumentException>(() => LogisticLoss.Of(DataSet.Of([1.0, 2], [0.0, 2]))).Message);
        Action[] wrong =
        [
            () => LogisticLoss.Of(data, penalty: -1), () => LogisticLoss.Of(data, penalty: double.NaN),
            () => LogisticLoss.Of(data, labelSmoothing: 1), () => LogisticLoss.Of(data, focalGamma: -1),
            () => LogisticLoss.Of(data, classWeights: new(-1, 1)), () => LogisticLoss.Of(data, classWeights: new(1, double.NaN)),
        ];
        Assert.All(wrong, action => Assert.Throws<ArgumentOutOfRangeException>(action));
        Assert.Throws<ArgumentException>(() => LogisticLoss.Of(data).Probabilities([1, 2]));
    }

    [Fact]
    public void Classification_counts_by_label_and_verdict()
    {
        double[] labels = [1, 1, 1, 0, 0, 0, 0, 1];
        double[] probabilities = [0.9, 0.5, 0.2, 0.7, 0.1, 0.4, 0.3, double.NaN];
        var verdict = Classification.Of(labels, probabilities);
        Assert.Equal(new Classification(TruePositives: 2, FalsePositives: 1, TrueNegatives: 3, FalseNegatives: 2), verdict);
        Approximately.Equal(5.0 / 8, verdict.Accuracy);
        Approximately.Equal(0.5, verdict.Recall);
        Approximately.Equal(2.0 / 3, verdict.Precision);
        Approximately.Equal(0.75, verdict.Specificity);
        Approximately.Equal(0.625, verdict.BalancedAccuracy);
        Approximately.Equal(2 * 0.5 * (2.0 / 3) / (0.5 + (2.0 / 3)), verdict.F1);
        Assert.Equal(1, Classification.Of(labels, probabilities, threshold: 0.8).TruePositives);
        Assert.True(double.IsNaN(Classification.Of([0, 0], [0.1, 0.1]).Recall));
        Assert.Throws<ArgumentException>(() => Classification.Of([1], []));
    }
}
