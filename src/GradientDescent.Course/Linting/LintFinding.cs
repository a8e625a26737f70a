namespace GradientDescent.Course.Linting;

/// <summary>Something to mend.</summary>
/// <param name="Cell">Index of the cell in the notebook, from 0; null when the whole file is meant.</param>
/// <param name="Line">Line in the cell, from 1.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record LintFinding(int? Cell, int? Line, string Problem, string Remedy)
{
    public override string ToString()
    {
        var place = (Cell, Line) switch
        {
            (null, _) => "",
            ({ } cell, null) => $"cell {cell + 1}: ",
            ({ } cell, { } line) => $"cell {cell + 1}, line {line}: ",
        };
        return $"{place}{Problem} {Remedy}".TrimEnd();
    }
}
