using System.Text;

namespace GradientDescent.Course.Engine.Worker;

/// <summary>
/// Everything a cell shows, in order, on its way to the tool. Text is gathered into larger pieces, but never held back for
/// long: a cell that hangs must leave what it wrote. A flood is cut.
/// </summary>
internal sealed class OutputStream
{
    private const int PieceLength = 1 << 13;
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly BinaryWriter pipe;
    private readonly StringBuilder pending = new();
    private readonly Timer timer;
    private string pendingName = "";
    private OutputBudget budget = new();

    public OutputStream(BinaryWriter pipe)
    {
        this.pipe = pipe;
        timer = new Timer(_ => Flush());
    }

    public void StartCell()
    {
        lock (gate)
        {
            budget = new();
        }
    }

    public void Write(string name, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            var (kept, notice) = budget.TakeText(text);
            Append(name, text[..kept]);
            if (notice is not null)
            {
                Append(Notebooks.StreamOutput.Error, notice);
            }
        }
    }

    public void Display(IReadOnlyCollection<KeyValuePair<string, string>> representations)
    {
        lock (gate)
        {
            if (budget.TakeDisplay(representations.Sum(representation => (long)representation.Value.Length)) is { } notice)
            {
                Append(Notebooks.StreamOutput.Error, notice);
                return;
            }

            FlushText();
            WorkerProtocol.WriteDisplay(pipe, representations);
        }
    }

    public void Done(WorkerProtocol.Done done, Guid ticket)
    {
        lock (gate)
        {
            FlushText();
            WorkerProtocol.WriteDone(pipe, done, ticket);
        }
    }

    public void Flush()
    {
        lock (gate)
        {
            FlushText();
        }
    }

    private void Append(string name, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        if (name != pendingName)
        {
            FlushText();
            pendingName = name;
        }

        if (pending.Length == 0)
        {
            timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }

        pending.Append(text);
        if (pending.Length >= PieceLength)
        {
            FlushText();
        }
    }

    private void FlushText()
    {
        if (pending.Length == 0)
        {
            return;
        }

        WorkerProtocol.WriteStream(pipe, pendingName, pending.ToString());
        pending.Clear();
    }
}
