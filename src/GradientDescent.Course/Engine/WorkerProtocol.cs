using System.Collections.Immutable;

namespace GradientDescent.Course.Engine;

/// <summary>
/// What the tool and a worker say to each other, over a pipe of their own: the standard streams belong to the code in the cells.
/// Length-prefixed fields rather than JSON, since reading them costs a starting worker nothing.
/// </summary>
internal static class WorkerProtocol
{
    public enum FromWorker : byte
    {
        Stream,
        Display,
        Done,
    }

    public sealed record Run(CompiledCell Cell, bool ValueAsText);

    public sealed record Failure(string Name, string Message, string Traceback, int? Line);

    public sealed record Done(Failure? Failure, string? Text);

    public static void Write(BinaryWriter pipe, Run run)
    {
        pipe.Write(run.Cell.Number);
        pipe.Write(run.Cell.Assembly.Length);
        pipe.Write(run.Cell.Assembly);
        pipe.Write(run.Cell.SubmissionType);
        pipe.Write(run.Cell.HasValue);
        pipe.Write(run.Cell.References.Length);
        foreach (var reference in run.Cell.References)
        {
            pipe.Write(reference);
        }

        pipe.Write(run.ValueAsText);
        pipe.Flush();
    }

    public static Run ReadRun(BinaryReader pipe)
    {
        var number = pipe.ReadInt32();
        var assembly = pipe.ReadBytes(pipe.ReadInt32());
        var type = pipe.ReadString();
        var hasValue = pipe.ReadBoolean();
        var references = ImmutableArray.CreateBuilder<string>();
        for (var left = pipe.ReadInt32(); left > 0; left--)
        {
            references.Add(pipe.ReadString());
        }

        return new(new(number, assembly, type, hasValue, references.ToImmutable()), pipe.ReadBoolean());
    }

    public static void WriteStream(BinaryWriter pipe, string name, string text)
    {
        pipe.Write((byte)FromWorker.Stream);
        pipe.Write(name);
        pipe.Write(text);
        pipe.Flush();
    }

    public static void WriteDisplay(BinaryWriter pipe, IReadOnlyCollection<KeyValuePair<string, string>> representations)
    {
        pipe.Write((byte)FromWorker.Display);
        pipe.Write(representations.Count);
        foreach (var (mimeType, text) in representations)
        {
            pipe.Write(mimeType);
            pipe.Write(text);
        }

        pipe.Flush();
    }

    public static List<KeyValuePair<string, string>> ReadDisplay(BinaryReader pipe)
    {
        var representations = new List<KeyValuePair<string, string>>();
        for (var left = pipe.ReadInt32(); left > 0; left--)
        {
            representations.Add(new(pipe.ReadString(), pipe.ReadString()));
        }

        return representations;
    }

    public static void WriteDone(BinaryWriter pipe, Done done)
    {
        pipe.Write((byte)FromWorker.Done);
        pipe.Write(done.Failure is not null);
        if (done.Failure is { } failure)
        {
            pipe.Write(failure.Name);
            pipe.Write(failure.Message);
            pipe.Write(failure.Traceback);
            pipe.Write(failure.Line ?? 0);
        }

        pipe.Write(done.Text is not null);
        if (done.Text is not null)
        {
            pipe.Write(done.Text);
        }

        pipe.Flush();
    }

    public static Done ReadDone(BinaryReader pipe)
    {
        var failure = pipe.ReadBoolean()
            ? new Failure(pipe.ReadString(), pipe.ReadString(), pipe.ReadString(), pipe.ReadInt32() is var line and > 0 ? line : null)
            : null;
        return new(failure, pipe.ReadBoolean() ? pipe.ReadString() : null);
    }
}
