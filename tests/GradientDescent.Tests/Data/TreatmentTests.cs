namespace GradientDescent.Tests;

public class TreatmentTests
{
    private static readonly string[] Ten = [.. Enumerable.Range(1, 10).Select(j => $"x{j}")];

    private static DataSet Labels => DataSet.Load("noisy-labels-1000.csv", "label", Ten);

    private static DataSet Gaps => DataSet.Load("missing-cells-1000.csv", "label", missing: MissingCells.AsNaN);

    [Fact]
    public void S4_41_labels_are_flipped_as_NumPy_flips_them()
    {
        var expected = ReferenceFigures.Item("S4-41");
        var random = NumPyRandom.Legacy(42);
        random.Randn(10_000);
        var noisy = Labels.FlipLabels(0.10, random);
        int[] flipped = [.. Enumerable.Range(0, 1000).Where(i => noisy.Y[i] != Labels.Y[i])];
        Assert.Equal(expected.Number("noisy"), flipped.Length);
        Assert.Equal(expected.Numbers("first_flipped_rows"), flipped.Take(20).Select(row => (double)row));
        Assert.Equal(expected.Number("positives_true"), Labels.Y.Sum());
        Assert.Equal(expected.Number("positives_noisy"), noisy.Y.Sum());
        Assert.Equal(DataSet.Load("noisy-labels-1000.csv", "label_noisy", Ten).Y.AsEnumerable(), noisy.Y);
        Approximately.Equal(
            expected.Number("accuracy_of_true_rule_on_noisy"), noisy.Y.Zip(Labels.Y).Count(pair => pair.First == pair.Second) / 1000.0);
        Assert.Equal(Labels.X.AsEnumerable(), noisy.X);
    }

    [Fact]
    public void S4_42_cells_are_lost_as_NumPy_loses_them_and_filled_with_scikit_learn_s_means()
    {
        var expected = ReferenceFigures.Item("S4-42");
        var random = NumPyRandom.Legacy(42);
        random.Randn(10_000);
        random.Random(1000);
        var lost = Labels.LoseCells(0.05, random);
        Assert.Equal(Gaps.X.AsEnumerable(), lost.X);
        Assert.Equal(expected.Number("missing"), lost.MissingCount);
        Assert.Equal(expected.Numbers("missing_per_column"), lost.MissingPerColumn().Select(count => (double)count));

        var (filled, imputation) = lost.ImputeMeans();
        Approximately.Equal(expected.Numbers("column_means_used_for_imputation"), imputation.Values);
        Approximately.Equal(expected.Number("X_imputed_sum"), filled.X.Sum(), 1e-10);
        Assert.Equal(0, filled.MissingCount);

        var augmented = lost.WithMissingIndicators().FillMissing(0);
        Assert.Equal(expected.Numbers("X_augmented_shape"), new double[] { augmented.Rows, augmented.Columns });
        Approximately.Equal(expected.Number("X_masked_sum"), Ten.Sum(name => augmented.Column(name).Sum()), 1e-10);
        Assert.Equal(expected.Number("indicator_sum"), Ten.Sum(name => augmented.Column($"{name}_missing").Sum()));
    }

    [Fact]
    public void S4_43_balanced_weights_of_a_rare_class_have_the_source_s_ratio()
    {
        var rare = DataSet.Of(new double[10_000], [.. Enumerable.Range(0, 10_000).Select(i => i < 100 ? 1.0 : 0.0)]);
        var weights = ClassWeights.Balanced(rare);
        var source = ReferenceFigures.Item("S4-43");
        Approximately.Equal(source.Number("class_weights", "1") / source.Number("class_weights", "0"), weights.One / weights.Zero);
    }

    [Fact]
    public void Held_out_rows_are_filled_with_the_training_means()
    {
        var (train, test) = Gaps.Split(0.7);
        var (_, imputation) = train.ImputeMeans();
        var filled = imputation.Apply(test);
        var cell = Enumerable.Range(0, test.X.Length).First(i => double.IsNaN(test.X[i]));
        Assert.Equal(imputation.Values[cell % 10], filled.X[cell]);
        Assert.Equal(test.Y.AsEnumerable(), filled.Y);
        Assert.Throws<ArgumentException>(() => imputation.Apply(test.WithBias()));
    }

    [Fact]
    public void The_column_of_ones_has_no_gaps_and_no_indicator()
    {
        var data = DataSet.Of(new double[,] { { 1, double.NaN }, { 3, 4 } }, [0, 1]).WithBias();
        var treated = data.WithMissingIndicators();
        Assert.Equal(["bias", "x1", "x2", "x1_missing", "x2_missing"], treated.FeatureNames.AsEnumerable());
        Assert.Equal([0, 1], treated.Row(0)[3..].ToArray());
        Assert.Equal([0, 0], treated.Row(1)[3..].ToArray());
        Assert.True(treated.HasBias);

        var lost = data.LoseCells(1, NumPyRandom.Default(0));
        Assert.Equal([1, 1], lost.Column("bias"));
        Assert.Equal(4, lost.MissingCount);
        Assert.Contains("x1' has no value at all", Assert.Throws<InvalidOperationException>(() => lost.ImputeMeans()).Message);
    }

    [Fact]
    public void Thinning_keeps_so_many_of_one_class_and_all_of_the_other_in_order()
    {
        var thin = Labels.Thin(1, 20, NumPyRandom.Default(0));
        Assert.Equal(20, thin.Y.Count(label => label == 1));
        Assert.Equal(Labels.Y.Count(label => label == 0), thin.Y.Count(label => label == 0));
        // Rows of the original, still in their order.
        var order = thin.Column("x1").Select(x => Array.IndexOf(Labels.Column("x1"), x)).ToArray();
        Assert.Equal(order.Order(), order);
        Assert.Equal(thin.X.AsEnumerable(), Labels.Thin(1, 20, NumPyRandom.Default(0)).X);
        Assert.Contains("keep 0 to 503", Assert.Throws<ArgumentOutOfRangeException>(() => Labels.Thin(1, 504, NumPyRandom.Default(0))).Message);
    }

    [Fact]
    public void Shares_and_labels_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Labels.FlipLabels(1.1, NumPyRandom.Default(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Labels.LoseCells(double.NaN, NumPyRandom.Default(0)));
        Assert.Contains("row 0 is 5", Assert.Throws<ArgumentException>(() => DataSet.Of([1.0], [5.0]).FlipLabels(0.1, NumPyRandom.Default(0))).Message);
    }

    [Fact]
    public void Noisy_labels_leave_a_model_better_than_its_score_on_them()
    {
        // Trained and scored on labels of which a tenth is wrong, then scored on the right ones: the ceiling is in the labels, not in the model.
        var (train, test) = DataSet.Load("noisy-labels-1000.csv", "label_noisy", Ten).WithBias().Split(0.7, NumPyRandom.Legacy(0));
        var (_, truth) = Labels.WithBias().Split(0.7, NumPyRandom.Legacy(0));
        var fit = LogisticLoss.Of(train, penalty: 1.0 / train.Rows).Minimiser();
        // scikit-learn's accuracies.
        Assert.Equal(0.8557, LogisticLoss.Of(train).Classify(fit).Accuracy, 4);
        Assert.Equal(0.8733, LogisticLoss.Of(test).Classify(fit).Accuracy, 4);
        Assert.Equal(0.9467, LogisticLoss.Of(truth).Classify(fit).Accuracy, 4);
    }
}
