using System.Globalization;
using System.Text;

namespace GradientDescent.Course.Book;

/// <summary>
/// A small drawing of real descents on a ravine, as SVG: level sets and the steps of each rule. The index page shows it before any
/// script has run; colours come from the page's style sheet.
/// </summary>
internal static class DescentPicture
{
    private const double Width = 640;
    private const double Height = 420;
    private const double CentreX = 405;
    private const double CentreY = 255;

    /// <param name="condition">How many times steeper the ravine's walls are than its floor.</param>
    /// <param name="degrees">How far the ravine is turned.</param>
    /// <param name="steps">Steps of each descent.</param>
    /// <param name="rules">The rules, each for an objective whose greatest curvature is 1.</param>
    public static string Svg(double condition, double degrees, int steps, params Rule[] rules)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var flat = 1 / condition;
        double[,] hessian =
        {
            { (flat * cos * cos) + (sin * sin), (flat - 1) * sin * cos },
            { (flat - 1) * sin * cos, (flat * sin * sin) + (cos * cos) },
        };
        var ravine = new Quadratic(hessian, [0, 0]);
        var svg = new StringBuilder($"<svg class=\"descent-picture\" viewBox=\"0 0 {Text(Width)} {Text(Height)}\" aria-hidden=\"true\" focusable=\"false\">\n");
        svg.Append($"<g transform=\"translate({Text(CentreX)} {Text(CentreY)}) rotate({Text(-degrees)})\">\n");
        for (var level = 9; level >= 1; level--)
        {
            var radius = 32.0 * level;
            svg.Append($"<ellipse class=\"level level-{level}\" rx=\"{Text(radius * Math.Sqrt(condition))}\" ry=\"{Text(radius)}\"/>\n");
        }

        svg.Append("</g>\n");
        var start = (Along: -325.0, Across: 88.0);
        var (x0, y0) = ((start.Along * cos) - (start.Across * sin), (start.Along * sin) + (start.Across * cos));
        for (var i = 0; i < rules.Length; i++)
        {
            var trace = Descent.From(x0, y0).On(ravine).With(rules[i]).Until(Stop.After(steps));
            var points = trace.Select(step => $"{Text(CentreX + step.Theta[0])},{Text(CentreY - step.Theta[1])}").ToList();
            svg.Append($"<polyline class=\"path path-{i + 1}\" pathLength=\"1\" points=\"{string.Join(' ', points)}\"/>\n");
            foreach (var point in points.Select(point => point.Split(',')))
            {
                svg.Append($"<circle class=\"dot dot-{i + 1}\" cx=\"{point[0]}\" cy=\"{point[1]}\" r=\"3.2\"/>\n");
            }
        }

        return svg.Append($"<circle class=\"goal\" cx=\"{Text(CentreX)}\" cy=\"{Text(CentreY)}\" r=\"7\"/>\n</svg>\n").ToString();
    }

    private static string Text(double number) => Math.Round(number, 1).ToString(CultureInfo.InvariantCulture);
}
