namespace GradientDescent;

internal sealed class GradientNoiseRule(Schedule deviation, NumPyRandom random) : Rule
{
    private readonly Schedule deviation = deviation ?? throw new ArgumentNullException(nameof(deviation));

    // A copy, so that draws made elsewhere from the caller's generator do not change the recipe.
    private readonly NumPyRandom random = random?.Clone() ?? throw new ArgumentNullException(nameof(random));

    public override RuleState Start(int dimension) => new State(deviation, random.Clone());

    public override string ToString() => $"gradient noise of deviation {deviation}";

    private sealed class State(Schedule deviation, NumPyRandom random) : RuleState
    {
        public override void Apply(Span<double> step, ReadOnlySpan<double> theta, long index)
        {
            var sigma = deviation.At(index);
            for (var j = 0; j < step.Length; j++)
            {
                step[j] += sigma * random.Randn();
            }
        }
    }
}
