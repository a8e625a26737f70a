using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;

namespace GradientDescent;

/// <summary>
/// One pass over a row file in chunks, read ahead by a thread of its own: while one chunk is worked on, the next three are being read. Memory is four
/// chunks, whatever the length of the file.
/// </summary>
internal sealed class RowChunks : IDisposable
{
    /// <summary>Bytes in a chunk, about: small enough that what the reader has copied is still in a processor's cache when it is trained on.</summary>
    private const int ChunkLength = 1 << 20;

    /// <summary>Enough for reader and trainer to be out of step for a while.</summary>
    private const int BufferCount = 4;

    private readonly RowFile file;
    private readonly SafeFileHandle handle;

    // Pinned, since the loops work on addresses.
    private readonly byte[][] buffers = new byte[BufferCount][];
    private readonly SemaphoreSlim free = new(BufferCount);
    private readonly SemaphoreSlim filled = new(0);
    private readonly SemaphoreSlim begun = new(0);
    private readonly Thread reader;
    private volatile int[] order = [];
    private int taken;
    private volatile bool stopping;
    private ExceptionDispatchInfo? failure;

    /// <summary>Opens a file for reading in chunks of so many rows.</summary>
    public RowChunks(RowFile file, int chunkRows)
    {
        this.file = file;
        ChunkRows = (int)Math.Min(chunkRows, file.Rows);
        Count = checked((int)(((file.Rows - 1) / ChunkRows) + 1));
        var length = checked((int)(ChunkRows * file.RowLength));
        for (var i = 0; i < BufferCount; i++)
        {
            buffers[i] = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        }

        handle = File.OpenHandle(file.Path);
        reader = new Thread(ReadAhead) { IsBackground = true, Name = "row file reader" };
        reader.Start();
    }

    /// <summary>Rows in every chunk but perhaps the last of the file.</summary>
    public int ChunkRows { get; }

    /// <summary>The number of chunks.</summary>
    public int Count { get; }

    /// <summary>The rows of the chunk taken last.</summary>
    public unsafe RowPointers Rows
    {
        get
        {
            fixed (byte* start = buffers[(taken - 1) % BufferCount])
            {
                var numbers = (double*)start;
                return new RowPointers(numbers, (nint)file.RowLength, numbers + file.Columns, file.Columns + 1);
            }
        }
    }

    /// <summary>Rows in a chunk of the usual size: as many whole batches as fit, at least one.</summary>
    public static int RowsFor(RowFile file, int batchSize = 4) =>
        checked((int)(Math.Max(1, ChunkLength / file.RowLength / batchSize) * batchSize));

    /// <summary>Begins a pass; every chunk of the pass before has been taken.</summary>
    /// <param name="chunkOrder">The chunks in the order wanted, counted from 0.</param>
    public void Begin(int[] chunkOrder)
    {
        if (taken > 0)
        {
            free.Release();
        }

        (order, taken) = (chunkOrder, 0);
        begun.Release();
    }

    /// <summary>Gives back the chunk taken before, waits for the next one and returns its number of rows.</summary>
    /// <exception cref="InvalidDataException">The file has become shorter.</exception>
    public int Take()
    {
        if (taken > 0)
        {
            free.Release();
        }

        filled.Wait();
        failure?.Throw();
        return RowsOf(order[taken++]);
    }

    /// <summary>Ends the reading and closes the file.</summary>
    public void Dispose()
    {
        stopping = true;
        begun.Release();
        free.Release();
        reader.Join();
        handle.Dispose();
        begun.Dispose();
        free.Dispose();
        filled.Dispose();
    }

    private int RowsOf(int chunk) => (int)Math.Min(ChunkRows, file.Rows - ((long)chunk * ChunkRows));

    private void ReadAhead()
    {
        try
        {
            while (true)
            {
                begun.Wait();
                if (stopping)
                {
                    return;
                }

                var pass = order;
                for (var i = 0; i < pass.Length; i++)
                {
                    free.Wait();
                    if (stopping)
                    {
                        return;
                    }

                    Read(pass[i], buffers[i % BufferCount]);
                    filled.Release();
                }
            }
        }
        catch (Exception e)
        {
            // Thrown where the chunk is asked for: an exception that leaves a thread ends the process.
            failure = ExceptionDispatchInfo.Capture(e);
            filled.Release();
        }
    }

    private void Read(int chunk, byte[] buffer)
    {
        var rest = buffer.AsSpan(0, (int)(RowsOf(chunk) * file.RowLength));
        var offset = RowFile.HeaderLength + ((long)chunk * ChunkRows * file.RowLength);
        while (!rest.IsEmpty)
        {
            var count = RandomAccess.Read(handle, rest, offset);
            if (count == 0)
            {
                throw new InvalidDataException($"'{file.Path}' has become shorter while it was being read.");
            }

            rest = rest[count..];
            offset += count;
        }
    }
}
