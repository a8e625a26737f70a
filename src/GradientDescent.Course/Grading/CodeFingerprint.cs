using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GradientDescent.Course.Grading;

/// <summary>What stays of code when names, whitespace and comments do not count.</summary>
/// <param name="Hash">The same for the same code.</param>
/// <param name="Tokens">The length of the code.</param>
public sealed record CodeFingerprint(string Hash, int Tokens)
{
    public static CodeFingerprint Of(string source)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var text = new StringBuilder();
        var count = 0;
        foreach (var token in SyntaxFactory.ParseTokens(source).TakeWhile(token => !token.IsKind(SyntaxKind.EndOfFileToken)))
        {
            count++;
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                // The first name that occurs is 0, whatever it is called.
                text.Append('i').Append(names.TryGetValue(token.Text, out var known) ? known : names[token.Text] = names.Count);
            }
            else
            {
                text.Append(token.Text);
            }

            text.Append(' ');
        }

        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16], count);
    }
}
