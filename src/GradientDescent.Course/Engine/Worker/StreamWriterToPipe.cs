using System.Text;

namespace GradientDescent.Course.Engine.Worker;

/// <summary>Console.Out or Console.Error of a worker.</summary>
internal sealed class StreamWriterToPipe(OutputStream outputs, string name) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => outputs.Write(name, [value]);

    public override void Write(char[] buffer, int index, int count) => outputs.Write(name, buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => outputs.Write(name, buffer);

    public override void Write(string? value) => outputs.Write(name, value);

    public override void WriteLine(string? value) => outputs.Write(name, value + CoreNewLineText);

    private string CoreNewLineText => new(CoreNewLine);
}
