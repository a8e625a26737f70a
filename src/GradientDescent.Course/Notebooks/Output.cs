using System.Collections.Immutable;
using System.Text.Json;

namespace GradientDescent.Course.Notebooks;

/// <summary>What a code cell left below itself.</summary>
public abstract record Output;

/// <summary>Text written to one of the two streams.</summary>
public sealed record StreamOutput(string Name, string Text) : Output
{
    public const string Standard = "stdout";
    public const string Error = "stderr";
}

/// <summary>A value shown on the way; .NET Interactive stores the value of a trailing expression in this form too.</summary>
public sealed record DisplayData(MimeBundle Data) : Output
{
    public JsonElement Metadata { get; init; } = CanonicalJson.EmptyObject;
}

/// <summary>The value of the cell's last expression, as Jupyter's own kernels store it.</summary>
public sealed record ExecuteResult(MimeBundle Data, int? ExecutionCount) : Output
{
    public JsonElement Metadata { get; init; } = CanonicalJson.EmptyObject;
}

/// <summary>The error that ended the cell.</summary>
public sealed record ErrorOutput(string Name, string Message, ImmutableArray<string> Traceback) : Output;

/// <summary>An output of a kind that this tool has no use for, kept as it was read.</summary>
public sealed record UnrecognisedOutput(JsonElement Json) : Output;
