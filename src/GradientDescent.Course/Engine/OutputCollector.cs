using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Engine;

/// <summary>The outputs of the cell that runs now. Two sources write to it: the worker's pipe and its raw standard streams.</summary>
internal sealed class OutputCollector
{
    // What native code or another process printed past Console; the worker cannot limit that, so it is done here.
    private const int RawCharacters = 200_000;

    private readonly Lock gate = new();
    private readonly ImmutableArray<Output>.Builder outputs = ImmutableArray.CreateBuilder<Output>();
    private readonly StringBuilder text = new();
    private string stream = "";
    private int rawLeft = RawCharacters;
    private bool closed;

    public void Add(string name, string piece)
    {
        lock (gate)
        {
            Append(name, piece);
        }
    }

    public void AddRaw(string name, string piece)
    {
        lock (gate)
        {
            if (rawLeft <= 0)
            {
                return;
            }

            Append(name, piece[..Math.Min(piece.Length, rawLeft)]);
            rawLeft -= piece.Length;
            if (rawLeft <= 0)
            {
                Append(StreamOutput.Error, string.Create(CultureInfo.InvariantCulture, $"\n[Output cut: more than {RawCharacters:N0} characters past Console.]\n"));
            }
        }
    }

    public void Add(Output output)
    {
        lock (gate)
        {
            if (!closed)
            {
                EndStream();
                outputs.Add(output);
            }
        }
    }

    /// <summary>The outputs so far; what comes later belongs to no cell and is dropped.</summary>
    public ImmutableArray<Output> Close()
    {
        lock (gate)
        {
            EndStream();
            closed = true;
            return outputs.ToImmutable();
        }
    }

    private void Append(string name, string piece)
    {
        if (closed)
        {
            return;
        }

        if (name != stream)
        {
            EndStream();
            stream = name;
        }

        text.Append(piece);
    }

    private void EndStream()
    {
        if (text.Length > 0)
        {
            outputs.Add(new StreamOutput(stream, text.ToString()));
            text.Clear();
        }
    }
}
