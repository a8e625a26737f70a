using System.Runtime.InteropServices;

namespace GradientDescent;

/// <summary>
/// Writes a <see cref="RowFile"/> row by row. Disposing it finishes the file; until then the header says 'unfinished', so that the remains of a
/// run that broke off are not mistaken for data.
/// </summary>
public sealed class RowFileWriter : IDisposable
{
    private const long Unfinished = -1;

    private readonly FileStream file;
    private readonly double[] row;

    internal RowFileWriter(string path, int columns)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Row files are little-endian, and this machine is not.");
        }

        row = new double[columns + 1];
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 20);
        WriteHeader(Unfinished);
    }

    /// <summary>d, the number of features of every row.</summary>
    public int Columns => row.Length - 1;

    /// <summary>The number of rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes one row.</summary>
    /// <param name="features">d numbers.</param>
    /// <param name="target">The target.</param>
    /// <exception cref="ArgumentException">There are not d features.</exception>
    public void Append(ReadOnlySpan<double> features, double target)
    {
        if (features.Length != Columns)
        {
            throw new ArgumentException($"Rows of this file have {Columns} features, this one has {features.Length}.", nameof(features));
        }

        features.CopyTo(row);
        row[^1] = target;
        file.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        Rows++;
    }

    /// <summary>Finishes and closes the file.</summary>
    public void Dispose()
    {
        if (file.CanWrite)
        {
            file.Position = 0;
            WriteHeader(Rows);
            file.Dispose();
        }
    }

    private void WriteHeader(long rows)
    {
        Span<byte> header = stackalloc byte[RowFile.HeaderLength];
        RowFile.WriteHeader(header, rows, Columns);
        file.Write(header);
    }
}
