namespace GradientDescent.Exercises;

/// <summary>
/// The placeholder of a starter, <c>double rate = Exercise.Todo;</c>: it turns into a value of the type that is asked for, and a check that
/// finds it says 'not attempted'.
/// </summary>
public readonly struct Todo
{
    // A NaN of our own: arithmetic hands it on, so that what is computed from a placeholder counts as not attempted too, while a NaN
    // that the answer itself produced can be told from it.
    private const long Payload = 0x7FF8_0000_70D0_70D0;

    /// <summary>A NaN that <see cref="IsTodo(double)"/> knows again.</summary>
    public static implicit operator double(Todo _) => BitConverter.Int64BitsToDouble(Payload);

    /// <summary>The smallest integer.</summary>
    public static implicit operator int(Todo _) => int.MinValue;

    /// <summary>Null.</summary>
    public static implicit operator bool?(Todo _) => null;

    /// <summary>Null.</summary>
    public static implicit operator double[](Todo _) => null!;

    /// <summary>Null.</summary>
    public static implicit operator int[](Todo _) => null!;

    /// <summary>Null.</summary>
    public static implicit operator string(Todo _) => null!;

    /// <summary>Null.</summary>
    public static implicit operator Trace(Todo _) => null!;

    /// <summary>Null.</summary>
    public static implicit operator Rule(Todo _) => null!;

    /// <summary>Null.</summary>
    public static implicit operator Schedule(Todo _) => null!;

    /// <summary>Null.</summary>
    public static implicit operator Objective(Todo _) => null!;

    /// <summary>Null.</summary>
    public static implicit operator Figure(Todo _) => null!;

    /// <summary>Whether a number is the placeholder, or was computed from it.</summary>
    public static bool IsTodo(double value) =>
        (BitConverter.DoubleToInt64Bits(value) & long.MaxValue) == Payload;

    /// <summary>Whether an integer is the placeholder.</summary>
    public static bool IsTodo(int value) => value == int.MinValue;
}
