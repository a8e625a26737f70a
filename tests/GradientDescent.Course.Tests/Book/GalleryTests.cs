using System.Xml.Linq;
using GradientDescent.Course.Book;
using GradientDescent.Course.Notebooks;

namespace GradientDescent.Course.Tests.Book;

public class GalleryTests
{
    private static readonly string Pictures = Path.Combine(Repository.Root, "notebooks", "pictures");

    public static TheoryData<string> Names => [.. GalleryPicture.All.Select(picture => picture.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_comes_from_a_cell_is_small_and_stands_in_the_README(string name)
    {
        var picture = GalleryPicture.All.Single(picture => picture.Name == name);
        var notebook = Notebook.Read(Path.Combine(Repository.Root, "notebooks", picture.Notebook + ".ipynb"));
        Assert.Contains(notebook.Cells, cell => cell.IsCode && cell.Id == picture.CellId);

        var file = Path.Combine(Pictures, name + ".svg");
        Assert.InRange(new FileInfo(file).Length, 1, 150_000);
        var svg = XElement.Load(file);
        Assert.Equal("svg", svg.Name.LocalName);
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "image" or "script" or "foreignObject");
        Assert.Contains($"(notebooks/pictures/{name}.svg)", File.ReadAllText(Path.Combine(Repository.Root, "README.md")));
    }

    [Fact]
    public void There_are_no_other_pictures() =>
        Assert.Equal(GalleryPicture.All.Select(picture => picture.Name + ".svg").Order(), Directory.EnumerateFiles(Pictures).Select(Path.GetFileName).Order());
}
