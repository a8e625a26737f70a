using System.Globalization;

namespace GradientDescent;

/// <summary>What charts and names say about numbers, objectives and runs.</summary>
internal static class Wording
{
    /// <summary>A number for reading.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "-∞",
        _ => value.ToString("g4", CultureInfo.InvariantCulture),
    };

    /// <summary>A setting such as a rate: six digits, so that 0.1 shows as 0.1 also when arithmetic made it 0.10000000000000003.</summary>
    public static string Setting(double value) => value.ToString("g6", CultureInfo.InvariantCulture);

    /// <summary>The name of a rule or a schedule: a text with its numbers written as <see cref="Setting"/> writes them, in every culture.</summary>
    public static string Named(FormattableString text) => string.Format(
        CultureInfo.InvariantCulture, text.Format, [.. text.GetArguments().Select(argument => argument is double number ? Setting(number) : argument)]);

    /// <summary>A number with four decimals, as tables of steps have them, unless it is too large for that to make sense.</summary>
    public static string Fixed(double value) =>
        !double.IsFinite(value) || Math.Abs(value) < 1e6 ? Finite(value, "F4") : Finite(value, "0.####e+0");

    public static string Point(IReadOnlyList<double> theta) =>
        theta.Count == 1 ? Number(theta[0]) : $"({string.Join(", ", theta.Select(Number))})";

    public static string FixedPoint(IReadOnlyList<double> theta) =>
        theta.Count == 1 ? Fixed(theta[0]) : $"({string.Join(", ", theta.Select(Fixed))})";

    /// <summary>
    /// The names of the parameters: those of a landscape's formula, or what stands in the parentheses of the objective's name, else θ or θ₀, θ₁, ….
    /// </summary>
    public static string[] Parameters(Objective objective)
    {
        if (objective is Landscape)
        {
            return objective.Dimension == 1 ? ["x"] : ["a", "b"];
        }

        var open = objective.Name.IndexOf('(');
        var close = open < 0 ? -1 : objective.Name.IndexOf(')', open);
        if (close > open)
        {
            var names = objective.Name[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries);
            if (names.Length == objective.Dimension && names.All(IsName))
            {
                return names;
            }
        }

        return objective.Dimension == 1 ? ["θ"] : [.. Enumerable.Range(0, objective.Dimension).Select(j => "θ" + Subscript(j))];
    }

    /// <summary>Letters and (subscript) digits: <c>θ₀</c>, but not <c>−θ²/2</c>, which is an argument and no parameter.</summary>
    private static bool IsName(string text) => text.Length > 0 && char.IsLetter(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is >= '₀' and <= '₉' or '_');

    /// <summary>A name without the formula that may follow it: <c>J(θ)</c> of <c>J(θ) = (θ − 3)²</c>.</summary>
    public static string Short(string name) => name.IndexOf(" = ", StringComparison.Ordinal) is > 0 and var end ? name[..end] : name;

    /// <summary>A whole run in a sentence: where it starts, what moves it, where it comes out.</summary>
    public static string Story(Trace run)
    {
        var theta = run.Objective.Dimension <= 3;
        string Place(Step step) => theta ? $"θ = {Point(step.Theta)}, J = {Number(step.Loss)}" : $"J = {Number(step.Loss)}";
        var end = run.Outcome switch
        {
            Outcome.Converged => $"it converges to {Place(run.Final)}",
            Outcome.Diverged => $"it diverges and is at {Place(run.Final)}",
            Outcome.NonFinite => "it diverges beyond the largest numbers there are",
            _ => $"it ends at {Place(run.Final)}",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"From {Place(run.Start)}, {Count(run.Final.Index, "update")} by {run.Rule}: {end}.");
    }

    public static string Count(long count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");

    private static string Finite(double value, string format) => double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : Number(value);

    private static string Subscript(int number) => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('₀' + (digit - '0'))));
}
