namespace GradientDescent.Course.Engine;

/// <summary>What a worker sends, up to a number of bytes: code in a cell could send without end.</summary>
internal sealed class CappedStream(Stream source) : Stream
{
    private long left;

    public void Allow(long bytes) => left = bytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">More was sent than is allowed.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (left <= 0)
        {
            throw new IOException("The worker sent more than is allowed.");
        }

        var length = source.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= length;
        return length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
