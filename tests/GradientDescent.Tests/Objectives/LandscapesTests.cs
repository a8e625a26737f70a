using FsCheck;
using FsCheck.Fluent;

namespace GradientDescent.Tests;

public class LandscapesTests
{
    public static TheoryData<Landscape> Each => [.. Landscapes.All];

    public static TheoryData<Landscape> WithAWayDown => [.. Landscapes.All.Where(landscape => landscape != Landscapes.Plateau)];

    [Theory]
    [MemberData(nameof(Each), DisableDiscoveryEnumeration = true)]
    public void The_gradient_is_that_of_the_value_all_over_the_window(Landscape landscape)
    {
        var share = Gen.Choose(0, 1_000_000).Select(i => i / 1e6);
        var point = share.Two().Select(at => new[] { Between(landscape.X, at.Item1), Between(landscape.Y, at.Item2) }[..landscape.Dimension]);
        Prop.ForAll(point.ToArbitrary(), theta => landscape.CheckGradient(theta).Passed).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Each), DisableDiscoveryEnumeration = true)]
    public void Minima_are_level_curve_upwards_and_come_lowest_first(Landscape landscape)
    {
        Assert.NotEmpty(landscape.Minima);
        Assert.All(landscape.Minima, minimum =>
        {
            double[] point = [.. minimum];
            Assert.All(landscape.GradientAt(point), g => Assert.Equal(0, g, 1e-12));
            Assert.True(landscape.CurvatureAt(point).Smallest > 0.01);
            Assert.Equal(0, landscape.Nearest(point).Distance);
        });
        var depths = landscape.Minima.Select(minimum => landscape.At([.. minimum])).ToArray();
        // Himmelblau's four are all 0, but for rounding.
        Assert.All(depths.Skip(1), depth => Assert.True(depth >= depths[0] - 1e-20));
    }

    [Theory]
    [MemberData(nameof(Each), DisableDiscoveryEnumeration = true)]
    public void Nothing_in_the_window_is_lower_than_the_lowest_minimum(Landscape landscape)
    {
        var floor = landscape.At([.. landscape.Minima[0]]);
        for (var i = 0; i <= 100; i++)
        {
            for (var j = 0; j <= (landscape.Dimension == 1 ? 0 : 100); j++)
            {
                double[] theta = [Between(landscape.X, i / 100.0), Between(landscape.Y, j / 100.0)];
                Assert.True(landscape.At(theta[..landscape.Dimension]) >= floor - 1e-12);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Each), DisableDiscoveryEnumeration = true)]
    public void The_window_holds_the_start_and_every_minimum(Landscape landscape)
    {
        void Inside(IReadOnlyList<double> point)
        {
            Assert.InRange(point[0], landscape.X.From, landscape.X.To);
            Assert.InRange(landscape.Dimension == 1 ? landscape.At(point[0]) : point[1], landscape.Y.From, landscape.Y.To);
        }

        Inside(landscape.Start);
        Assert.All(landscape.Minima, minimum => Inside(minimum));
        Assert.True(landscape.At(landscape.Start) > landscape.At([.. landscape.Minima[0]]));
        Assert.NotSame(landscape.Start, landscape.Start);
    }

    [Theory]
    [MemberData(nameof(WithAWayDown), DisableDiscoveryEnumeration = true)]
    public void A_small_rate_comes_from_the_start_to_a_minimum(Landscape landscape)
    {
        var trace = Descent.From(landscape.Start).On(landscape).With(Rule.Gradient(1e-3)).Every(1_000_000).Until(Stop.WhenGradientBelow(1e-8));
        Assert.Equal(Outcome.Converged, trace.Outcome);
        Assert.True(landscape.Nearest(trace.Final.Theta).Distance < 1e-5);
    }

    [Fact]
    public void What_the_landscapes_are_for()
    {
        Assert.Equal([4], Descent.From(Landscapes.Plateau.Start).On(Landscapes.Plateau).With(Rule.Gradient(0.1)).Until(Stop.After(50)).Final.Theta
            .Select(x => Math.Round(x)));
        Assert.Equal([0, 0], Landscapes.Saddle.GradientAt(0, 0));
        Assert.True(Landscapes.Saddle.CurvatureAt(0, 0).Smallest < 0);
        Assert.Equal(0, Descent.From(-1.8, 0).On(Landscapes.Saddle).With(Rule.Gradient(0.1)).Until(Stop.After(1000)).Final.Theta[1]);
        Assert.Equal(0, Landscapes.Quartic.GradientAt(0)[0]);
        Assert.Equal(-6.54296875, Landscapes.Quartic.At(2.25));
        Approximately.Equal([.. Quadratic.Diagonal([1, 25]).Curvature.Eigenvalues], [.. Landscapes.RotatedRavine.CurvatureAt(0, 0).Eigenvalues]);
        Approximately.Equal(0.5 * ((13 * 4) - (24 * 2 * 3) + (13 * 9)), Landscapes.RotatedRavine.At(2, 3));
        Assert.Equal(10, Landscapes.All.Select(landscape => landscape.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Each), DisableDiscoveryEnumeration = true)]
    public void The_plain_formula_is_the_LaTeX_one_in_other_characters(Landscape landscape)
    {
        Assert.DoesNotContain(landscape.FormulaText, text => text is '\\' or '^' or '{' or '$' or '-');
        string[][] same =
        [
            [@"\tfrac12", "½"], [@"\tfrac14", "¼"], [@"\left", ""], [@"\right", ""], ["^2", "²"], ["^3", "³"], ["^4", "⁴"], ["-", "−"],
            ["e^{−x²/2}", "exp(−x²/2)"], [" ", ""],
        ];
        Assert.Equal(landscape.FormulaText.Replace(" ", ""), same.Aggregate(landscape.Formula, (text, pair) => text.Replace(pair[0], pair[1])));
    }

    private static double Between((double From, double To) range, double share) => range.From + ((range.To - range.From) * share);
}
