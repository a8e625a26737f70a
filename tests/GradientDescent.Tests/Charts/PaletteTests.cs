namespace GradientDescent.Tests.Charts;

public class PaletteTests
{
    private static readonly double[] White = Linear("#ffffff");
    private static readonly double[] Dark = Linear("#1f1f1f");

    // Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
    private static readonly (string Name, double[,] Matrix)[] Eyes =
    [
        ("ordinary", new[,] { { 1.0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }),
        ("protanopia", new[,] { { 0.152286, 1.052583, -0.204868 }, { 0.114503, 0.786281, 0.099216 }, { -0.003882, -0.048116, 1.051998 } }),
        ("deuteranopia", new[,] { { 0.367322, 0.860646, -0.227968 }, { 0.280085, 0.672501, 0.047413 }, { -0.011820, 0.042940, 0.968881 } }),
        ("tritanopia", new[,] { { 1.255528, -0.076749, -0.178779 }, { -0.078411, 0.930809, 0.147602 }, { 0.004733, 0.691367, 0.303900 } }),
    ];

    [Fact]
    public void Every_colour_stands_out_from_a_white_and_from_a_dark_page() => Assert.All(Palette.Series, colour =>
    {
        Assert.True(Contrast(Linear(colour), White) >= 3, $"{colour} on white: {Contrast(Linear(colour), White):F2}");
        Assert.True(Contrast(Linear(colour), Dark) >= 3, $"{colour} on dark: {Contrast(Linear(colour), Dark):F2}");
    });

    [Fact]
    public void The_first_five_colours_differ_for_every_kind_of_eye()
    {
        foreach (var (name, matrix) in Eyes)
        {
            var seen = Palette.Series.Take(5).Select(colour => Lab(Seen(matrix, Linear(colour)))).ToArray();
            for (var i = 0; i < seen.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var apart = Math.Sqrt(seen[i].Zip(seen[j], (a, b) => (a - b) * (a - b)).Sum());
                    Assert.True(apart >= 18, $"{Palette.Series[i]} and {Palette.Series[j]} are {apart:F1} apart with {name}.");
                }
            }
        }
    }

    private static double[] Linear(string hex) =>
        [.. Enumerable.Range(0, 3).Select(i => Convert.ToInt32(hex.Substring(1 + (2 * i), 2), 16) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];

    private static double Luminance(double[] rgb) => (0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]);

    private static double Contrast(double[] a, double[] b)
    {
        var (bright, dim) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (bright + 0.05) / (dim + 0.05);
    }

    private static double[] Seen(double[,] eye, double[] rgb) =>
        [.. Enumerable.Range(0, 3).Select(i => Math.Clamp((eye[i, 0] * rgb[0]) + (eye[i, 1] * rgb[1]) + (eye[i, 2] * rgb[2]), 0, 1))];

    /// <summary>CIE L*a*b*, D65: distances of about 2 are just noticeable.</summary>
    private static double[] Lab(double[] rgb)
    {
        static double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
        var x = F(((0.4124 * rgb[0]) + (0.3576 * rgb[1]) + (0.1805 * rgb[2])) / 0.95047);
        var y = F(Luminance(rgb));
        var z = F(((0.0193 * rgb[0]) + (0.1192 * rgb[1]) + (0.9505 * rgb[2])) / 1.08883);
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }
}
