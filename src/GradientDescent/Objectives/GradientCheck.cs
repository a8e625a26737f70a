using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GradientDescent;

/// <summary>A gradient beside the central differences of its objective, coordinate by coordinate.</summary>
/// <param name="Point">Where both were taken.</param>
/// <param name="Analytic">What the objective's gradient says.</param>
/// <param name="Numeric">What central differences of its value say; good to about 1e-9 relative on smooth functions.</param>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed record GradientCheck(
    ImmutableArray<double> Point, ImmutableArray<double> Analytic, ImmutableArray<double> Numeric)
{
    /// <summary>A larger relative error than this is a mistake in the gradient, not rounding.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>
    /// How far the differences themselves may be off, in units of the gradient: all that is left to compare near a minimum, where both gradients
    /// all but vanish.
    /// </summary>
    public double Uncertainty { get; private init; }

    /// <summary>
    /// ‖analytic − numeric‖ / (‖analytic‖ + ‖numeric‖): near 1e-10 for a right gradient, 1 for a wrong sign, 1/3 for a factor 2. NaN where
    /// either is not finite. Where both are so small that <see cref="Uncertainty"/> could explain the difference, it is measured against that
    /// instead, so that a right gradient passes at a minimum too.
    /// </summary>
    public double RelativeError
    {
        get
        {
            double difference = 0, analytic = 0, numeric = 0;
            for (var j = 0; j < Analytic.Length; j++)
            {
                difference += (Analytic[j] - Numeric[j]) * (Analytic[j] - Numeric[j]);
                analytic += Analytic[j] * Analytic[j];
                numeric += Numeric[j] * Numeric[j];
            }

            var scale = Math.Max(Math.Sqrt(analytic) + Math.Sqrt(numeric), Uncertainty / Tolerance);
            return difference == 0 ? 0 : Math.Sqrt(difference) / scale;
        }
    }

    /// <summary>Whether the two agree within <see cref="Tolerance"/>.</summary>
    public bool Passed => RelativeError <= Tolerance;

    internal static GradientCheck Of(Objective objective, ReadOnlySpan<double> theta)
    {
        var analytic = new double[theta.Length];
        objective.Gradient(theta, analytic);
        var (numeric, uncertainty) = FiniteDifferences.Gradient(objective, theta);
        return new GradientCheck([.. theta], [.. analytic], [.. numeric])
        {
            Uncertainty = System.Numerics.Tensors.TensorPrimitives.Norm<double>(uncertainty),
        };
    }

    /// <summary>The verdict, the coordinates and, where the ratio gives it away, the likely mistake.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Gradient check {(Passed ? "passed" : "FAILED")}: relative error {RelativeError:0.##e+0}");
        for (var j = 0; j < Analytic.Length; j++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  ∂{j}: analytic {Analytic[j]:g10}, numeric {Numeric[j]:g10}");
        }

        if (!Passed && Suspicion() is { } suspicion)
        {
            text.Append('\n').Append(suspicion);
        }

        return text.ToString();
    }

    private string? Suspicion()
    {
        var ratios = Analytic.Zip(Numeric).Where(pair => Math.Abs(pair.Second) > 1e-8).Select(pair => pair.First / pair.Second).ToArray();
        if (ratios.Length == 0)
        {
            return null;
        }

        bool All(double ratio) => ratios.All(r => Math.Abs(r - ratio) < 1e-4 * Math.Abs(ratio));
        return All(-1) ? "Every coordinate has the wrong sign: this gradient points downhill."
            : All(0.5) ? "Every coordinate is half of what it should be: a factor 2 is missing."
            : All(2) ? "Every coordinate is twice what it should be: is the loss halved and the gradient not?"
            : ratios.Max() - ratios.Min() < 1e-4 * Math.Abs(ratios[0])
                ? FormattableString.Invariant($"Every coordinate is off by the same factor {ratios[0]:g6}: a constant is missing, for instance 1/m.")
            : OnlyWrong() is { } j ? $"Only ∂{j} is wrong{(Math.Abs((Analytic[j] / Numeric[j]) + 1) < 1e-4 ? ": it has the wrong sign" : "")}. The others agree."
            : null;
    }

    /// <summary>The one coordinate that disagrees, if it is only one of several.</summary>
    private int? OnlyWrong()
    {
        var scale = Math.Max(Analytic.Max(Math.Abs), Numeric.Max(Math.Abs));
        var wrong = Enumerable.Range(0, Analytic.Length).Where(j => !(Math.Abs(Analytic[j] - Numeric[j]) <= Tolerance * scale)).ToArray();
        return wrong.Length == 1 && Analytic.Length > 1 ? wrong[0] : null;
    }
}
