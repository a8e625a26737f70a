using System.Globalization;

namespace GradientDescent.Course.Engine;

/// <summary>The file name that a cell's code carries in its debug information, and so in stack traces.</summary>
internal static class CellNames
{
    private const string Prefix = "cell ";

    public static string Of(int number) => Prefix + number.ToString(CultureInfo.InvariantCulture);
}
