using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GradientDescent.Course.Book;

/// <summary>
/// C# source as HTML in which keywords, types, calls, strings, numbers, comments and directives carry a class each. Done while the book
/// is built, by the compiler's own syntax tree: the page needs no script to colour its code, and prints coloured as well.
/// </summary>
public static class CodeHighlighter
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    public static string ToHtml(string source)
    {
        var root = CSharpSyntaxTree.ParseText(source, Script).GetRoot();
        var html = new StringBuilder(source.Length * 2);
        var position = 0;
        foreach (var (span, style) in Spans(root))
        {
            // Directives hold tokens of their own; what has been coloured once stays.
            if (span.Start < position || span.IsEmpty)
            {
                continue;
            }

            html.Append(Html.Escape(source[position..span.Start]));
            html.Append($"<span class=\"{style}\">{Html.Escape(source[span.Start..span.End])}</span>");
            position = span.End;
        }

        return html.Append(Html.Escape(source[position..])).ToString();
    }

    private static IEnumerable<(TextSpan Span, string Style)> Spans(SyntaxNode root)
    {
        foreach (var token in root.DescendantTokens())
        {
            foreach (var trivia in Coloured(token.LeadingTrivia))
            {
                yield return trivia;
            }

            if (StyleOf(token) is { } style)
            {
                yield return (token.Span, style);
            }

            foreach (var trivia in Coloured(token.TrailingTrivia))
            {
                yield return trivia;
            }
        }
    }

    private static IEnumerable<(TextSpan Span, string Style)> Coloured(SyntaxTriviaList list) =>
        from trivia in list
        let style = StyleOf(trivia)
        where style is not null
        select (WithoutLineEnd(trivia), style);

    private static TextSpan WithoutLineEnd(SyntaxTrivia trivia)
    {
        var text = trivia.ToFullString();
        return new(trivia.FullSpan.Start, text.TrimEnd('\r', '\n').Length);
    }

    private static string? StyleOf(SyntaxTrivia trivia) =>
        trivia.IsDirective ? "c-directive"
        : trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia ? "c-comment"
        : null;

    private static string? StyleOf(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.NumericLiteralToken => "c-number",
        SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.Utf8StringLiteralToken
            or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.InterpolatedStringStartToken or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedStringTextToken
            or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.InterpolatedSingleLineRawStringStartToken
            or SyntaxKind.InterpolatedMultiLineRawStringStartToken or SyntaxKind.InterpolatedRawStringEndToken => "c-string",
        SyntaxKind.IdentifierToken => StyleOfName(token),
        _ when token.Parent is InterpolationFormatClauseSyntax => "c-string",
        _ when SyntaxFacts.IsKeywordKind(token.Kind()) || SyntaxFacts.IsContextualKeyword(token.Kind()) => "c-keyword",
        _ => null,
    };

    private static string? StyleOfName(SyntaxToken token) => token.Parent switch
    {
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or ConstructorDeclarationSyntax or TypeParameterSyntax => "c-type",
        MethodDeclarationSyntax or LocalFunctionStatementSyntax => "c-call",
        SimpleNameSyntax name => StyleOfUse(name),
        _ => null,
    };

    private static string? StyleOfUse(SimpleNameSyntax name)
    {
        if (name.Parent is InvocationExpressionSyntax { Expression: var called } && called == name
            || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } member && member.Name == name && IsCalled(member))
        {
            return name.Identifier.Text == "nameof" ? "c-keyword" : "c-call";
        }

        if (name is IdentifierNameSyntax { Identifier.Text: "var" or "_" or "dynamic" } && SyntaxFacts.IsInTypeOnlyContext(name))
        {
            return "c-keyword";
        }

        // A capital letter before a dot is a type here by convention: nothing is bound, so that a cell can be coloured on its own.
        return SyntaxFacts.IsInTypeOnlyContext(name) || name is GenericNameSyntax || IsOwner(name) && char.IsUpper(name.Identifier.Text[0]) && name.Identifier.Text.Length > 1
            ? "c-type"
            : null;
    }

    private static bool IsCalled(MemberAccessExpressionSyntax member) =>
        ((InvocationExpressionSyntax)member.Parent!).Expression == member;

    private static bool IsOwner(SimpleNameSyntax name) => name.Parent is MemberAccessExpressionSyntax access && access.Expression == name;
}
