using System.Globalization;
using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent;

/// <summary>One look at a trace, question after question; the first that finds something gives the diagnosis.</summary>
internal sealed class Examination
{
    /// <summary>Beyond this the Hessian costs more than the run it is to explain.</summary>
    private const int LargestDimensionForCurvature = 100;

    private readonly Trace trace;
    private readonly Objective? heldOut;
    private readonly Step[] steps;
    private readonly Lazy<Ground?> ground;

    public Examination(Trace trace, Objective? heldOut)
    {
        this.trace = trace;
        this.heldOut = heldOut;
        steps = [.. trace.TakeWhile(step => step.IsFinite)];
        ground = new Lazy<Ground?>(LookAtGround);
    }

    public Diagnosis Finding() =>
        NotFinite() ?? WrongGradient() ?? Growing() ?? Unmoved() ?? Overfitted() ?? ToAndFro() ?? Dancing() ?? AtRest() ?? Slow() ?? OnItsWay();

    private Step Start => steps[0];

    private Step End => steps[^1];

    /// <summary>The second half of the run, its first step included.</summary>
    private ReadOnlySpan<Step> SecondHalf => steps.AsSpan((steps.Length - 1) / 2);

    private Diagnosis? NotFinite()
    {
        if (trace.Outcome != Outcome.NonFinite)
        {
            return null;
        }

        if (steps.Length == 0)
        {
            return new Diagnosis(
                Symptom.NonFinite, $"the start itself is not finite: {trace.Start}",
                "Look for NaN or infinity in the data and in the starting parameters; a logarithm or a root may be undefined there.");
        }

        if (LossGrew())
        {
            return new Diagnosis(
                Symptom.NonFinite,
                Text($"the loss grew from {Start.Loss:g4} to {End.Loss:g4} in {End.Index} updates and then overflowed{CriticalRateNote()}"),
                $"{LowerRate()} Go on from the best step, not from here; clipping the gradient would have kept the run finite.");
        }

        var update = trace.Final.Index;
        return new Diagnosis(
            Symptom.NonFinite,
            Text($"the loss was {End.Loss:g4}, no larger than at the start, and at update {update} it was {trace.Final.Loss}"),
            "This is no slow explosion: the step led to where the function is not defined. Look for a logarithm, a root or a division there, or clip the step.");
    }

    private Diagnosis? WrongGradient()
    {
        if (trace.Objective.Dimension > LargestDimensionForCurvature)
        {
            return null;
        }

        // At a kink of the loss a right gradient fails too, but hardly at two places of a run.
        var best = trace.Best;
        var check = trace.Objective.CheckGradient([.. Start.Theta]);
        return check.Passed || trace.Objective.CheckGradient([.. best.Theta]).Passed
            ? null
            : new Diagnosis(
                Symptom.NotLearning,
                Text($"at the start the gradient differs from finite differences of the loss by {check.RelativeError:g3} of its size"),
                "Mend the gradient before anything else: CheckGradient shows it coordinate by coordinate, and often the forgotten sign or factor.");
    }

    private Diagnosis? Growing() =>
        trace.Outcome == Outcome.Diverged && LossGrew()
            ? new Diagnosis(
                Symptom.RateTooLarge,
                Text($"the loss went from {Start.Loss:g4} to {End.Loss:g4} in {End.Index} updates{CriticalRateNote()}"),
                LowerRate())
            : null;

    private Diagnosis? Unmoved()
    {
        if (steps.Length < 2 || steps.Any(step => !step.Theta.AsSpan().SequenceEqual(Start.Theta.AsSpan())))
        {
            return null;
        }

        if (Start.GradientNorm == 0)
        {
            return ground.Value is { IsMinimum: true }
                ? new Diagnosis(Symptom.Converged, "the start is a minimum: the gradient is 0 and every direction curves upwards", "Nothing to do.")
                : new Diagnosis(
                    Symptom.Plateau, "the gradient at the start is exactly 0, and the start is no minimum",
                    "Start elsewhere, at random if need be: where the gradient is 0, no rule that follows it can move.");
        }

        return new Diagnosis(
            Symptom.NotLearning,
            Text($"no parameter has changed in {End.Index} updates, although the gradient has length {Start.GradientNorm:g3}; the rate is {Start.Rate:g3}"),
            "Check that the rate is not 0 or lost in rounding beside the parameters, and that the rule does not hold updates back.");
    }

