using System.Security.Cryptography;
using System.Text;
using GradientDescent.Course.Book;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Browser.Tests.Book;

/// <summary>
/// The book of the whole course, made once for all tests. Running every notebook takes a while, so a book is kept in the temporary folder
/// and used again as long as notebooks, data, library and tool are those it was made of.
/// </summary>
public sealed class CourseBook : IAsyncLifetime
{
    private static readonly string Notebooks = Path.Combine(Sources.Root, "notebooks");

    /// <summary>The pages by name: the index, then one for each notebook.</summary>
    public static IEnumerable<string> Pages { get; } =
        ["index", .. Directory.EnumerateFiles(Notebooks, "*.ipynb").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public string Folder { get; private set; } = "";

    public string PathOf(string page) => Path.Combine(Folder, page + ".html");

    public async Task InitializeAsync()
    {
        Folder = Path.Combine(Path.GetTempPath(), "gd-course-book", Fingerprint());
        if (File.Exists(PathOf("index")))
        {
            return;
        }

        var executed = new ExecutedNotebook[Pages.Count() - 1];
        await Parallel.ForAsync(0, executed.Length, async (i, cancellation) =>
        {
            var notebook = Notebook.Read(Path.Combine(Notebooks, Pages.ElementAt(i + 1) + ".ipynb"));
            executed[i] = await new NotebookRunner(TimeSpan.FromSeconds(60)).RunAsync(notebook, cancellation: cancellation);
        });

        // The index is written last: a folder that has it is complete.
        new WebBook(Folder, Sources.Root).Write(executed);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] ingredients =
        [
            .. Directory.EnumerateFiles(Notebooks, "*.ipynb"),
            .. Directory.EnumerateFiles(Path.Combine(Sources.Root, "data"), "*", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Path.Combine(Notebooks, "lib")),
            typeof(WebBook).Assembly.Location,
        ];
        foreach (var file in ingredients.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..20];
    }
}
