using Microsoft.Win32.SafeHandles;

namespace GradientDescent;

/// <summary>
/// Reads a row file in chunks, one ahead: while one buffer is worked on, the next chunk is being read into the other. Memory is two chunks,
/// whatever the length of the file.
/// </summary>
internal sealed class RowChunks : IDisposable
{
    /// <summary>Bytes in a chunk, about: large enough that a read is mostly copying, small enough for a processor's cache.</summary>
    private const int ChunkLength = 1 << 22;

    private readonly RowFile file;
    private readonly SafeFileHandle handle;

    // Pinned, since the loops work on addresses.
    private byte[] current;
    private byte[] next;
    private Task reading = Task.CompletedTask;
    private int nextRows;

    /// <summary>Opens a file for reading in chunks of so many rows.</summary>
    public RowChunks(RowFile file, int chunkRows)
    {
        this.file = file;
        ChunkRows = (int)Math.Min(chunkRows, file.Rows);
        Count = checked((int)(((file.Rows - 1) / ChunkRows) + 1));
        handle = File.OpenHandle(file.Path, options: FileOptions.Asynchronous);
        current = GC.AllocateUninitializedArray<byte>(checked((int)(ChunkRows * file.RowLength)), pinned: true);
        next = GC.AllocateUninitializedArray<byte>(current.Length, pinned: true);
    }

    /// <summary>Rows in every chunk but perhaps the last.</summary>
    public int ChunkRows { get; }

    /// <summary>The number of chunks.</summary>
    public int Count { get; }

    /// <summary>The rows of the chunk taken last.</summary>
    public unsafe RowPointers Rows
    {
        get
        {
            fixed (byte* start = current)
            {
                var numbers = (double*)start;
                return new RowPointers(numbers, file.Columns + 1, numbers + file.Columns, file.Columns + 1);
            }
        }
    }

    /// <summary>Rows in a chunk of the usual size: as many whole batches as fit, at least one.</summary>
    public static int RowsFor(RowFile file, int batchSize = 4) =>
        checked((int)(Math.Max(1, ChunkLength / file.RowLength / batchSize) * batchSize));

    /// <summary>Begins to read a chunk, counted from 0.</summary>
    public void Begin(int chunk)
    {
        var first = (long)chunk * ChunkRows;
        nextRows = (int)Math.Min(ChunkRows, file.Rows - first);
        reading = Read(next.AsMemory(0, (int)(nextRows * file.RowLength)), RowFile.HeaderLength + (first * file.RowLength));
    }

    /// <summary>Waits for the chunk begun last and makes it the current one; returns its number of rows.</summary>
    public int Take()
    {
        reading.GetAwaiter().GetResult();
        (current, next) = (next, current);
        return nextRows;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        // A read under way writes into memory that must not be given back under it.
        Task.WhenAny(reading).GetAwaiter().GetResult();
        handle.Dispose();
    }

    private async Task Read(Memory<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var count = await RandomAccess.ReadAsync(handle, destination, offset).ConfigureAwait(false);
            if (count == 0)
            {
                throw new InvalidDataException($"'{file.Path}' has become shorter while it was being read.");
            }

            destination = destination[count..];
            offset += count;
        }
    }
}