    private Diagnosis? Overfitted()
    {
        if (heldOut is null || steps.Length < 3)
        {
            return null;
        }

        var losses = steps.Select(heldOut.At).ToArray();
        var best = Array.IndexOf(losses, losses.Min());
        return losses[^1] > losses[best] + (0.05 * Math.Abs(losses[best])) && End.Loss < steps[best].Loss
            ? new Diagnosis(
                Symptom.Overfitting,
                Text($"the held-out loss was lowest at update {steps[best].Index} with {losses[best]:g4} and is {losses[^1]:g4} now; the training loss went on from {steps[best].Loss:g4} to {End.Loss:g4}"),
                "Stop there: Stop.WhenNotImproving(…, on: heldOut), or take trace.BestOn(heldOut). Then more data, a penalty or a smaller model.")
            : null;
    }

    private Diagnosis? ToAndFro()
    {
        var turning = Turning();
        var shrinking = SecondHalf[^1].GradientNorm / SecondHalf[0].GradientNorm;
        return turning < -0.8 && shrinking > 0.5
            ? new Diagnosis(
                Symptom.Oscillating,
                Text($"each step turns back on the one before (mean cosine {turning:g3}), and in the second half of the run the gradient went from {SecondHalf[0].GradientNorm:g3} to {SecondHalf[^1].GradientNorm:g3} only{CriticalRateNote()}"),
                Start.Rate > 1.5 * ground.Value?.Curvature.CriticalRate
                    ? LowerRate()
                    : "Halve the rate: near the critical rate a step lands as far beyond the minimum as it began before it.")
            : null;
    }

    private Diagnosis? Dancing()
    {
        var half = SecondHalf;
        if (half.Length < 8 || Turning() < -0.95)
        {
            return null;
        }

        var rises = 0;
        for (var i = 1; i < half.Length; i++)
        {
            rises += half[i].Loss > half[i - 1].Loss ? 1 : 0;
        }

        var losses = half.ToArray().Select(step => step.Loss).ToArray();
        var floor = ground.Value?.PredictedFloor ?? losses.Min();
        var (earlier, later) = (losses[..(losses.Length / 2)].Average() - floor, losses[(losses.Length / 2)..].Average() - floor);
        var worthTelling = later > 0.01 * Math.Max(Math.Abs(floor), 0.01 * (Start.Loss - floor));
        return rises >= 0.25 * (half.Length - 1) && later > 0.5 * earlier && worthTelling
            ? new Diagnosis(
                Symptom.NoisyFloor,
                Text($"in the second half the loss rose {rises} times of {half.Length - 1}, between {losses.Min():g4} and {losses.Max():g4} with no trend{(ground.Value is null ? "" : Text($"; the ground there promises {floor:g4}"))}"),
                "Let the rate fall (Schedule.InverseTime, Schedule.Cosine), take larger batches, or average the parameters (trace.AverageTheta): a constant rate keeps the noise.")
            : null;
    }

    private Diagnosis? AtRest()
    {
        if (ground.Value is { } at)
        {
            if (at.IsMinimum)
            {
                return at.Remaining <= 0.01 * Math.Max(Travelled, 1e-12) || at.Remaining <= 1e-6 * (1 + TensorPrimitives.Norm(End.Theta.AsSpan()))
                    ? new Diagnosis(
                        Symptom.Converged,
                        Text($"the gradient went from {Start.GradientNorm:g3} to {End.GradientNorm:g3}, every direction curves upwards, and the minimum is about {at.Remaining:g2} away"),
                        "Nothing to do. Other starts may lead to other minima, if the loss has several.")
                    : null;
            }

            return Levelled()
                ? new Diagnosis(
                    Symptom.Plateau,
                    Text($"in the second half the loss went from {SecondHalf[0].Loss:g6} to {End.Loss:g6} only, with a gradient of length {End.GradientNorm:g3}; curvature there from {at.Curvature.Smallest:g3} to {at.Curvature.Largest:g3}, so this is no minimum"),
                    "Start elsewhere, or add noise or momentum to get across; an adaptive rule (Adam, RMSprop) does not shrink its steps with the gradient.")
                : null;
        }

        return End.GradientNorm <= 1e-4 * Start.GradientNorm
            ? new Diagnosis(
                Symptom.Converged, Text($"the gradient went from {Start.GradientNorm:g3} to {End.GradientNorm:g3}"),
                "Nothing to do, as far as the gradient tells.")
            : Levelled()
            ? new Diagnosis(
                Symptom.Plateau,
                Text($"in the second half the loss went from {SecondHalf[0].Loss:g6} to {End.Loss:g6} only, with a gradient of length {End.GradientNorm:g3}"),
                "Try a larger rate first; if that does not help, start elsewhere or use an adaptive rule.")
            : null;
    }

