namespace GradientDescent;

/// <summary>The landscapes of the course: functions of one or two parameters on which descents show what they can and cannot do.</summary>
public static class Landscapes
{
    /// <summary>A round bowl, a² + b²: the same curvature in every direction, so one rate suits all.</summary>
    public static Landscape Bowl { get; } = new(
        Quadratic.Diagonal([2, 2], name: "bowl"), "a^2 + b^2", "a² + b²", [[0, 0]], (-3, 3), (-3, 3), [-2.5, 1.5]);

    /// <summary>A ravine along the first axis, ½(a² + 25b²): condition number 25.</summary>
    public static Landscape Ravine { get; } = new(
        Quadratic.Diagonal([1, 25], name: "ravine"), @"\tfrac12\left(a^2 + 25b^2\right)", "½(a² + 25b²)", [[0, 0]], (-3, 3), (-3, 3), [-2.5, 1.5]);

    /// <summary>The same ravine turned by 45°: rules that scale every coordinate for itself lose their advantage.</summary>
    public static Landscape RotatedRavine { get; } = new(
        Quadratic.Rotated(1, 25, 45, name: "rotated ravine"), @"\tfrac12\left(13a^2 - 24ab + 13b^2\right)", "½(13a² − 24ab + 13b²)", [[0, 0]], (-3, 3), (-3, 3), [-2.5, -0.5]);

    /// <summary>Rosenbrock's curved valley (1960), (1 − a)² + 100(b − a²)²: easy to reach, slow to follow.</summary>
    public static Landscape Rosenbrock { get; } = new(
        Objective.Of(
            (a, b) => ((1 - a) * (1 - a)) + (100 * (b - (a * a)) * (b - (a * a))),
            (a, b) => ((-2 * (1 - a)) - (400 * a * (b - (a * a))), 200 * (b - (a * a))),
            "Rosenbrock"),
        @"(1 - a)^2 + 100\left(b - a^2\right)^2", "(1 − a)² + 100(b − a²)²", [[1, 1]], (-2, 2), (-1, 3), [-1.2, 1]);

    /// <summary>Himmelblau's function (1972), (a² + b − 11)² + (a + b² − 7)²: four minima of the same depth.</summary>
    public static Landscape Himmelblau { get; } = new(
        Objective.Of(
            (a, b) => Square((a * a) + b - 11) + Square(a + (b * b) - 7),
            (a, b) =>
            {
                var (p, q) = ((a * a) + b - 11, a + (b * b) - 7);
                return ((4 * a * p) + (2 * q), (2 * p) + (4 * b * q));
            },
            "Himmelblau"),
        @"\left(a^2 + b - 11\right)^2 + \left(a + b^2 - 7\right)^2", "(a² + b − 11)² + (a + b² − 7)²",
        [
            [3, 2], [-2.805118086952745, 3.131312518250573], [-3.779310253377747, -3.2831859912861696],
            [3.5844283403304917, -1.8481265269644036],
        ],
        (-5, 5), (-5, 5), [0, 0]);

    /// <summary>
    /// Beale's function (1958), (1.5 − a + ab)² + (2.25 − a + ab²)² + (2.625 − a + ab³)²: plateaus, steep corners and one minimum at (3, ½).
    /// </summary>
    public static Landscape Beale { get; } = new(
        Objective.Of(
            (a, b) => Square(1.5 - a + (a * b)) + Square(2.25 - a + (a * b * b)) + Square(2.625 - a + (a * b * b * b)),
            (a, b) =>
            {
                var (p, q, r) = (1.5 - a + (a * b), 2.25 - a + (a * b * b), 2.625 - a + (a * b * b * b));
                return (
                    2 * ((p * (b - 1)) + (q * ((b * b) - 1)) + (r * ((b * b * b) - 1))),
                    2 * a * (p + (2 * b * q) + (3 * b * b * r)));
            },
            "Beale"),
        @"(1.5 - a + ab)^2 + \left(2.25 - a + ab^2\right)^2 + \left(2.625 - a + ab^3\right)^2", "(1.5 − a + ab)² + (2.25 − a + ab²)² + (2.625 − a + ab³)²",
        [[3, 0.5]], (-4.5, 4.5), (-4.5, 4.5), [1, 1.5]);

    /// <summary>
    /// A saddle between two valleys, ½a² − ½b² + ¼b⁴: on the ridge b = 0 a descent stops at the saddle point (0, 0); the minima are at (0, ±1).
    /// </summary>
    public static Landscape Saddle { get; } = new(
        Objective.Of(
            (a, b) => (0.5 * a * a) - (0.5 * b * b) + (0.25 * b * b * b * b),
            (a, b) => (a, (b * b * b) - b),
            "saddle"),
        @"\tfrac12 a^2 - \tfrac12 b^2 + \tfrac14 b^4", "½a² − ½b² + ¼b⁴", [[0, 1], [0, -1]], (-2, 2), (-2, 2), [-1.8, 0.001]);

    /// <summary>Two wells, x⁴ − 8x² + x: the left one, near −2.03, is the deeper; the barrier is near 0.06.</summary>
    public static Landscape DoubleWell { get; } = new(
        Objective.Of(
            x => (x * x * x * x) - (8 * x * x) + x,
            x => (4 * x * x * x) - (16 * x) + 1,
            "double well"),
        "x^4 - 8x^2 + x", "x⁴ − 8x² + x", [[-2.0305466153533738], [1.967985400681556]], (-3.2, 3.2), (-20, 25), [3]);

    /// <summary>x⁴ − 3x³ + 2: a minimum at 9/4 and a flat place at 0 that is none, where a descent from the left gets stuck.</summary>
    public static Landscape Quartic { get; } = new(
        Objective.Of(
            x => (x * x * x * x) - (3 * x * x * x) + 2,
            x => (4 * x * x * x) - (9 * x * x),
            "quartic"),
        "x^4 - 3x^3 + 2", "x⁴ − 3x³ + 2", [[2.25]], (-1.2, 3.4), (-8, 12), [1]);

    /// <summary>1 − e^(−x²/2): a pit in a plateau. Far out there is nothing to tell which way is down.</summary>
    public static Landscape Plateau { get; } = new(
        Objective.Of(
            x => 1 - Math.Exp(-0.5 * x * x),
            x => x * Math.Exp(-0.5 * x * x),
            "plateau"),
        @"1 - e^{-x^2/2}", "1 − exp(−x²/2)", [[0]], (-6, 6), (-0.1, 1.2), [4]);

    /// <summary>All of them: first those of two parameters, then those of one.</summary>
    public static IReadOnlyList<Landscape> All { get; } =
        [Bowl, Ravine, RotatedRavine, Rosenbrock, Himmelblau, Beale, Saddle, DoubleWell, Quartic, Plateau];

    private static double Square(double value) => value * value;
}
