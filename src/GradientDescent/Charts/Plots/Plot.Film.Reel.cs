using System.Globalization;

namespace GradientDescent;

public static partial class Plot
{
    /// <summary>A chart has room for so many powers of ten of a loss; below them a run has arrived.</summary>
    private const int FilmDecades = 10;

    /// <summary>How a film draws losses: from which height, on which axis.</summary>
    private sealed record FilmedLoss(string Name, double Lowest, bool IsLogarithmic, double[]? Range)
    {
        public static FilmedLoss Of(Objective objective, double highest)
        {
            var lowest = KnownMinima.LowestOf(objective);
            if (double.IsNaN(lowest))
            {
                return new FilmedLoss("loss", 0, IsLogarithmic: false, null);
            }

            var top = Math.Log10(Math.Max(highest - lowest, double.Epsilon));
            return new FilmedLoss(lowest == 0 ? "loss" : "loss above the lowest", lowest, IsLogarithmic: true, [Math.Round(top - FilmDecades, 2), Math.Round(top + 0.5, 2)]);
        }

        /// <summary>Rounding may put a run that has arrived a hair below the minimum.</summary>
        public double Height(double loss) => IsLogarithmic ? Sampling.Rounded(Math.Max(loss - Lowest, 0), 3) : Sampling.Rounded(loss, 3);
    }

    /// <summary>A run as a film shows it: where it is and how high, at each step of the film until it ends.</summary>
    private sealed class Reel
    {
        public Reel(Named run, long[] indices, Scene scene, FilmedLoss loss)
        {
            Name = run.Name;
            var byIndex = run.Run.ToDictionary(step => step.Index);
            var steps = indices.TakeWhile(index => index <= run.Run.Final.Index)
                .Select(index => byIndex.TryGetValue(index, out var step) ? step : (Step?)null).ToArray();
            var places = steps.Select(step => step is { } at ? scene.Place(at) : (double.NaN, double.NaN)).ToArray();
            var left = Array.FindIndex(places, at => !scene.Sees(at));
            var shown = places.Select((at, k) => scene.Sees(at) ? scene.Rounded(at)
                : k == left && k > 0 ? scene.Rounded(Edge(places[k - 1], at, scene)) : (double.NaN, double.NaN)).ToArray();
            X = Trimmed([.. shown.Select(at => at.Item1)]);
            Y = Trimmed([.. shown.Select(at => at.Item2)]);
            Losses = Trimmed([.. steps.Select(step => step is { } at && double.IsFinite(at.Loss) ? loss.Height(at.Loss) : double.NaN)]);
            IsLost = left > 0 || run.Run.Outcome == Outcome.NonFinite || run.Run.Final.Loss > run.Run.Start.Loss;
            var outside = Array.FindIndex(places, at => !scene.Shows(at));
            Verdict = Judge(run, outside > 0 ? indices[outside] : null, loss);
        }

        public string Name { get; }

        public double[] X { get; }

        public double[] Y { get; }

        public double[] Losses { get; }

        /// <summary>Whether the run left the map or diverged.</summary>
        public bool IsLost { get; }

        /// <summary>How the run ends, in words.</summary>
        public string Verdict { get; }

        private static string Judge(Named run, long? left, FilmedLoss loss)
        {
            var (trace, final) = (run.Run, run.Run.Final);
            var place = trace.Objective is Landscape landscape && final.IsFinite && landscape.Nearest(final.Theta) is var (minimum, distance)
                ? $"{Wording.Number(distance)} from the minimum at {Wording.Point(minimum)}"
                : $"at {Wording.Point(final.Theta)}, loss {Wording.Number(final.Loss)}";
            var gone = left is { } step ? $"leaves the map at step {step.ToString(CultureInfo.InvariantCulture)}" : "";
            var end = trace.Outcome switch
            {
                Outcome.NonFinite => string.Create(CultureInfo.InvariantCulture, $"is beyond the largest numbers there are at step {final.Index}: diverged"),
                _ when final.Loss > trace.Start.Loss => $"ends higher than it began, at a loss of {Wording.Number(final.Loss)}: diverged",
                _ when loss.IsLogarithmic && loss.Height(final.Loss) < Math.Pow(10, loss.Range![0]) => $"has arrived, below the edge of the loss chart, {place}",
                _ => $"ends {place}",
            };
            return $"{run.Name} {(gone.Length > 0 ? gone + " and " : "")}{end}.";
        }

        /// <summary>The point on the segment to a place far outside where it is just no longer seen.</summary>
        private static (double X, double Y) Edge((double X, double Y) from, (double X, double Y) to, Scene scene)
        {
            if (!double.IsFinite(to.X) || !double.IsFinite(to.Y))
            {
                return (double.NaN, double.NaN);
            }

            var share = Math.Min(1, Math.Min(
                3 * (scene.X.To - scene.X.From) / Math.Max(Math.Abs(to.X - from.X), 1e-300),
                3 * (scene.Y.To - scene.Y.From) / Math.Max(Math.Abs(to.Y - from.Y), 1e-300)));
            return (from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y)));
        }

        /// <summary>Without the gaps at its end, but for one, which says that the run went on where it cannot be drawn.</summary>
        private static double[] Trimmed(double[] values)
        {
            var last = Array.FindLastIndex(values, double.IsFinite);
            return values[..Math.Min(values.Length, last + 2)];
        }
    }
}
