using System.Collections;
using System.Text;
using GradientDescent.Exercises;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace GradientDescent.Tests.Exercises;

/// <summary>An answer as a student writes it: the text of a cell, run as the notebook runs it, and then the exercise's own check.</summary>
internal static class ExerciseCell
{
    // Default usings of the kernel, then what the notebooks' first cell adds; C# 12 is what the oldest kernel understands.
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .WithLanguageVersion(LanguageVersion.CSharp12)
        .WithReferences(typeof(Descent).Assembly, typeof(Enumerable).Assembly, typeof(BitArray).Assembly, typeof(StringBuilder).Assembly, typeof(Console).Assembly)
        .WithImports(
            "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Linq", "System.Threading.Tasks",
            "GradientDescent", "GradientDescent.Exercises");

    /// <summary>What the check says of an answer.</summary>
    public static async Task<CheckResult> Check(Exercise exercise, string cell) => await Check(exercise, await Run(cell));

    /// <summary>The evidence that a grader would collect with a seed of its own.</summary>
    public static async Task<Evidence> Collect(Exercise exercise, string cell, long seed) => await Collect(exercise, await Run(cell), seed);

    /// <summary>Every exercise owes this: nothing for the starter, everything for the solution, here and for a grader with other inputs.</summary>
    public static async Task Keeps(Exercise exercise, string starter, string solution)
    {
        var untouched = await Run(starter);
        var atStart = await Check(exercise, untouched);
        Assert.Equal(Standing.NotAttempted, atStart.Verdict.Standing);
        Assert.Equal(0, atStart.Verdict.Points);

        var solved = await Run(solution);
        var atEnd = await Check(exercise, solved);
        Assert.True(atEnd.Verdict.Standing == Standing.Right, atEnd.ToText());
        Assert.Equal(exercise.Points, atEnd.Verdict.Points);

        foreach (var seed in new[] { 1L, 987654321987654321 })
        {
            Assert.Equal(Standing.NotAttempted, exercise.Judge(await Collect(exercise, untouched, seed), seed).Standing);
            Assert.Equal(Standing.Right, exercise.Judge(await Collect(exercise, solved, seed), seed).Standing);
        }

        Assert.True(exercise.Hints.Length >= 2, $"{exercise} has fewer than two hints.");
        Assert.StartsWith($"Chapter{exercise.Id[..2]}.", exercise.CheckCode, StringComparison.Ordinal);
    }

    /// <summary>A mistake earns so many points and is named in the message, here and with a grader's inputs.</summary>
    public static async Task Says(Exercise exercise, string cell, int points, string words)
    {
        const long seed = 4711;
        var answer = await Run(cell);
        foreach (var verdict in new[] { (await Check(exercise, answer)).Verdict, exercise.Judge(await Collect(exercise, answer, seed), seed) })
        {
            Assert.Contains(words, verdict.Message, StringComparison.Ordinal);
            Assert.Equal(points, verdict.Points);
            Assert.Equal(points == exercise.Points ? Standing.Right : points > 0 ? Standing.Partial : Standing.Wrong, verdict.Standing);
        }
    }

    /// <summary>The cell with a piece of its text replaced; the piece must be there.</summary>
    public static string But(this string cell, string piece, string by)
    {
        Assert.Contains(piece, cell, StringComparison.Ordinal);
        return cell.Replace(piece, by, StringComparison.Ordinal);
    }

    private static Task<ScriptState<object>> Run(string cell) => CSharpScript.RunAsync(cell, Options);

    private static async Task<CheckResult> Check(Exercise exercise, ScriptState<object> answer) =>
        (await answer.ContinueWithAsync<CheckResult>(exercise.CheckCode)).ReturnValue;

    private static async Task<Evidence> Collect(Exercise exercise, ScriptState<object> answer, long seed) =>
        Evidence.Parse((await answer.ContinueWithAsync<string>($"Collection.Of(\"{exercise.Id}\", {seed}, () => {exercise.CheckCode})")).ReturnValue);
}
