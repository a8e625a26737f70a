using System.Runtime.CompilerServices;

namespace GradientDescent;

public static partial class Plot
{
    private const string Moonlight = "#b3d0d6";

    // Hundreds of films to choose from play on the same few landscapes, and a map is most of the work of a film.
    private static readonly ConditionalWeakTable<Landscape, Scene> LandscapeScenes = [];

    private static Scene SceneOf(Objective objective, (double From, double To) x, (double From, double To)? y)
    {
        return objective is Landscape place && x == place.X && (place.Dimension == 1 || y == place.Y) ? LandscapeScenes.GetValue(place, _ => Make()) : Make();

        Scene Make() => y is { } up ? MapScene(objective, x, up) : CurveScene(objective, x);
    }

    private static Scene MapScene(Objective objective, (double From, double To) x, (double From, double To) y)
    {
        Sampling.RequireRange(x.From, x.To, nameof(x));
        Sampling.RequireRange(y.From, y.To, nameof(y));
        var names = Wording.Parameters(objective);
        var minima = KnownMinima.Of(objective);
        var traces = new List<object> { PlotlyJson.Element(ContourTrace(objective, x, y, names, logarithmic: true, small: true)) };
        if (minima.Length > 0)
        {
            traces.Add(MinimumTrace([.. minima.Select(at => at[0])], [.. minima.Select(at => at[1])], names[0]));
        }

        return new Scene(
            traces, names, x, y, step => (step.Theta[0], step.Theta[1]),
            new[] { x.From, x.To }.SelectMany(a => new[] { objective.At(a, y.From), objective.At(a, y.To) }).Where(double.IsFinite).DefaultIfEmpty(1).Max(),
            FormulaOf(objective),
            $"Map of {objective.Name}, dark where it is low.{KnownMinima.Sentence(minima, Wording.Point)}");
    }

    private static Scene CurveScene(Objective objective, (double From, double To) x)
    {
        Sampling.RequireRange(x.From, x.To, nameof(x));
        var parameter = Wording.Parameters(objective)[0];
        var minima = KnownMinima.Of(objective);
        var (xs, ys) = Sampled(objective, x.From, x.To);
        var range = RangeOf(ys) ?? [0, 1];
        var traces = new List<object>
        {
            new
            {
                type = "scatter",
                mode = "lines",
                name = objective.Name,
                x = xs,
                y = ys,
                line = new { color = Moonlight, width = 3, simplify = false },
                hoverinfo = "skip",
            },
        };
        if (minima.Length > 0)
        {
            traces.Add(MinimumTrace([.. minima.Select(at => at[0])], [.. minima.Select(at => objective.At(at))], parameter));
        }

        return new Scene(
            traces, [parameter, Wording.Short(objective.Name)], x, (range[0], range[1]), step => (step.Theta[0], step.Loss), range[1],
            FormulaOf(objective),
            $"The curve of {objective.Name}.{KnownMinima.Sentence(minima, at => $"{parameter} = {Wording.Point(at)}")}");
    }

    private static string FormulaOf(Objective objective) =>
        objective is Landscape landscape ? $"J({string.Join(", ", Wording.Parameters(objective))}) = {landscape.FormulaText}" : objective.Name;

    /// <summary>What the walkers of a film walk on.</summary>
    private sealed record Scene(
        List<object> Traces, string[] Names, (double From, double To) X, (double From, double To) Y, Func<Step, (double X, double Y)> Place, double Highest, string Formula, string Description)
    {
        /// <summary>A coordinate to a two-thousandth of the window: nobody sees more, and the page stays light.</summary>
        public (double X, double Y) Rounded((double X, double Y) at) => (Rounded(at.X, X), Rounded(at.Y, Y));

        /// <summary>Whether a place lies on the map.</summary>
        public bool Shows((double X, double Y) at) => at.X >= X.From && at.X <= X.To && at.Y >= Y.From && at.Y <= Y.To;

        /// <summary>Whether a place is near enough to the map for the line to it to be drawn.</summary>
        public bool Sees((double X, double Y) at) => Seen(at.X, X.From, X.To) && Seen(at.Y, Y.From, Y.To);

        private static double Rounded(double value, (double From, double To) window) =>
            Math.Round(value, Math.Clamp((int)Math.Ceiling(Math.Log10(2000 / (window.To - window.From))), 0, 15));
    }
}