    private Diagnosis? Slow()
    {
        if (ground.Value is not { IsMinimum: true } at)
        {
            return steps.Length >= 3 && Turning() > 0.99 && End.GradientNorm > 0.8 * Start.GradientNorm
                ? new Diagnosis(
                    Symptom.RateTooSmall,
                    Text($"all steps point the same way (mean cosine {Turning():g3}), and the gradient is still {End.GradientNorm / Start.GradientNorm:p0} of what it was"),
                    "Raise the rate tenfold, or find it with training.RangeTest().")
                : null;
        }

        var share = EffectiveRate() / at.Curvature.CriticalRate;
        var perUpdate = EffectiveRate() * at.Curvature.Smallest;
        var evidence = Text($"the minimum is still about {at.Remaining:g3} away, of a way of {Travelled:g3} so far; an update takes away {perUpdate:g2} of what is left in the flattest direction");
        return share < 0.25
            ? new Diagnosis(
                Symptom.RateTooSmall,
                Text($"{evidence}, with steps of {EffectiveRate():g3} times the gradient, {share:p0} of the critical {at.Curvature.CriticalRate:g3}"),
                Text($"Raise the rate {Math.Min(0.5 / share, 1e9):g2}-fold, to about half the critical rate{(at.Curvature.ConditionNumber > 100 ? Text($"; then see to the condition number of {at.Curvature.ConditionNumber:g2}") : "")}."))
            : perUpdate < 0.02 && at.Curvature.ConditionNumber > 50
            ? new Diagnosis(
                Symptom.IllConditioned,
                Text($"{evidence}. The rate is {share:p0} of the critical one, so it cannot grow much; the condition number is {at.Curvature.ConditionNumber:g3}"),
                "Standardise the features (data.Standardise()), if that has not been done; then momentum, or an adaptive rule.")
            : null;
    }

    private Diagnosis OnItsWay() => steps.Length < 3
        ? new Diagnosis(Symptom.StillImproving, Text($"{End.Index} updates are too few to tell"), "Make more steps.")
        : new Diagnosis(
            Symptom.StillImproving,
            Text($"the loss went from {Start.Loss:g4} to {End.Loss:g4}, in the second half from {SecondHalf[0].Loss:g4}; the gradient from {Start.GradientNorm:g3} to {End.GradientNorm:g3}"),
            "Make more steps.");

    private double Travelled => Distance(Start, End);

    /// <summary>Whether the loss ended higher than it began, and was still rising: noise that happens to end high is no growth.</summary>
    private bool LossGrew()
    {
        if (steps.Length < 2 || End.Loss <= Start.Loss)
        {
            return false;
        }

        var quarter = steps.Length / 4;
        return quarter < 2
            || Mean(steps.AsSpan(steps.Length - quarter)) > 1.2 * Mean(steps.AsSpan(steps.Length - (2 * quarter), quarter));
    }

    private static double Mean(ReadOnlySpan<Step> part)
    {
        double sum = 0;
        foreach (var step in part)
        {
            sum += step.Loss;
        }

        return sum / part.Length;
    }

    /// <summary>Whether the loss has all but stopped falling, measured by what it fell before and by its own size.</summary>
    private bool Levelled()
    {
        var fall = Math.Abs(SecondHalf[0].Loss - End.Loss);
        return fall <= 1e-3 * Math.Max(Math.Abs(Start.Loss - End.Loss), 0.1 * Math.Abs(End.Loss));
    }

