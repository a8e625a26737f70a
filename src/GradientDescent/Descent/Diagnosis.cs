namespace GradientDescent;

/// <summary>What a trace shows: a symptom, the figures that speak for it, and the next thing to try.</summary>
/// <param name="Symptom">The finding.</param>
/// <param name="Evidence">The figures behind it.</param>
/// <param name="Next">What to try next.</param>
/// <remarks>
/// A checklist made executable, and no oracle: it looks at the losses, gradients and steps of the trace, compares the gradient with finite
/// differences, and with up to a hundred parameters looks at the curvature where the run ended. Of several findings it names the one to deal with first.
/// </remarks>
[TypeFormatterSource(typeof(TextFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed record Diagnosis(Symptom Symptom, string Evidence, string Next)
{
    /// <summary>Examines a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="heldOut">The loss on held-out rows, with the same parameters, to look for overfitting.</param>
    /// <exception cref="ArgumentException">The held-out objective has another number of parameters.</exception>
    public static Diagnosis Of(Trace trace, Objective? heldOut = null)
    {
        ArgumentNullException.ThrowIfNull(trace);
        heldOut?.RequirePoint(trace.Start.Theta.AsSpan());
        return new Examination(trace, heldOut).Finding();
    }

    /// <summary>The symptom in words, then a line of evidence and a line of advice.</summary>
    public override string ToString() => $"{Name}\n  evidence: {Evidence}\n  next: {Next}";

    private string Name => Symptom switch
    {
        Symptom.Converged => "Converged",
        Symptom.StillImproving => "Still improving",
        Symptom.NonFinite => "NaN or infinity",
        Symptom.RateTooLarge => "Rate too large",
        Symptom.RateTooSmall => "Rate too small",
        Symptom.Oscillating => "Oscillating",
        Symptom.IllConditioned => "Ill-conditioned",
        Symptom.Plateau => "Stuck on level ground that is no minimum",
        Symptom.NotLearning => "Not learning",
        Symptom.NoisyFloor => "Noisy floor",
        _ => "Overfitting",
    };
}
