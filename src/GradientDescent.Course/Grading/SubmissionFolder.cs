using System.Collections.Immutable;
using GradientDescent.Course.Commands;

namespace GradientDescent.Course.Grading;

/// <summary>A folder of submissions: a notebook per student, or a folder per student, or both.</summary>
internal static class SubmissionFolder
{
    private static readonly string[] NotebookExtensions = [".ipynb", ".dib"];

    // Hidden files are editors' and systems' own; links could lead anywhere.
    private static readonly EnumerationOptions Visible = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        IgnoreInaccessible = true,
    };

    private static readonly string[] Litter = [".ipynb_checkpoints", "__MACOSX", "Thumbs.db", "desktop.ini"];

    /// <summary>All submissions, ordered by student. Whatever was handed in gives one, notebook or not.</summary>
    /// <exception cref="UsageException">There is no such folder, or nothing in it.</exception>
    public static ImmutableArray<Submission> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException(File.Exists(folder)
                ? $"{folder} is a file; give the folder that holds the submissions."
                : $"There is no folder {folder}; give the folder that holds the submissions.");
        }

        var found = Entries(folder).Select(entry => Directory.Exists(entry) ? OfFolder(entry) : OfFile(entry)).ToList();
        if (found.Count == 0)
        {
            throw new UsageException($"There are no submissions in {folder}: it takes a notebook per student, or a folder per student.");
        }

        // Two files of one student in different formats must not fall into one row, nor a file and a folder.
        var repeated = found.GroupBy(item => item.Submission.Student, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).SelectMany(group => group).ToHashSet();
        return
        [
            .. found.Select(item => repeated.Contains(item) ? item.Submission with { Student = item.Name } : item.Submission)
                .OrderBy(submission => submission.Student, StringComparer.Ordinal),
        ];
    }

    private static (string Name, Submission Submission) OfFile(string path)
    {
        var name = Path.GetFileName(path);
        return (name, IsNotebook(path)
            ? new(Path.GetFileNameWithoutExtension(path), [path])
            : new(name, [], $"{name} is no notebook: an .ipynb or .dib file is expected."));
    }

    private static (string Name, Submission Submission) OfFolder(string path)
    {
        var name = Path.GetFileName(path);
        var notebooks = NotebooksUnder(path).Order(StringComparer.Ordinal).ToImmutableArray();
        return (name, new(name, notebooks, notebooks.IsEmpty ? "There is no notebook in this folder." : null));
    }

    private static IEnumerable<string> NotebooksUnder(string folder) =>
        Entries(folder).SelectMany(entry => Directory.Exists(entry) ? NotebooksUnder(entry) : IsNotebook(entry) ? [entry] : []);

    private static IEnumerable<string> Entries(string folder) =>
        Directory.EnumerateFileSystemEntries(folder, "*", Visible)
            .Where(entry => Path.GetFileName(entry) is var name && !name.StartsWith('.') && !Litter.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static bool IsNotebook(string path) => NotebookExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