    /// <summary>The mean cosine between successive steps in the second half: 1 straight on, −1 to and fro, NaN when there are too few.</summary>
    private double Turning()
    {
        var half = SecondHalf;
        double sum = 0;
        var count = 0;
        for (var i = 2; i < half.Length; i++)
        {
            double product = 0, first = 0, second = 0;
            for (var j = 0; j < half[i].Theta.Length; j++)
            {
                var before = half[i - 1].Theta[j] - half[i - 2].Theta[j];
                var after = half[i].Theta[j] - half[i - 1].Theta[j];
                product += before * after;
                first += before * before;
                second += after * after;
            }

            if (first > 0 && second > 0)
            {
                sum += product / Math.Sqrt(first) / Math.Sqrt(second);
                count++;
            }
        }

        return count >= 2 ? sum / count : double.NaN;
    }

    /// <summary>How long the steps are beside the gradient: the rate for plain descent, and what amounts to it for any other rule.</summary>
    private double EffectiveRate()
    {
        var rates = new List<double>();
        for (var i = 1; i < steps.Length; i++)
        {
            var rate = Distance(steps[i - 1], steps[i]) / (steps[i - 1].GradientNorm * (steps[i].Index - steps[i - 1].Index));
            if (double.IsFinite(rate) && rate > 0)
            {
                rates.Add(rate);
            }
        }

        rates.Sort();
        return rates.Count > 0 ? rates[rates.Count / 2] : 0;
    }

    private string CriticalRateNote() =>
        ground.Value is { Curvature.Largest: > 0 } at && double.IsFinite(Start.Rate)
            ? Text($"; the rate is {Start.Rate:g3}, the critical rate 2/λmax there {at.Curvature.CriticalRate:g3}")
            : "";

    private string LowerRate() =>
        ground.Value is { Curvature.Largest: > 0 } at
            ? Text($"Lower the rate below {at.Curvature.CriticalRate:g3}, to half of that for a start.")
            : "Lower the rate tenfold.";

    private Ground? LookAtGround()
    {
        // Where a run exploded, the ground it left is what matters, and where it ended else.
        var step = trace.Outcome is Outcome.Diverged or Outcome.NonFinite ? trace.Best : End;
        if (trace.Objective.Dimension > LargestDimensionForCurvature || !step.IsFinite)
        {
            return null;
        }

        var hessian = trace.Objective.HessianAt([.. step.Theta]);
        return hessian.Enumerate().All(double.IsFinite) ? new Ground(trace.Objective, step, hessian) : null;
    }

    private static double Distance(in Step from, in Step to) => TensorPrimitives.Distance(from.Theta.AsSpan(), to.Theta.AsSpan());

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shape of the loss round a step: a quadratic with its gradient and Hessian.</summary>
    private sealed class Ground
    {
        public Ground(Objective objective, Step step, Matrix<double> hessian)
        {
            Curvature = Curvature.Of(hessian);
            if (Curvature.Smallest <= 1e-9 * Curvature.Largest)
            {
                return;
            }

            var gradient = Vector<double>.Build.Dense([.. step.Gradient]);
            var newton = hessian.Solve(gradient);
            var floor = step.Loss - (0.5 * gradient.DotProduct(newton));
            var decomposition = hessian.Evd(Symmetricity.Symmetric);
            var flattest = decomposition.EigenVectors.Column(decomposition.EigenValues.Select(value => value.Real).ToList().IndexOf(Curvature.Smallest));
            var theta = Vector<double>.Build.Dense([.. step.Theta]);
            var aside = flattest * (1e-3 * (1 + theta.L2Norm()));

            // Before an inflection the ground curves upwards as before a minimum, and only a look ahead tells them apart.
            var tooLow = floor - (step.Loss - floor) - (1e-14 * Math.Abs(step.Loss));
            if (new[] { theta - (4 * newton), theta + aside, theta - aside }.Any(point => objective.Value(point.AsArray()) < tooLow))
            {
                return;
            }

            IsMinimum = true;
            Remaining = newton.L2Norm();
            PredictedFloor = floor;
        }

        public Curvature Curvature { get; }

        /// <summary>Whether every direction curves upwards, by more than the rounding of finite differences, and there is no way down beyond.</summary>
        public bool IsMinimum { get; }

        /// <summary>How far the minimum of that quadratic is.</summary>
        public double Remaining { get; }

        /// <summary>How low the minimum of that quadratic is; null if it has none.</summary>
        public double? PredictedFloor { get; }
    }
}
