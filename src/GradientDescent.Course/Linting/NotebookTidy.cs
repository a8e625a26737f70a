using System.Security.Cryptography;
using System.Text;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Linting;

/// <summary>Puts right what has one right form, so that notebooks can be written by hand or by a script.</summary>
public static class NotebookTidy
{
    public static Notebook Tidy(Notebook notebook)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return notebook with
        {
            FormatMinor = 5,
            Metadata = CourseMetadata.Complete(notebook.Metadata, CourseMetadata.OfNotebook),
            Cells = [.. notebook.Cells.Select((cell, index) => Tidy(cell) with { Id = IdOf(cell, index, taken) })],
        };
    }

    private static Cell Tidy(Cell cell) =>
        cell.IsCode
            ? cell.WithoutOutputs() with { Metadata = CourseMetadata.Complete(cell.Metadata, CourseMetadata.OfCodeCell) }
            : cell;

    /// <summary>The cell's id if it is a good one, else one made from its text and place: the same whoever makes it.</summary>
    private static string IdOf(Cell cell, int index, HashSet<string> taken)
    {
        if (cell.Id is { } id && FormRules.IsValidId(id) && taken.Add(id))
        {
            return id;
        }

        for (var attempt = 0; ; attempt++)
        {
            var made = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{index}/{attempt}/{cell.Source}")))[..8];
            if (taken.Add(made))
            {
                return made;
            }
        }
    }
}
