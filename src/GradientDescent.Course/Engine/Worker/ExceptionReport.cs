using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace GradientDescent.Course.Engine.Worker;

/// <summary>An exception as the notebook's reader should see it: the cells' own lines, without the machinery that ran them.</summary>
internal static partial class ExceptionReport
{
    public static WorkerProtocol.Failure Of(Exception exception, int cell)
    {
        while (exception is TargetInvocationException { InnerException: { } inner })
        {
            exception = inner;
        }

        return new(NameOf(exception), MessageOf(exception), Traceback(exception), LineIn(exception, CellNames.Of(cell)));
    }

    private static int? LineIn(Exception? exception, string cell)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            var line = new StackTrace(exception, fNeedFileInfo: true).GetFrames()
                .FirstOrDefault(frame => Path.GetFileName(frame.GetFileName()) == cell)?.GetFileLineNumber();
            if (line > 0)
            {
                return line;
            }
        }

        return null;
    }

    private static string Traceback(Exception exception)
    {
        var text = new StringBuilder(NameOf(exception)).Append(": ").Append(MessageOf(exception));
        foreach (var frame in FramesOf(exception))
        {
            text.Append('\n').Append(frame);
        }

        for (var inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            text.Append("\ncaused by ").Append(NameOf(inner)).Append(": ").Append(MessageOf(inner));
            foreach (var frame in FramesOf(inner))
            {
                text.Append('\n').Append(frame);
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> FramesOf(Exception exception)
    {
        var frames = (exception.StackTrace ?? "").Split('\n')
            .Select(line => line.TrimEnd())
            .Where(line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal))
            .ToList();
        var lastOfCells = frames.FindLastIndex(line => CellPlace().IsMatch(line));
        return frames.Take(lastOfCells < 0 ? frames.FindIndex(IsMachinery) is var machinery and >= 0 ? machinery : frames.Count : lastOfCells + 1)
            .Select(Readable);
    }

    private static bool IsMachinery(string frame) => frame.Contains(typeof(CellRunner).Namespace!, StringComparison.Ordinal);

    private static string Readable(string frame)
    {
        frame = CellBody().Replace(frame, "at top level");
        frame = Lambda().Replace(frame, "at lambda");
        frame = Submission().Replace(frame, "");
        return CellPlace().Replace(frame, match => string.Create(CultureInfo.InvariantCulture, $" in {match.Groups[1].Value}, line {match.Groups[2].Value}"));
    }

    // A message that throws is a user's own defect; the cell fails either way, and must say so.
    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception second)
        {
            return $"(its message could not be read: {second.GetType().Name})";
        }
    }

    private static string NameOf(Exception exception) => Submission().Replace(exception.GetType().FullName ?? exception.GetType().Name, "").Replace('+', '.');

    [GeneratedRegex(@" in (?:\S.*[/\\])?(cell \d+):line (\d+)$")]
    private static partial Regex CellPlace();

    [GeneratedRegex(@"at Submission#\d+\.<<Initialize>>d__\d+\.MoveNext\(\)")]
    private static partial Regex CellBody();

    [GeneratedRegex(@"at Submission#\d+\.(<>c[\w]*\.)?<[^(]*>b__[\w|]+")]
    private static partial Regex Lambda();

    [GeneratedRegex(@"Submission#\d+[.+]")]
    private static partial Regex Submission();
}
