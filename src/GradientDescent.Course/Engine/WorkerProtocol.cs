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

    /// <summary>What to do with the value of a cell.</summary>
    public enum ValueUse : byte
    {
        Show,

        /// <summary>Hand it over as text.</summary>
        Text,

        /// <summary>Nobody looks: neither it nor what the cell displays is formatted.</summary>
        Ignore,
    }

    /// <param name="Cell">What to run.</param>
    /// <param name="Value">What to do with its value.</param>
    public sealed record Run(CompiledCell Cell, ValueUse Value);

    public sealed record Failure(string Name, string Message, string Traceback, int? Line);

    public sealed record Done(Failure? Failure, string? Text);

    /// <param name="pipe">The worker.</param>
    /// <param name="run">What it shall do.</param>
    /// <param name="ticket">What it must show when it says that it is done.</param>
    public static void Write(BinaryWriter pipe, Run run, Guid ticket)
    {
        pipe.Write(ticket.ToByteArray());
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

        pipe.Write((byte)run.Value);
        pipe.Flush();
    }

    public static (Run Run, Guid Ticket) ReadRun(BinaryReader pipe)
    {
        var ticketBytes = pipe.ReadBytes(16);
        var ticket = ticketBytes.Length == 16 ? new Guid(ticketBytes) : throw new EndOfStreamException();
        var number = pipe.ReadInt32();
        var assembly = pipe.ReadBytes(pipe.ReadInt32());
        var type = pipe.ReadString();
        var hasValue = pipe.ReadBoolean();
        var references = ImmutableArray.CreateBuilder<string>();
        for (var left = pipe.ReadInt32(); left > 0; left--)
        {
            references.Add(pipe.ReadString());
        }

        return (new(new(number, assembly, type, hasValue, references.ToImmutable()), (ValueUse)pipe.ReadByte()), ticket);
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

    public static void WriteDone(BinaryWriter pipe, Done done, Guid ticket)
    {
        pipe.Write((byte)FromWorker.Done);
        pipe.Write(ticket.ToByteArray());
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

    /// <exception cref="IOException">It is no answer to what was asked.</exception>
    public static Done ReadDone(BinaryReader pipe, Guid ticket)
    {
        if (!pipe.ReadBytes(16).AsSpan().SequenceEqual(ticket.ToByteArray()))
        {
            throw new IOException("The worker answered what was not asked.");
        }

        var failure = pipe.ReadBoolean()
            ? new Failure(pipe.ReadString(), pipe.ReadString(), pipe.ReadString(), pipe.ReadInt32() is var line and > 0 ? line : null)
            : null;
        return new(failure, pipe.ReadBoolean() ? pipe.ReadString() : null);
    }
}
