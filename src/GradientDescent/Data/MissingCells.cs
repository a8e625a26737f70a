namespace GradientDescent;

/// <summary>What reading does with cells that hold no value: empty ones, <c>nan</c> and <c>NA</c>, in any case.</summary>
public enum MissingCells
{
    /// <summary>They are an error: a descent over NaN can only give NaN.</summary>
    Reject,

    /// <summary>They are read as <see cref="double.NaN"/>, to be treated before any descent.</summary>
    AsNaN,
}
