using System.CommandLine;
using GradientDescent.Course.Book;
using GradientDescent.Course.Engine;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Commands;

/// <summary>Draws the README's pictures anew, from the charts that the notebooks draw.</summary>
internal sealed class GalleryCommand : Command
{
    private readonly Option<string?> output = new("--out") { HelpName = "DIR", Description = "Where the pictures go; notebooks/pictures by default." };

    public GalleryCommand()
        : base("gallery", "Draw the README's pictures anew: run the notebooks that they come from, and save the charts as SVG through Chromium, Chrome or Edge.")
    {
        Options.Add(output);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var course = CourseFolder.Find() ?? throw new UsageException("gallery draws the pictures of the course: run it in the course's folder.");
        var chromium = Chromium.Find() ?? throw new FailedException($"gallery {Chromium.Missing}");
        await course.BuildLibraryAsync(cancellation).ConfigureAwait(false);
        var folder = Directory.CreateDirectory(arguments.GetValue(output) ?? Path.Combine(course.Notebooks, "pictures")).FullName;

        var executed = new Dictionary<string, Notebook>();
        foreach (var name in GalleryPicture.All.Select(picture => picture.Notebook).Distinct())
        {
            Terminal.WriteLine($"{name}: running");
            var notebook = Notebook.Read(Path.Combine(course.Notebooks, name + ".ipynb"));
            executed[name] = (await new NotebookRunner(TimeSpan.FromSeconds(60)).RunAsync(notebook, cancellation: cancellation).ConfigureAwait(false)).Notebook;
        }

        var figures = GalleryPicture.All.Select(picture => (FigureOf(picture, executed[picture.Notebook]), picture.State)).ToList();
        var pictures = await FigurePictures.DrawAsync(chromium, figures, cancellation).ConfigureAwait(false);
        foreach (var (picture, svg) in GalleryPicture.All.Zip(pictures))
        {
            var file = Path.Combine(folder, picture.Name + ".svg");
            await File.WriteAllTextAsync(file, svg, cancellation).ConfigureAwait(false);
            Terminal.WriteLine($"{file}: {svg.Length / 1000.0:0} kB");
        }

        return ExitCode.Success;
    }

    private static string FigureOf(GalleryPicture picture, Notebook notebook) =>
        notebook.Cells.Where(cell => cell.Id == picture.CellId).SelectMany(cell => cell.Outputs).Select(OutputHtml.HtmlIn).OfType<string>().FirstOrDefault(OutputHtml.IsFigure)
        ?? throw new FailedException($"The picture {picture.Name} comes from cell '{picture.CellId}' of {picture.Notebook}, and no cell of that id draws a chart: name another one in GalleryPicture.cs.");
}
