using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GradientDescent.Course.Engine;

/// <summary>
/// Keeps a cell from taking the tool down while it is compiled. The compiler descends into nested code by recursion, and a stack
/// that overflows ends the process; that is the tool's own process, which must survive any submission.
/// </summary>
internal static class CompilerGuard
{
    // Code written by hand stays far below: the longest cells of the course have three thousand characters and brackets six deep.
    private const int Characters = 50_000;
    private const int InterpolatedStrings = 500;
    private const int Depth = 100;
    private const int Reach = 1_000;

    // Ample for what is admitted. The compiler also works on threads of the pool: runtimeconfig.template.json gives those as much.
    private const int StackBytes = 64 << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <exception cref="CellNotCompiledException">The cell is longer or deeper than code written by hand.</exception>
    public static void Admit(string source)
    {
        if (source.Length > Characters)
        {
            throw Refusal(string.Create(CultureInfo.InvariantCulture, $"The cell has {source.Length:N0} characters, and {Characters:N0} are allowed. Split it, or read the data from a file."), line: null);
        }

        // These nest inside a single token, which the lexer reads by recursion.
        if (source.AsSpan().Count("$\"") + source.AsSpan().Count("$@\"") + source.AsSpan().Count("@$\"") > InterpolatedStrings)
        {
            throw Refusal($"The cell has more than {InterpolatedStrings} interpolated strings. Split it.", line: null);
        }

        var extent = new Extent();
        foreach (var token in SyntaxFactory.ParseTokens(source, options: CSharpParseOptions.Default.WithKind(SourceCodeKind.Script)))
        {
            extent.Take(token.Kind());
            if (extent.Depth > Depth || extent.Reach > Reach)
            {
                var line = source.AsSpan(0, token.SpanStart).Count('\n') + 1;
                throw Refusal(
                    extent.Depth > Depth
                        ? $"Brackets are nested more than {Depth} deep. Give the inner parts names of their own."
                        : $"One statement goes on for more than {Reach} symbols. Split it, and give its parts names of their own.",
                    line);
            }
        }
    }

    /// <summary>Does a piece of the compiler's work on a stack that is deep enough, and not for ever.</summary>
    /// <exception cref="CellNotCompiledException">It took too long, or the compiler gave up on the cell's structure.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(Limit);
        var token = limited.Token;
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(work, result, token), StackBytes) { IsBackground = true, Name = "compiler" }.Start();
        try
        {
            return await result.Task.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Refusal($"The compiler was still at this cell after {Limit.TotalSeconds} s. Split it, or write out the types of its lambdas.", line: null);
        }
        catch (InsufficientExecutionStackException)
        {
            throw Refusal("The cell is nested too deeply for the compiler. Give the inner parts names of their own.", line: null);
        }
    }

    private static void Run<T>(Func<CancellationToken, T> work, TaskCompletionSource<T> result, CancellationToken cancellation)
    {
        try
        {
            result.SetResult(work(cancellation));
        }
        catch (Exception exception)
        {
            result.SetException(exception);
        }
    }

    private static CellNotCompiledException Refusal(string message, int? line) => new(new CellError(CellError.Compilation, message, line));

    /// <summary>
    /// How deep the code so far may be nested: in brackets, and also without any (<c>x => x => …</c>, <c>else if</c>, <c>List&lt;List&lt;</c>), which
    /// the number of tokens of the open statements bounds.
    /// </summary>
    private sealed class Extent
    {
        private readonly Stack<(SyntaxKind Open, int Run, bool HasLess)> open = new();
        private int outer;
        private int run;
        private bool hasLess;

        public int Depth => open.Count;

        public int Reach => outer + run;

        public void Take(SyntaxKind kind)
        {
            switch (kind)
            {
                case SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken:
                    open.Push((kind, run, hasLess));
                    outer += run;
                    (run, hasLess) = (0, false);
                    break;
                case SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken when open.Count > 0:
                    // What follows the bracket may belong to what stood before it: its count goes on.
                    (_, run, hasLess) = open.Pop();
                    outer -= run;
                    run += 2;
                    break;
                case SyntaxKind.SemicolonToken when InBlock:
                case SyntaxKind.CommaToken when open.Count > 0 && !hasLess:
                    (run, hasLess) = (0, false);
                    break;
                default:
                    run++;
                    hasLess |= kind == SyntaxKind.LessThanToken;
                    break;
            }
        }

        private bool InBlock => open.Count == 0 || open.Peek().Open == SyntaxKind.OpenBraceToken;
    }
}
